package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.SourceState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the process turns, and whether it does what it is there for: each source is read well, and its Argus answers.
 */
public final class HealthChecks {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ServiceStatus situation;
    private final InstantSource clock;

    /** Makes one. */
    public HealthChecks(ServiceStatus situation, InstantSource clock) {
        this.situation = situation;
        this.clock = clock;
    }

    /** Answers 200, or 503 if a source's own thread hangs or has died, which nothing but a restart mends. */
    public HttpReply healthy() {
        List<String> reasons = new ArrayList<>();
        for (EndpointSource source : situation.sources()) {
            source.live().hangReason().ifPresent(hang -> reasons.add(named(source) + hang));
        }
        return reasons.isEmpty() ? HttpReply.text(200, "ok") : HttpReply.text(503, String.join("\n", reasons));
    }

    /** Answers 200, or 503 with all that is amiss, a line each. */
    public HttpReply ready() {
        List<String> reasons = new ArrayList<>();
        for (ServiceStatus.Server server : situation.servers()) {
            if (server.trouble() != null) {
                reasons.add("Argus '" + server.name() + "': nothing is sent for the moment: " + server.trouble());
            }
        }
        List<String> notes = new ArrayList<>(List.of("ready"));
        situation.sources().forEach(source -> judge(source, reasons, notes));
        return reasons.isEmpty()
                ? HttpReply.text(200, String.join("\n", notes))
                : HttpReply.text(503, String.join("\n", reasons)).retryAfter(SOON);
    }

    private void judge(EndpointSource source, List<String> reasons, List<String> notes) {
        SourceStatus status = source.live().status();
        String overdue = status.overdue(clock.instant());
        source.live().hangReason().ifPresent(hang -> reasons.add(named(source) + hang));
        if (status.state() == SourceState.STANDBY) {
            source.live()
                    .rehearsal()
                    .ifPresent(last -> (last.passed() ? notes : reasons).add(named(source) + rehearsed(last)));
            return;
        }
        if (status.argusFault() != null) {
            reasons.add(named(source) + "Argus: " + status.argusFault());
        }
        if (status.lastSnapshot() == null) {
            String why = status.sourceFault() == null ? "" : ": " + status.sourceFault();
            reasons.add(named(source) + "no good snapshot so far" + why);
        } else if (status.state() == SourceState.FAILING && status.sourceFault() != null) {
            // Of a source that is not failing this says that it works, but worse than it should: no reason.
            reasons.add(named(source) + status.sourceFault());
        } else if (overdue != null) {
            reasons.add(named(source) + overdue);
        }
    }

    private static String rehearsed(Rehearsal last) {
        return "standby, " + (last.passed() ? "rehearsed OK at " : "could not take over at ") + last.at() + ": "
                + last.text();
    }

    private static String named(EndpointSource source) {
        return "source '" + source.name() + "': ";
    }
}
