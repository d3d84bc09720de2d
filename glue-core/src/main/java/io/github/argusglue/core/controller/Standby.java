package io.github.argusglue.core.controller;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.LastProblem;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One period in which another process keeps the source in step. Nothing is written, neither to Argus nor to the source.
 * But from time to time a rehearsal reads the source and checks the token, so that a standby that could not take over
 * is noticed before it has to.
 */
final class Standby {
    private static final Logger log = LoggerFactory.getLogger("source");

    /** Fewer alerts than this without an incident prove nothing. */
    private static final int SUSPICIOUS_ALERTS = 5;

    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Argus argus;
    private final WriterIdentity identity;
    private final Duration interval;
    private final Clock clock;
    private final SourceThreads threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile @Nullable Rehearsal lastRehearsal;
    private volatile SourceStatus status;
    private @Nullable String lastLogged;

    /**
     * Makes a standby; starts nothing.
     *
     * @param interval between two rehearsals; the first one is made at once
     */
    Standby(
            SourceSettings settings,
            AdapterMaker maker,
            Argus argus,
            WriterIdentity identity,
            Duration interval,
            Clock clock,
            SourceThreads threads) {
        this.settings = settings;
        this.maker = maker;
        this.argus = argus;
        this.identity = identity;
        this.interval = interval;
        this.clock = clock;
        this.threads = threads;
        this.status = newStatus(Outcome.failed(-1, null, null, TokenHealth.GOOD), clock.instant(), null, null);
    }

    /** Starts the rehearsals. */
    void start() {
        Thread newThread = threads.newCoreThread(this::loop);
        thread = newThread;
        newThread.start();
    }

    /** Ends the rehearsals, even in the middle of one. Returns at once. */
    void close() {
        closed.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void loop() {
        try {
            do {
                rehearse();
            } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("fault in argus-glue: rehearsals of the source have stopped", e);
        }
    }

    /**
     * The outcome of one rehearsal.
     *
     * @param open incidents in Argus; -1 if not known
     * @param alerts in the source; -1 if not known
     * @param degraded what does not work of the source although it can be read
     */
    private record Outcome(
            int open,
            int alerts,
            @Nullable Duration took,
            List<String> degraded,
            @Nullable String sourceFault,
            @Nullable String argusFault,
            TokenHealth token) {

        static Outcome failed(int open, @Nullable String sourceFault, @Nullable String argusFault, TokenHealth token) {
            return new Outcome(open, -1, null, List.of(), sourceFault, argusFault, token);
        }

        boolean passed() {
            return sourceFault == null && argusFault == null;
        }
    }

    private void rehearse() throws InterruptedException {
        Outcome outcome = checkSafely();
        Instant now = clock.instant();
        Rehearsal rehearsal = new Rehearsal(now, outcome.passed(), text(outcome));
        if (closed.getCount() == 0) {
            return;
        }
        // Set the status first: whoever sees the rehearsal finds its outcome in the status too.
        status = statusAfter(outcome, now);
        lastRehearsal = rehearsal;
        logOutcome(outcome, rehearsal);
    }

    /**
     * An internal error shows nothing about the source, but it does mean that nobody knows whether it could be taken
     * over.
     */
    private Outcome checkSafely() throws InterruptedException {
        try {
            return check();
        } catch (RuntimeException e) {
            log.error("fault in argus-glue during a rehearsal", e);
            return Outcome.failed(status.open(), "fault in argus-glue, see its log: " + e, null, TokenHealth.GOOD);
        }
    }

    private Outcome check() throws InterruptedException {
        int open = status.open();
        String argusFault = null;
        TokenHealth token = TokenHealth.GOOD;
        try {
            // Each count would be a sign of life of the source, although the primary with the same token may be dead.
            // So count once.
            if (open < 0) {
                argus.identify(identity::compare);
                open = argus.countOpen();
            } else {
                checkToken();
            }
        } catch (ArgusException e) {
            argusFault = String.valueOf(e.getMessage());
            token = switch (e.kind()) {
                case BAD_TOKEN -> TokenHealth.REFUSED;
                case WRONG_OWNER -> TokenHealth.WRONG_OWNER;
                default -> TokenHealth.GOOD;
            };
        }
        Instant begin = clock.instant();
        try {
            AdapterThread.SnapshotResult read = OneSnapshot.take(settings.adapterSettings(), maker, clock, List.of());
            int alerts =
                    requireNonNull(read.snapshot(), "snapshot is null").alerts().size();
            Duration took = Duration.between(begin, clock.instant());
            return new Outcome(open, alerts, took, read.degraded(), null, argusFault, token);
        } catch (SourceException e) {
            return Outcome.failed(open, String.valueOf(e.getMessage()), argusFault, token);
        }
    }

    /**
     * Checks the token. The owner of a new token has to be requested once; that counts as a sign of life, but only as
     * often as tokens are replaced.
     */
    private void checkToken() throws ArgusException, InterruptedException {
        try {
            argus.checkToken();
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.UNCHECKED_TOKEN) {
                throw e;
            }
            argus.identify(identity::compare);
        }
    }

    private static String text(Outcome outcome) {
        if (!outcome.passed()) {
            return Stream.of(label("Argus: ", outcome.argusFault()), label("source: ", outcome.sourceFault()))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
        }
        String counts = Count.of(outcome.alerts(), "alert") + " read, the token is good, "
                + Count.of(outcome.open(), "incident") + " open when standby began";
        String suspicion = isSuspicious(outcome)
                ? ": does the primary use another token? A take-over would open all of them again"
                : "";
        return counts
                + suspicion
                + outcome.degraded().stream().map(part -> "; degraded: " + part).collect(Collectors.joining());
    }

    private static String label(String label, @Nullable String fault) {
        return fault == null ? "" : label + fault;
    }

    /**
     * Returns whether the primary seems to use another token. Incidents belong to the user of their token: with another
     * one, a take-over would open everything a second time.
     */
    private static boolean isSuspicious(Outcome outcome) {
        return outcome.open() == 0 && outcome.alerts() >= SUSPICIOUS_ALERTS;
    }

    /** Logs the outcome if it has changed. */
    private void logOutcome(Outcome outcome, Rehearsal rehearsal) {
        String summary = outcome.passed()
                ? "passed" + isSuspicious(outcome) + outcome.degraded().isEmpty()
                : rehearsal.text();
        if (summary.equals(lastLogged)) {
            return;
        }
        lastLogged = summary;
        if (!outcome.passed()) {
            log.error("standby: COULD NOT TAKE OVER: {}", rehearsal.text());
        } else if (isSuspicious(outcome) || !outcome.degraded().isEmpty()) {
            log.warn("standby: rehearsed: {}", rehearsal.text());
        } else {
            log.info("standby: rehearsed: {}", rehearsal.text());
        }
    }

    private SourceStatus statusAfter(Outcome outcome, Instant at) {
        SourceStatus before = status;
        String fault = outcome.argusFault() == null ? outcome.sourceFault() : outcome.argusFault();
        LastProblem trouble = fault == null ? before.lastProblem() : new LastProblem(at, fault);
        return newStatus(outcome, before.since(), outcome.alerts() < 0 ? before.lastSnapshot() : at, trouble);
    }

    private SourceStatus newStatus(
            Outcome outcome, Instant since, @Nullable Instant lastSnapshot, @Nullable LastProblem lastTrouble) {
        return SourceStatus.builder(settings.name(), RunState.STANDBY, since)
                .alerts(outcome.alerts())
                .open(outcome.open(), List.of())
                .lastSnapshot(lastSnapshot, outcome.took())
                .degraded(outcome.degraded())
                .faults(outcome.sourceFault(), outcome.argusFault(), outcome.token())
                .lastProblem(lastTrouble)
                .build();
    }

    SourceStatus status() {
        return status;
    }

    /** Returns the last rehearsal; null before the first. */
    @Nullable
    Rehearsal rehearsal() {
        return lastRehearsal;
    }
}
