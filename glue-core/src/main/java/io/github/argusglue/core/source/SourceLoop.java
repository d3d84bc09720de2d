package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.reconcile.Action;
import io.github.argusglue.core.reconcile.Plan;
import io.github.argusglue.core.reconcile.Reconciler;
import io.github.argusglue.core.reconcile.Shaper;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one source and Argus in step. A single thread owns all state; timers, hints, snapshots and results reach it as
 * messages, so it never waits for anything but messages.
 *
 * <p>A cycle looks at Argus first, then at the source, then plans: a stale picture of Argus costs a refused duplicate,
 * a stale picture of the source would close what has just opened.
 */
public final class SourceLoop {
    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);
    private static final Duration HINT_GAP = Duration.ofMillis(100);
    private static final Duration HINT_GAP_FAILING = Duration.ofSeconds(5);
    private static final Duration PUBLISH_EVERY = Duration.ofMillis(100);

    private enum Phase {
        WAITING,
        READING_ARGUS,
        READING_SOURCE
    }

    private final SourceSettings settings;
    private final Clock clock;
    private final TaskQueue lane;
    private final Performer performer;
    private final ArgusSide argusSide;
    private final Outbox outbox;
    private final SourceThreads threads;
    private final SourceSide sourceSide;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final FaultLog argusFaults;
    private final Backoff argusBackoff;
    private final Backoff planBackoff;
    private final StatusBoard board;
    private final StateFile state;

    private Phase phase = Phase.WAITING;
    private boolean closing;
    private boolean tokenIsBad;
    private boolean listingWanted = true;
    private boolean adoptionWanted;
    private boolean refreshing;
    private boolean feedOutrun;
    private @Nullable Books books;
    private long userPk;
    private long feedPosition = -1;
    private final Set<Long> closedByPerson = new HashSet<>();
    private @Nullable Instant lastSnapshot;

    /** Times of the monotonic clock. */
    private long nextCycle = System.nanoTime();

    private long lastCycle = nextCycle;
    private long hintsFrom = nextCycle;
    private long nextListing = nextCycle;
    private long replanAt = Long.MAX_VALUE;
    private long refreshAt = nextCycle;
    private long publishAt = nextCycle;

    /** Makes a loop; starts nothing. */
    public SourceLoop(
            SourceSettings settings, AdapterMaker maker, Argus argus, TaskQueue lane, SharedFeed feed, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.lane = lane;
        RandomGenerator random = RandomGenerator.getDefault();
        this.performer = new Performer(argus, clock);
        this.argusSide = new ArgusSide(argus, lane, feed.feed(), clock);
        this.outbox = new Outbox(argus, lane, settings.tags(), clock, inbox::add);
        this.threads = new SourceThreads(settings.name(), maker.loader());
        this.sourceSide = new SourceSide(
                settings, maker, clock, threads, this::hint, notice -> inbox.add(() -> outbox.add(notice)));
        this.argusFaults = new FaultLog(log, "Argus", clock);
        this.argusBackoff = new Backoff(Duration.ofSeconds(1), settings.interval(), random);
        this.planBackoff = new Backoff(Duration.ofMillis(200), settings.interval(), random);
        this.board = new StatusBoard(settings.name());
        this.state = new StateFile(settings.stateFile());
    }

    /** Starts the loop's thread. */
    public void start() {
        threads.newThread(this::loop).start();
    }

    /** Asks for a cycle soon. Any thread. */
    public void hint() {
        if (hinted.compareAndSet(false, true)) {
            inbox.add(() -> {});
        }
    }

    /** Returns how the source does. Any thread. */
    public SourceStatus status() {
        return board.status();
    }

    /** Waits until Argus is as it should be, or the time is over; tells which. */
    public boolean awaitSettled(Duration atMost) throws InterruptedException {
        return board.awaitSettled(atMost);
    }

    /** Asks the loop to stop; returns at once. */
    public void beginClose() {
        inbox.add(() -> closing = true);
    }

    /** Stops the loop and its adapter. What is under way in Argus goes on. Returns when the adapter is closed. */
    public void close() throws InterruptedException {
        beginClose();
        board.awaitClosed(Duration.ofSeconds(5));
    }

    private void loop() {
        try {
            while (!closing) {
                Runnable message = inbox.poll(untilDue(), TimeUnit.NANOSECONDS);
                for (; message != null && !closing; message = inbox.poll()) {
                    guarded(message);
                }
                if (!closing) {
                    guarded(this::tick);
                    guarded(this::publish);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sourceSide.drop();
            lane.withdraw();
            board.close();
        }
    }

    /**
     * A fault of ours must not end the loop: it is told, and the next cycle begins from what Argus and the source say.
     */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.error("fault in argus-glue; the next cycle starts afresh", e);
            phase = Phase.WAITING;
            listingWanted = true;
            nextCycle = System.nanoTime() + settings.interval().toNanos();
            replanAt = Long.MAX_VALUE;
            refreshAt = nextCycle;
        }
    }

    private long untilDue() {
        long due = switch (phase) {
            case WAITING ->
                Math.min(
                        Math.min(hinted.get() ? hintsFrom : nextCycle, nextCycle),
                        Math.min(replanAt, isLookDue() ? refreshAt : nextCycle));
            case READING_ARGUS -> nextCycle;
            case READING_SOURCE -> sourceSide.cutAt();
        };
        return Math.max(0, due - System.nanoTime());
    }

    private void tick() {
        long now = System.nanoTime();
        refreshIfDoubtful(now);
        if (phase == Phase.READING_SOURCE && now - sourceSide.cutAt() >= 0) {
            sourceFailed(sourceSide.cut(), true);
        } else if (phase == Phase.READING_ARGUS && now - nextCycle >= 0) {
            argusIsSlow(now);
        }
        if (phase != Phase.WAITING) {
            return;
        }
        boolean hint = hinted.get() && now - hintsFrom >= 0;
        if (now - nextCycle >= 0 || hint) {
            hinted.set(false);
            begin(now, now - nextCycle < 0);
        } else if (replanAt != Long.MAX_VALUE && now - replanAt >= 0) {
            plan();
        }
    }

    private void begin(long now, boolean early) {
        hintsFrom = now + HINT_GAP.toNanos();
        outbox.send();
        Books current = books;
        boolean listing = current == null || listingWanted || now - nextListing >= 0;
        boolean hintOnly = early && !listing;
        if (!hintOnly) {
            // A hint does not put off what it is no hint of: what people do in Argus.
            lastCycle = now;
            nextCycle = now + settings.interval().toNanos();
        }
        if (current == null || listing) {
            phase = Phase.READING_ARGUS;
            if (current != null) {
                current.beginListing();
            }
            argusSide.list(settings.policy().reopenWithin(), result -> inbox.add(() -> listed(result)));
        } else if (hintOnly) {
            askSource();
        } else {
            phase = Phase.READING_ARGUS;
            boolean count = feedOutrun && current.pending() == 0;
            argusSide.news(
                    feedPosition, userPk, count ? current.open() : -1, result -> inbox.add(() -> news(result, count)));
        }
    }

    /** What waits to be written was planned long ago: when Argus is back, a fresh look comes first. */
    private void argusIsSlow(long now) {
        nextCycle = now + settings.interval().toNanos();
        if (books != null) {
            books.withdraw();
        }
    }

    private void listed(Task.Result<ArgusSide.Listing> result) {
        ArgusSide.Listing listing = result.value();
        if (listing == null) {
            argusFailed(result.failure());
            return;
        }
        argusFine();
        Books current = books;
        if (current == null) {
            userPk = listing.userPk();
            current = makeBooks();
            current.remember(state.load());
            books = current;
            log.info(
                    "Argus {}: {} incidents open",
                    listing.server().version(),
                    listing.open().size());
        }
        current.policy(settings.policy().withRestart(listing.server().canRestart()));
        current.listed(listing.open(), listing.ended());
        if (feedPosition < 0) {
            // Later ones keep the position: that a person closed what is open tells the feed alone.
            feedPosition = listing.position();
        }
        listingWanted = false;
        adoptionWanted = true;
        nextListing = System.nanoTime() + settings.resync().toNanos();
        askSource();
    }

    private Books makeBooks() {
        return new Books(
                new Shaper(settings.tags()),
                new Reconciler(settings.name(), userPk),
                performer,
                lane,
                settings.policy(),
                clock,
                (action, result) -> inbox.add(() -> acted(action, result)));
    }

    private void news(Task.Result<ArgusSide.News> result, boolean counted) {
        ArgusSide.News news = result.value();
        Books current = books;
        if (news == null || current == null) {
            argusFailed(result.failure());
            return;
        }
        argusFine();
        feedPosition = news.position();
        feedOutrun = (feedOutrun && !counted) || news.lost();
        listingWanted |= news.listingDue();
        Set<Long> ours = new HashSet<>(news.changed());
        ours.removeIf(pk -> !current.concerns(pk));
        current.doubt(ours);
        ours.retainAll(news.closed());
        closedByPerson.addAll(ours);
        if (refreshing || current.toLookAt().isEmpty()) {
            // What is in doubt is left alone until the look under way and the one after it have told.
            askSource();
        } else {
            refresh(this::askSource);
        }
    }

    private void refreshIfDoubtful(long now) {
        if (phase == Phase.WAITING && now - refreshAt >= 0 && isLookDue()) {
            refresh(() -> {});
        }
    }

    private boolean isLookDue() {
        Books current = books;
        return current != null && !refreshing && !current.toLookAt().isEmpty();
    }

    private void refresh(Runnable then) {
        Books current = books;
        if (current == null) {
            then.run();
            return;
        }
        refreshing = true;
        current.beginLook();
        Set<Long> pks = current.toLookAt();
        Set<Long> closed = new HashSet<>(closedByPerson);
        argusSide.refresh(
                pks,
                closed,
                result -> inbox.add(() -> {
                    refreshing = false;
                    List<Refresh.Seen> seen = result.value();
                    if (seen == null) {
                        refreshAt = System.nanoTime() + argusBackoff.next().toNanos();
                        argusFault(result.failure());
                    } else {
                        closedByPerson.removeAll(current.looked(pks, seen));
                        replanSoon(0);
                    }
                    then.run();
                }));
    }

    /** Argus did not answer. With a picture of it the cycle goes on: what is planned waits until it is back. */
    private void argusFailed(@Nullable ArgusException failure) {
        argusFault(failure);
        if (books == null) {
            phase = Phase.WAITING;
            nextCycle = System.nanoTime() + argusBackoff.next().toNanos();
        } else {
            askSource();
        }
    }

    private void argusFault(@Nullable ArgusException failure) {
        if (failure == null) {
            return;
        }
        if (failure.kind() == ArgusException.Kind.BAD_TOKEN) {
            tokenIsBad = true;
            if (books != null) {
                books.withdraw();
            }
        }
        argusFaults.fault(failure.kind().name(), String.valueOf(failure.getMessage()));
        board.argusFault(failure.getMessage());
    }

    private void argusFine() {
        tokenIsBad = false;
        argusBackoff.reset();
        argusFaults.fine();
        board.argusFault(null);
    }

    private void askSource() {
        phase = Phase.READING_SOURCE;
        Books known = books;
        Instant takenAt = clock.instant();
        sourceSide.ask(
                adoptionWanted && known != null ? known.unrecognised() : List.of(),
                (number, answer) -> inbox.add(() -> answered(number, takenAt, answer)));
    }

    private void answered(long number, Instant takenAt, AdapterRun.Answer answer) {
        Books current = books;
        if (!sourceSide.isCurrent(number) || phase != Phase.READING_SOURCE || current == null) {
            return;
        }
        SourceException failure = answer.failure();
        if (answer.snapshot() == null) {
            sourceFailed(failure == null ? SourceException.badAnswer("no answer", null) : failure, answer.started());
            return;
        }
        phase = Phase.WAITING;
        if (lastSnapshot == null) {
            log.info("source: {} alerts open", answer.snapshot().alerts().size());
        }
        lastSnapshot = takenAt;
        adoptionWanted = false;
        sourceSide.fine();
        board.sourceFault(null);
        current.snapshot(answer.snapshot(), answer.adopted(), takenAt);
        listingWanted |= current.needsListing();
        plan();
    }

    private void sourceFailed(SourceException failure, boolean usable) {
        phase = Phase.WAITING;
        long wait = sourceSide.failed(failure, usable).toNanos();
        nextCycle = lastCycle + wait;
        // A hint tries at once, unless the source has asked for patience or is known to fail.
        hintsFrom += Math.min(wait, failure.retryAfter().isPresent() ? wait : HINT_GAP_FAILING.toNanos());
        board.sourceFault(failure.getMessage());
    }

    private void plan() {
        Books current = books;
        replanAt = Long.MAX_VALUE;
        if (current != null && !tokenIsBad) {
            current.plan();
        }
    }

    private void acted(Action action, Task.Result<Outcome> result) {
        Books current = books;
        if (current == null) {
            return;
        }
        current.result(action, result);
        ArgusException failure = result.failure();
        if (failure != null && failure.kind() == ArgusException.Kind.BAD_TOKEN) {
            argusFault(failure);
        }
        if (current.pending() == 0) {
            if (current.isFailing()) {
                replanSoon(planBackoff.next().toNanos());
            } else {
                planBackoff.reset();
                replanSoon(0);
            }
        }
    }

    private void replanSoon(long nanos) {
        replanAt = Math.min(replanAt, System.nanoTime() + nanos);
    }

    private void publish() {
        Books current = books;
        long now = System.nanoTime();
        if (current == null || (current.pending() > 0 && now - publishAt < 0)) {
            return;
        }
        publishAt = now + PUBLISH_EVERY.toNanos();
        // What is shown is also what a restart at this moment must still know.
        state.save(current.quietOnes());
        Plan plan = current.lastPlan();
        boolean settled = phase == Phase.WAITING
                && plan != null
                && plan.isEmpty()
                && plan.absentees().firstAbsent().isEmpty()
                && current.pending() == 0
                && !current.isInDoubt()
                && replanAt == Long.MAX_VALUE;
        board.publish(current, lastSnapshot, settled, sourceSide.healthProblem());
    }
}
