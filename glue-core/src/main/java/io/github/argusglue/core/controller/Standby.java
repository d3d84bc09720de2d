package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.Problem;
import io.github.argusglue.core.status.SourceStatus.SourceState;
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
 * One time in which another process keeps the source in step. Nothing is written, neither to Argus nor to the source;
 * but now and then the source is read once and the token tried, so that a standby that could not take over is known
 * before the night it must.
 */
final class Standby {
    private static final Logger log = LoggerFactory.getLogger("source");

    /** Fewer alerts than this without an incident prove nothing. */
    private static final int SUSPICIOUS = 5;

    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Argus argus;
    private final WriterIdentity identity;
    private final Duration every;
    private final Clock clock;
    private final SourceThreads threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile @Nullable Rehearsal last;
    private volatile SourceStatus status;
    private @Nullable String told;

    /**
     * Makes one; does nothing.
     *
     * @param every time between two rehearsals; the first one comes at once
     */
    Standby(
            SourceSettings settings,
            AdapterMaker maker,
            Argus argus,
            WriterIdentity identity,
            Duration every,
            Clock clock,
            SourceThreads threads) {
        this.settings = settings;
        this.maker = maker;
        this.argus = argus;
        this.identity = identity;
        this.every = every;
        this.clock = clock;
        this.threads = threads;
        this.status = show(new Seen(-1, -1, null, null, null, TokenHealth.GOOD), clock.instant(), null, null);
    }

    /** Begins to rehearse. */
    void start() {
        Thread made = threads.newThread(this::loop);
        thread = made;
        made.start();
    }

    /** Ends it, also in the middle of a rehearsal. Returns at once. */
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
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("fault in argus-glue: the source is no longer rehearsed", e);
        }
    }

    /**
     * What one rehearsal saw.
     *
     * @param open incidents in Argus; -1 if not known
     * @param alerts in the source; -1 if not known
     */
    private record Seen(
            int open,
            int alerts,
            @Nullable Duration took,
            @Nullable String sourceFault,
            @Nullable String argusFault,
            TokenHealth token) {

        boolean passed() {
            return sourceFault == null && argusFault == null;
        }
    }

    private void rehearse() throws InterruptedException {
        Seen seen = lookSafely();
        Instant now = clock.instant();
        Rehearsal rehearsal = new Rehearsal(now, seen.passed(), text(seen));
        if (closed.getCount() == 0) {
            return;
        }
        // Whoever sees that it was rehearsed finds what came of it in the status, too.
        status = after(seen, now);
        last = rehearsal;
        tell(seen, rehearsal);
    }

    /** A fault of ours says nothing of the source, but it does say that nobody knows whether it could be taken over. */
    private Seen lookSafely() throws InterruptedException {
        try {
            return look();
        } catch (RuntimeException e) {
            log.error("fault in argus-glue while the source was rehearsed", e);
            return new Seen(status.open(), -1, null, "fault in argus-glue, see its log: " + e, null, TokenHealth.GOOD);
        }
    }

    private Seen look() throws InterruptedException {
        int open = status.open();
        String argusFault = null;
        TokenHealth token = TokenHealth.GOOD;
        try {
            // Counting would say each time that the source is alive, when the primary of the same token may be dead.
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
            int alerts = OneSnapshot.snapshot(settings.adapterSettings(), maker, clock)
                    .alerts()
                    .size();
            return new Seen(open, alerts, Duration.between(begin, clock.instant()), null, argusFault, token);
        } catch (SourceException e) {
            return new Seen(open, -1, null, String.valueOf(e.getMessage()), argusFault, token);
        }
    }

    /** Whose a token is has to be asked once; that says that the source is alive, as rarely as tokens are new. */
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

    private static String text(Seen seen) {
        if (!seen.passed()) {
            return Stream.of(label("Argus: ", seen.argusFault()), label("source: ", seen.sourceFault()))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
        }
        String counts = seen.alerts() + " alerts read, the token is good, " + seen.open()
                + " incidents open when it began to stand by";
        return isSuspicious(seen)
                ? counts + ": has the primary another token? A take-over would open all of them anew"
                : counts;
    }

    private static String label(String label, @Nullable String fault) {
        return fault == null ? "" : label + fault;
    }

    /**
     * Incidents belong to the token that made them: with another one a take-over doubles what the primary has opened.
     */
    private static boolean isSuspicious(Seen seen) {
        return seen.open() == 0 && seen.alerts() >= SUSPICIOUS;
    }

    /** Only when it changes. */
    private void tell(Seen seen, Rehearsal rehearsal) {
        String sameness = seen.passed() ? "passed" + isSuspicious(seen) : rehearsal.text();
        if (sameness.equals(told)) {
            return;
        }
        told = sameness;
        if (!seen.passed()) {
            log.error("standby: COULD NOT TAKE OVER: {}", rehearsal.text());
        } else if (isSuspicious(seen)) {
            log.warn("standby: rehearsed: {}", rehearsal.text());
        } else {
            log.info("standby: rehearsed: {}", rehearsal.text());
        }
    }

    private SourceStatus after(Seen seen, Instant at) {
        SourceStatus before = status;
        String wrong = seen.argusFault() == null ? seen.sourceFault() : seen.argusFault();
        Problem trouble = wrong == null ? before.lastProblem() : new Problem(at, wrong);
        return show(seen, before.since(), seen.alerts() < 0 ? before.lastSnapshot() : at, trouble);
    }

    private SourceStatus show(Seen seen, Instant since, @Nullable Instant lastSnapshot, @Nullable Problem lastTrouble) {
        return SourceStatus.builder(settings.name(), SourceState.STANDBY, since)
                .alerts(seen.alerts())
                .open(seen.open(), List.of())
                .lastSnapshot(lastSnapshot, seen.took())
                .faults(seen.sourceFault(), seen.argusFault(), seen.token())
                .lastProblem(lastTrouble)
                .build();
    }

    SourceStatus status() {
        return status;
    }

    /** Returns what came of the last rehearsal; null before the first. */
    @Nullable
    Rehearsal rehearsal() {
        return last;
    }
}
