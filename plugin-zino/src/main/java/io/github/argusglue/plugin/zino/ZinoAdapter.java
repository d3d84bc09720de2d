package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cases of one Zino. It reads all of them at the start, every {@code resync}, and after any error. Otherwise
 * it reads only the cases for which Zino has announced a change. If there are none, it still sends a command to check
 * that Zino answers, since a frozen Zino keeps its connections open.
 */
final class ZinoAdapter implements SourceAdapter, ZinoCommands {
    /**
     * Attempts within one call. A batch whose replies are out of sync is read again case by case; each attempt finds
     * one such batch.
     */
    private static final int MAX_ATTEMPTS = 20;

    /** Maximum number of look-ups of who closed a case, for each snapshot. */
    private static final int MAX_CLOSE_LOOKUPS = 50;

    private final ZinoConfig config;
    private final SourceContext context;
    private final ChangedCases changedCases = new ChangedCases();
    private final ZinoConnection connection;
    private final CaseRegistry registry;
    private final LostCaseDetector lostCaseDetector = new LostCaseDetector();
    private final LostCaseStore lostCaseStore;
    private final Set<Long> unreadable = new TreeSet<>();
    private @Nullable Instant lastFullReadAt;
    private int closeLookups;
    private volatile Health health = Health.ok();

    ZinoAdapter(ZinoConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.connection = new ZinoConnection(config, context, changedCases);
        this.registry = new CaseRegistry(config.selection(), config.display(), config.server());
        this.lostCaseStore = new LostCaseStore(context.state());
    }

    @Override
    public void start() throws SourceException {
        registry.restore(lostCaseStore.load());
        connection.connect();
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        closeLookups = 0;
        withRetry(() -> {
            refresh();
            return true;
        });
        Snapshot snapshot = registry.snapshot(unreadable, now());
        lostCaseStore.save(registry.lostCases());
        report();
        return snapshot;
    }

    /** A call that can be repeated from the beginning. */
    private interface RetryableCall<T> {
        T call() throws SourceException, OutOfSyncException, InterruptedException;
    }

    /**
     * Makes a call. If the existing connection has ended, it repeats the call on a new one, so a restart of Zino is not
     * a failure. It does not repeat a call that timed out.
     */
    private <T> T withRetry(RetryableCall<T> attempt) throws SourceException, InterruptedException {
        OutOfSyncException lastFailure = new OutOfSyncException("no attempt was made");
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            boolean wasConnected = connection.isConnected();
            try {
                return attempt.call();
            } catch (OutOfSyncException e) {
                lastFailure = e;
            } catch (SourceException e) {
                boolean dropped = e.kind() == SourceException.Kind.UNREACHABLE
                        && !(e.getCause() instanceof SocketTimeoutException);
                if (!wasConnected || !dropped) {
                    throw e;
                }
            }
        }
        throw SourceException.badAnswer(
                config.address() + ": " + lastFailure.getMessage()
                        + ", also on new connections: check that this is a Zino 2 server",
                lastFailure);
    }

    @Override
    public <T> T runWithRetry(ZinoConnection.SessionCall<T> work) throws SourceException, InterruptedException {
        return withRetry(() -> {
            if (connection.connect()) {
                lastFullReadAt = null;
            }
            return connection.run(work);
        });
    }

    @Override
    public <T> T runOnce(ZinoConnection.SessionCall<T> work) throws SourceException, InterruptedException {
        try {
            if (connection.connect()) {
                lastFullReadAt = null;
            }
            return connection.run(work);
        } catch (OutOfSyncException e) {
            throw SourceException.badAnswer(config.address() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isCaseOf(AlertId id, ZinoCase zinoCase) {
        return registry.idOf(zinoCase).equals(id);
    }

    /** Connects if necessary and updates the registry. */
    private void refresh() throws SourceException, OutOfSyncException, InterruptedException {
        if (connection.connect() || isResyncDue()) {
            lastFullReadAt = null;
        }
        Map<Long, Boolean> announced = changedCases.drain();
        if (lastFullReadAt == null) {
            Instant begin = now();
            Set<Long> numbers = new TreeSet<>(connection.run(ZinoSession::caseNumbers));
            numbers.addAll(registry.caseNumbers());
            applyCases(connection.read(numbers), announced);
            lastFullReadAt = begin;
        } else if (announced.isEmpty() && unreadable.isEmpty()) {
            connection.run(ZinoSession::version);
        } else {
            Set<Long> numbers = new TreeSet<>(announced.keySet());
            numbers.addAll(unreadable);
            applyCases(connection.read(numbers), announced);
        }
        checkForLostCases();
    }

    private void checkForLostCases() throws SourceException, OutOfSyncException, InterruptedException {
        Set<Long> numbers = lostCaseDetector.caseNumbers();
        if (!numbers.isEmpty()) {
            long highest = registry.caseNumbers().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            lostCaseDetector
                    .detect(connection.read(numbers), highest)
                    .forEach(alert -> registry.holdLost(alert, now()));
        }
    }

    private boolean isResyncDue() {
        Instant last = lastFullReadAt;
        return last == null || Duration.between(last, now()).abs().compareTo(config.resync()) >= 0;
    }

    private void applyCases(CaseReadResult read, Map<Long, Boolean> announced)
            throws SourceException, OutOfSyncException, InterruptedException {
        Instant now = now();
        for (ZinoCase zinoCase : read.found().values()) {
            if (!zinoCase.isClosed()) {
                boolean sameCase = registry.hasNewOpeningTime(zinoCase) && wasReset(zinoCase);
                registry.update(zinoCase, announced.getOrDefault(zinoCase.number(), false), sameCase, now);
            } else if (registry.find(zinoCase.number()).isPresent()) {
                registry.close(zinoCase, closeReason(zinoCase), now);
            }
        }
        read.unknown().forEach(number -> registry.markUnknown(number, now));
        unreadable.removeAll(read.found().keySet());
        unreadable.removeAll(read.unknown());
        unreadable.addAll(read.failed());
    }

    /** Setting a case to {@code embryonic} changes its opening time; it is still the same case. */
    private boolean wasReset(ZinoCase zinoCase) throws SourceException, OutOfSyncException, InterruptedException {
        return readHistory(zinoCase.number()).stream()
                .anyMatch(line -> !line.at().isBefore(zinoCase.opened().minusSeconds(2))
                        && line.change()
                                .filter(change -> change.to().equals("embryonic"))
                                .isPresent());
    }

    private String closeReason(ZinoCase zinoCase) throws SourceException, OutOfSyncException, InterruptedException {
        if (++closeLookups > MAX_CLOSE_LOOKUPS) {
            return "closed in Zino";
        }
        List<CaseLogEntry> lines = readHistory(zinoCase.number());
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<CaseLogEntry.StateChange> change = lines.get(i).change();
            if (change.isPresent() && change.get().to().equals(ZinoCase.CLOSED)) {
                return "closed in Zino by " + change.get().user();
            }
        }
        return "closed in Zino";
    }

    private List<CaseLogEntry> readHistory(long number)
            throws SourceException, OutOfSyncException, InterruptedException {
        return connection.run(session -> {
            ZinoReply reply = session.execute("GETHIST " + number);
            return CaseLogEntry.parse(reply.code() == ZinoReply.HISTORY ? reply.body() : List.of());
        });
    }

    private Instant now() {
        return context.clock().instant();
    }

    private void report() {
        List<String> problems = new ArrayList<>();
        String channel = connection.channelProblem();
        if (channel != null) {
            problems.add(channel);
        }
        if (registry.lostCaseCount() > 0) {
            problems.add(registry.lostCaseCount()
                    + " cases disappeared from Zino without being closed; Zino may have lost its"
                    + " state. Their incidents stay open for 'hold_lost'; close those that"
                    + " are over in Argus");
        }
        if (!unreadable.isEmpty()) {
            problems.add("Zino cannot show cases " + unreadable + ", see its log; their incidents stay open");
        }
        health = problems.isEmpty() ? Health.ok() : Health.degraded(String.join("; ", problems));
    }

    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        Optional<LegacyIncident> legacy = LegacyIncident.of(incident);
        return legacy.isPresent()
                ? legacy.map(this::adopt)
                : PeerIncident.of(incident).flatMap(this::adopt);
    }

    /**
     * If the case is gone, or its number now belongs to another case, the incident gets an id that no alert has: it is
     * over, or was lost.
     */
    private AlertId adopt(LegacyIncident incident) {
        return registry.findMatch(incident).orElseGet(() -> {
            lostCaseDetector.add(new LostCaseDetector.UnlistedIncident(
                    incident.id(),
                    incident.number(),
                    zinoCase -> registry.isAbout(incident, zinoCase),
                    incident.incident()));
            return incident.id();
        });
    }

    private Optional<AlertId> adopt(PeerIncident incident) {
        Optional<AlertId> known = registry.findMatch(incident, now());
        if (known.isEmpty() && incident.server().equals(config.server()) && !registry.hasReported(incident.id())) {
            CaseIds.number(incident.id())
                    .ifPresent(number -> lostCaseDetector.add(new LostCaseDetector.UnlistedIncident(
                            incident.id(),
                            number,
                            zinoCase -> PeerIncident.subject(zinoCase).equals(incident.subject()),
                            incident.incident())));
        }
        return known;
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.feedback().feedbackKinds().isEmpty()
                ? Optional.empty()
                : Optional.of(new ZinoFeedback(config.feedback(), config.user(), this));
    }

    @Override
    public Optional<HistorySource> history() {
        FeedbackConfig.HistoryMode wanted = config.feedback().history();
        return wanted == FeedbackConfig.HistoryMode.NONE
                ? Optional.empty()
                : Optional.of(new ZinoHistory(wanted, config.user(), this));
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        connection.close();
    }
}
