package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.Reply;
import io.github.argusglue.core.http.Situation;
import io.github.argusglue.core.source.SourceStatus;
import io.github.argusglue.core.source.SourceStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the process does what it is there for: each source was read well once, and its Argus answers. */
public final class Probes {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Situation situation;

    /** Makes one. */
    public Probes(Situation situation) {
        this.situation = situation;
    }

    /** Answers 200, or 503 with what is amiss, one line a source. */
    public Reply ready() {
        List<String> reasons = new ArrayList<>();
        for (EndpointSource source : situation.sources()) {
            SourceStatus status = source.live().status();
            if (status.argusFault() != null) {
                reasons.add("source '" + source.name() + "': Argus: " + status.argusFault());
            } else if (status.lastSnapshot() == null && status.state() != State.STANDBY) {
                String why = status.sourceFault() == null ? "" : ": " + status.sourceFault();
                reasons.add("source '" + source.name() + "': no good snapshot so far" + why);
            }
        }
        return reasons.isEmpty()
                ? Reply.text(200, "ready")
                : Reply.text(503, String.join("\n", reasons)).retryAfter(SOON);
    }
}
