package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.plugin.nagios.model.Backend;
import io.github.argusglue.plugin.nagios.model.Commands;
import io.github.argusglue.plugin.nagios.model.Comment;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.ObjectStatus;
import io.github.argusglue.plugin.nagios.model.Reading;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the problems of the hosts and services of one monitoring daemon, however it is read. */
public final class NagiosAdapter implements SourceAdapter, HistorySource {
    private static final Logger log = LoggerFactory.getLogger("nagios");

    private final Backend backend;
    private final SourceContext context;
    private final OpenRule rule;
    private final AlertMapper mapper;
    private final KnownObjects known;
    private final FeedbackConfig feedbackConfig;
    private final Predecessors predecessors;
    private final @Nullable CommandSink sink;

    /**
     * An adapter's configuration.
     *
     * @param open which problems are reported
     * @param display how they are shown
     * @param feedback what is carried to the daemon
     * @param usualWeb web interface if none is configured
     */
    public record Settings(OpenConfig open, DisplayConfig display, FeedbackConfig feedback, WebInterface usualWeb) {}

    /**
     * Creates an adapter.
     *
     * @param predecessors recognizes the incidents of earlier glue services
     */
    public NagiosAdapter(Backend backend, Settings settings, SourceContext context, Predecessors predecessors) {
        this.backend = backend;
        this.context = context;
        this.rule = new OpenRule(settings.open());
        this.mapper = new AlertMapper(settings.display(), settings.usualWeb());
        this.known = new KnownObjects(context.state(), context.clock());
        this.feedbackConfig = settings.feedback();
        this.predecessors = predecessors;
        Marks marks = new Marks(context.installation(), context.sourceName());
        Optional<Commands> commands = settings.feedback().kinds().isEmpty() ? Optional.empty() : backend.commands();
        this.sink = commands.map(found -> new CommandSink(settings.feedback(), marks, backend, found, context.clock()))
                .orElse(null);
    }

    @Override
    public void start() throws SourceException, InterruptedException {
        known.load();
        backend.start(context::requestSnapshot);
        if (sink == null && !feedbackConfig.kinds().isEmpty()) {
            log.warn("{} is read-only: what people do in Argus is not carried there", backend.name());
        }
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Set<ObjectKey> watched = known.open();
        if (sink != null) {
            watched.addAll(sink.unconfirmed());
        }
        Reading reading = backend.read(watched);
        Instant now = context.clock().instant();
        List<Alert> alerts = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        Set<ObjectKey> gone = new HashSet<>(watched);
        for (ObjectStatus status : reading.objects()) {
            gone.remove(status.key());
            report(status, now, alerts, endings);
        }
        for (ObjectKey key : gone) {
            KnownObject object = known.find(key);
            if (object != null && object.isOpen()) {
                endings.add(Ending.inferred(object.id(), reading.at(), "removed from the monitoring system"));
            }
            known.remove(key);
        }
        if (sink != null) {
            sink.onReading(reading);
        }
        known.saveIfDue();
        return Snapshot.complete(alerts).withEndings(endings);
    }

    private void report(ObjectStatus status, Instant now, List<Alert> alerts, List<Ending> endings) {
        KnownObject object = known.find(status.key());
        boolean wasOpen = object != null && object.isOpen();
        OpenRule.Decision decision;
        if (object != null && object.isRolledBack(status, now)) {
            decision = OpenRule.Decision.of(
                    wasOpen ? OpenRule.Verdict.HELD : OpenRule.Verdict.NONE,
                    "the monitoring system was restarted with an older state");
        } else {
            decision = rule.decide(status, wasOpen);
        }
        switch (decision.verdict()) {
            case OPEN -> alerts.add(open(status, object, decision, now));
            case HELD -> alerts.add(held(status, object, decision, now));
            case NONE -> {
                if (object != null && wasOpen) {
                    object.onOver(status);
                    known.changed();
                }
            }
            case OVER -> {
                if (object != null && wasOpen) {
                    Instant start = object.id().startedAt().orElse(now);
                    Instant end =
                            status.since().filter(since -> since.isAfter(start)).orElse(status.lastCheck());
                    endings.add(Ending.reported(object.id(), end.isBefore(start) ? now : end, decision.reason()));
                    object.onOver(status);
                    known.changed();
                }
            }
        }
    }

    private Alert open(ObjectStatus status, @Nullable KnownObject found, OpenRule.Decision decision, Instant now) {
        KnownObject object = found;
        if (object == null) {
            object = KnownObject.of(status, now);
            known.add(status.key(), object);
        }
        if (object.onProblem(status, mapper.followsOutput(), now)) {
            known.changed();
        }
        Alert.Builder alert = describe(status, object).suppressed(decision.suppression());
        return object.report(alert.build(), status.comments());
    }

    /** Returns a held alert; one that is not open is held, too, so that an incident it may have stays as it is. */
    private Alert held(ObjectStatus status, @Nullable KnownObject found, OpenRule.Decision decision, Instant now) {
        KnownObject object = found == null || !found.isOpen() ? KnownObject.of(status, now) : found;
        Alert.Builder alert = describe(status, object).held(decision.reason());
        return object.report(alert.build(), status.comments());
    }

    private Alert.Builder describe(ObjectStatus status, KnownObject object) {
        return mapper.describe(status, object.id(), object.state(), object.output())
                .acknowledgement(acknowledgement(status));
    }

    private static @Nullable Acknowledgement acknowledgement(ObjectStatus status) {
        if (!status.isAcknowledged()) {
            return null;
        }
        Optional<Comment> comment = Marks.acknowledgement(status);
        Acknowledgement acknowledgement = comment.map(
                        by -> Acknowledgement.of(by.author(), by.at(), Marks.withoutMark(by)))
                .orElseGet(() -> Acknowledgement.of("", status.since().orElse(status.lastCheck()), ""));
        Acknowledgement limited =
                status.acknowledgedUntil().map(acknowledgement::until).orElse(acknowledgement);
        return comment.filter(Marks::isFromArgus).isPresent() ? limited.fromArgus() : limited;
    }

    @Override
    public boolean startsAreStable() {
        return true;
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        return predecessors.object(incident, backend::knows, this::openOutput).map(key -> {
            KnownObject object = known.find(key);
            return object != null && object.isOpen()
                    ? object.id()
                    : AlertId.startedAt(key.toString(), incident.startedAt());
        });
    }

    /** Returns what the check of an open problem says; empty if the problem is not open. */
    private String openOutput(ObjectKey key) {
        KnownObject object = known.find(key);
        return object != null && object.isOpen() ? object.output() : "";
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return Optional.ofNullable(sink);
    }

    @Override
    public Optional<HistorySource> history() {
        return feedbackConfig.comments() ? Optional.of(this) : Optional.empty();
    }

    /** Returns the comments of people in the last reading. */
    @Override
    public List<HistoryEntry> entriesSince(AlertId id, Instant since) {
        KnownObject object = known.find(ObjectKey.parse(id.key()));
        return object == null
                ? List.of()
                : object.comments().stream()
                        .filter(comment -> comment.kind() == Comment.Kind.USER && !Marks.isFromArgus(comment))
                        .filter(comment -> !comment.at().isBefore(since))
                        .map(comment -> HistoryEntry.of(comment.at(), comment.author(), comment.text()))
                        .toList();
    }

    @Override
    public Health health() {
        Health ofSink = sink == null ? Health.ok() : sink.health();
        String problems = Stream.of(backend.health(), ofSink)
                .flatMap(health -> health.problem().stream())
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? Health.ok() : Health.degraded(problems);
    }

    @Override
    public void close() {
        backend.close();
    }
}
