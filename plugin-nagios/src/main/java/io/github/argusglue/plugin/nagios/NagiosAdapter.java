package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.DisplayConfig.WebInterface;
import io.github.argusglue.plugin.nagios.KnownObjects.KnownObject;
import io.github.argusglue.plugin.nagios.OpenConfig.Decision;
import io.github.argusglue.plugin.nagios.OpenConfig.Policy;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the problems of the hosts and services of one monitoring daemon, however it is read. */
final class NagiosAdapter implements SourceAdapter, HistorySource {
    private static final Logger log = LoggerFactory.getLogger("nagios");

    private final Backend backend;
    private final AlertConfig config;
    private final WebInterface usualWeb;
    private final SourceContext context;
    private final KnownObjects known;
    private final @Nullable CommandSink sink;
    private Map<ObjectKey, Reported> reported = Map.of();

    /** Creates an adapter, with a web interface for the case that none is configured. */
    NagiosAdapter(Backend backend, AlertConfig config, WebInterface usualWeb, SourceContext context) {
        this.backend = backend;
        this.config = config;
        this.usualWeb = usualWeb;
        this.context = context;
        this.known = new KnownObjects(context);
        boolean wanted = config.acknowledge() || config.tickets();
        this.sink = wanted && backend.commands().isPresent() ? new CommandSink(config, backend, context) : null;
    }

    /** An alert of the last snapshot, and the comments of its object. */
    private record Reported(Alert alert, List<Comment> comments) {}

    @Override
    public void start() throws SourceException, InterruptedException {
        known.load();
        backend.start(context::requestSnapshot);
        if (sink == null && (config.acknowledge() || config.tickets())) {
            log.warn("{} is read-only: what people do in Argus is not carried there", backend.name());
        }
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Set<ObjectKey> wereOpen = known.open();
        Reading reading = backend.read(wereOpen);
        Map<ObjectKey, Reported> reports = new LinkedHashMap<>();
        List<Ending> endings = new ArrayList<>();
        LeftOut.Builder leftOut = LeftOut.builder();
        for (ObjectStatus status : reading.objects()) {
            wereOpen.remove(status.key());
            report(status, reports, endings, leftOut);
        }
        for (ObjectKey gone : wereOpen) {
            endings.add(Ending.inferred(known.get(gone).id(gone), reading.at(), "removed from the monitoring system"));
            known.remove(gone);
        }
        reported = reports;
        if (sink != null) {
            sink.onReading(reading);
        }
        known.saveIfDue();
        return Snapshot.complete(reports.values().stream().map(Reported::alert).toList())
                .withEndings(endings)
                .withLeftOut(leftOut.build());
    }

    private void report(
            ObjectStatus status, Map<ObjectKey, Reported> reports, List<Ending> endings, LeftOut.Builder leftOut) {
        ObjectKey key = status.key();
        Instant now = context.clock().instant();
        KnownObject before = known.get(key);
        Decision decision = config.open().decide(status, before.open(), known.isRolledBack(status, now));
        if (decision.policy() != Policy.DROP) {
            // An alert that is not open is held, too, so that an incident it may have stays as it is.
            KnownObject object = before.open() && decision.policy() == Policy.HOLD
                    ? before
                    : before.withProblem(status, config.display().followOutput(), now);
            if (decision.policy() == Policy.SHOW) {
                known.put(key, object);
            }
            reports.put(key, report(status, object, decision));
            return;
        }
        if (status.state().isProblem()) {
            leftOut.add(
                    decision.word(),
                    key.toString(),
                    () -> status.state() + ": " + status.output() + " (" + decision.reason() + ")");
        }
        if (before.open()) {
            known.put(key, before.withoutProblem(status));
            if (!status.state().isProblem()) {
                Instant start = Instant.ofEpochMilli(before.start());
                Instant end = status.since().filter(start::isBefore).orElse(status.lastCheck());
                endings.add(Ending.reported(before.id(key), end.isBefore(start) ? now : end, decision.reason()));
            }
        }
    }

    /** Returns the alert of the last snapshot if nothing has changed, so that the core sees that at once. */
    private Reported report(ObjectStatus status, KnownObject object, Decision decision) {
        Alert.Builder alert = config.display()
                .describe(status, object, usualWeb)
                .acknowledgement(acknowledgement(status))
                .suppressed(decision.suppression());
        if (decision.policy() == Policy.HOLD) {
            alert.held(decision.reason());
        }
        Reported report = new Reported(alert.build(), status.comments());
        Reported last = reported.get(status.key());
        return last != null && last.equals(report) ? last : report;
    }

    private static @Nullable Acknowledgement acknowledgement(ObjectStatus status) {
        if (!status.isAcknowledged()) {
            return null;
        }
        Instant unknown = status.since().orElse(status.lastCheck());
        Comment comment = CommandSink.acknowledgement(status)
                .orElseGet(() -> new Comment("", Comment.Kind.ACKNOWLEDGEMENT, "", "", unknown));
        Acknowledgement made = Acknowledgement.of(comment.author(), comment.at(), CommandSink.withoutMark(comment));
        Acknowledgement limited = status.acknowledgedUntil().map(made::until).orElse(made);
        return CommandSink.isFromArgus(comment) ? limited.fromArgus() : limited;
    }

    @Override
    public boolean startsAreStable() {
        return true;
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return LegacyIncident.objectOf(
                        incident, backend::knows, key -> known.get(key).output())
                .map(key -> {
                    KnownObject object = known.get(key);
                    return object.open() ? object.id(key) : AlertId.startedAt(key.toString(), incident.startedAt());
                });
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return Optional.ofNullable(sink);
    }

    @Override
    public Optional<HistorySource> history() {
        return config.comments() ? Optional.of(this) : Optional.empty();
    }

    /** Returns the comments of people in the last reading. */
    @Override
    public List<HistoryEntry> entriesSince(AlertId id, Instant since) {
        Reported report = reported.get(ObjectKey.parse(id.key()));
        List<Comment> comments = report == null ? List.of() : report.comments();
        return comments.stream()
                .filter(comment -> comment.kind() == Comment.Kind.USER && !CommandSink.isFromArgus(comment))
                .filter(comment -> !comment.at().isBefore(since))
                .map(comment -> HistoryEntry.of(comment.at(), comment.author(), comment.text()))
                .toList();
    }

    @Override
    public Health health() {
        Health ofBackend = backend.health();
        return sink == null || ofBackend.problem().isPresent() ? ofBackend : sink.health();
    }

    @Override
    public void close() {
        backend.close();
    }
}
