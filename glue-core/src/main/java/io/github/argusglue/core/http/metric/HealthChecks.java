package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.cluster.ClusterSummary;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.text.SafeText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The health checks: liveness of the process, and readiness, which requires that every source and its Argus server can
 * be read.
 */
public final class HealthChecks {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ServiceStatus service;
    private final InstantSource clock;

    /** Creates the health checks. */
    public HealthChecks(ServiceStatus service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /** Returns 200, or 503 if the thread of a source hangs or has died, which only a restart can repair. */
    public HttpReply healthy() {
        List<String> reasons = new ArrayList<>();
        for (EndpointSource source : service.sources()) {
            source.live().hangReason().ifPresent(hang -> reasons.add(named(source) + hang));
        }
        return reasons.isEmpty() ? HttpReply.text(200, "ok") : HttpReply.text(503, onePerLine(reasons));
    }

    /** Returns 200, or 503 with all problems, one per line. */
    public HttpReply ready() {
        List<String> reasons = new ArrayList<>();
        for (ServiceStatus.Server server : service.servers()) {
            if (server.trouble() != null) {
                reasons.add("Argus '" + server.name() + "': no requests are sent at the moment: " + server.trouble());
            }
        }
        List<String> notes = new ArrayList<>(List.of("ready"));
        service.cluster().ifPresent(cluster -> judge(cluster, reasons, notes));
        service.sources().forEach(source -> judge(source, reasons, notes));
        return reasons.isEmpty()
                ? HttpReply.text(200, onePerLine(notes))
                : HttpReply.text(503, onePerLine(reasons)).retryAfter(SOON);
    }

    /**
     * Returns 200 if this process keeps a source in step, 503 if it is on standby for it: webhooks have to go to the
     * process that answers 200.
     */
    public HttpReply active(String name) {
        Optional<EndpointSource> source = service.source(name);
        if (source.isEmpty()) {
            return HttpReply.text(404, "there is no source with this name");
        } else if (source.get().live().status().state() != RunState.STANDBY) {
            return HttpReply.text(200, "active");
        }
        String owner = service.cluster()
                .flatMap(cluster -> cluster.owner(name))
                .map(member -> ": process '" + member + "' owns the source")
                .orElse("");
        return HttpReply.text(503, "standby" + owner).retryAfter(SOON);
    }

    /** Without a session, a process can neither own a source nor take one over. */
    private void judge(ClusterStatus cluster, List<String> reasons, List<String> notes) {
        boolean idle = cluster.session() == null && cluster.owned().isEmpty();
        new ClusterSummary(cluster, service.sources().size())
                .problems()
                .forEach(problem -> (idle ? reasons : notes).add("cluster: " + problem));
    }

    private void judge(EndpointSource source, List<String> reasons, List<String> notes) {
        SourceStatus status = source.live().status();
        String overdue = status.overdue(clock.instant());
        source.live().hangReason().ifPresent(hang -> reasons.add(named(source) + hang));
        if (status.state() == RunState.STANDBY) {
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
            reasons.add(named(source) + "no good snapshot yet" + why);
        } else if (status.sourceFault() != null) {
            reasons.add(named(source) + status.sourceFault());
        } else if (overdue != null) {
            reasons.add(named(source) + overdue);
        }
        status.degraded().forEach(part -> notes.add(named(source) + "degraded: " + part));
    }

    private static String rehearsed(Rehearsal last) {
        return "standby, " + (last.passed() ? "rehearsed OK at " : "could not take over at ") + last.at() + ": "
                + last.text();
    }

    private static String onePerLine(List<String> texts) {
        return texts.stream().map(SafeText::line).collect(Collectors.joining("\n"));
    }

    private static String named(EndpointSource source) {
        return "source '" + source.name() + "': ";
    }
}
