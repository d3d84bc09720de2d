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
    private final Backoff planBackoff;
    private final StatusBoard board;
    private final ArgusHealth argusHealth;
    private final Timetable times;
    private final StateFile state;

    private Phase phase = Phase.WAITING;
    private boolean closing;
    private boolean listingWanted = true;
    private boolean adoptionWanted;
    private boolean refreshing;
    private boolean feedOutrun;
    private @Nullable Books books;
    private long userPk;
    private long feedPosition = -1;
    private final Set<Long> closedByPerson = new HashSet<>();
    private @Nullable Instant lastSnapshot;

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
        this.planBackoff = new Backoff(Duration.ofMillis(200), settings.interval(), random);
        this.board = new StatusBoard(settings.name());
        this.argusHealth = new ArgusHealth(board, settings.interval(), clock, random);
        this.times = new Timetable(settings.interval(), settings.resync());
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

    /** Asks for a cycle now that begins with a full listing of what is open in Argus. Any thread. */
    public void resync() {
        inbox.add(() -> {
            listingWanted = true;
            times.nextCycleIn(Duration.ZERO);
        });
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
            times.startAfresh();
        }
    }

    private long untilDue() {
        long due = switch (phase) {
            case WAITING -> times.due(hinted.get(), isLookDue());
            case READING_ARGUS -> times.nextCycle();
            case READING_SOURCE -> sourceSide.cutAt();
        };
        return Math.max(0, due - System.nanoTime());
    }

    private void tick() {
        long now = System.nanoTime();
        refreshIfDoubtful(now);
        if (phase == Phase.READING_SOURCE && now - sourceSide.cutAt() >= 0) {
            sourceFailed(sourceSide.cut(), true);
        } else if (phase == Phase.READING_ARGUS && times.isCycleDue(now)) {
            argusIsSlow();
        }
        if (phase != Phase.WAITING) {
            return;
        }
        boolean due = times.isCycleDue(now);
        if (due || (hinted.get() && times.mayHint(now))) {
            hinted.set(false);
            begin(now, !due);
        } else if (times.isPlanDue(now)) {
            plan();
        }
    }

    private void begin(long now, boolean early) {
        times.coalesceHints(now);
        outbox.send();
        Books current = books;
        // The feed is read with whichever source's token: only a listing tells whether ours is good again.
        boolean token = argusHealth.isTokenBad() && !early;
        boolean listing = current == null || listingWanted || token || times.isListingDue(now);
        boolean hintOnly = early && !listing;
        if (!hintOnly) {
            // A hint does not put off what it is no hint of: what people do in Argus.
            times.cycleBegins(now);
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
    private void argusIsSlow() {
        times.nextCycleIn(settings.interval());
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
        argusHealth.answered();
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
        times.listed();
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
        argusHealth.answered();
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
        if (phase == Phase.WAITING && times.mayLook(now) && isLookDue()) {
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
                        times.lookAgainIn(argusHealth.pause());
                        argusFault(result.failure());
                    } else {
                        closedByPerson.removeAll(current.looked(pks, seen));
                        times.planIn(Duration.ZERO);
                    }
                    then.run();
                }));
    }

    /** Argus did not answer. With a picture of it the cycle goes on: what is planned waits until it is back. */
    private void argusFailed(@Nullable ArgusException failure) {
        argusFault(failure);
        if (books == null) {
            phase = Phase.WAITING;
            times.nextCycleIn(argusHealth.pause());
        } else {
            askSource();
        }
    }

    private void argusFault(@Nullable ArgusException failure) {
        argusHealth.failed(failure);
        if (argusHealth.isTokenBad() && books != null) {
            books.withdraw();
        }
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
        times.sourceFailed(
                sourceSide.failed(failure, usable), failure.retryAfter().isPresent());
        board.sourceFault(failure.getMessage());
    }

    private void plan() {
        Books current = books;
        times.planned();
        if (current != null && !argusHealth.isTokenBad()) {
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
                times.planIn(planBackoff.next());
            } else {
                planBackoff.reset();
                times.planIn(Duration.ZERO);
            }
        }
    }

    private void publish() {
        Books current = books;
        long now = System.nanoTime();
        if (current == null || (current.pending() > 0 && !times.mayPublish(now))) {
            return;
        }
        times.published(now);
        // What is shown is also what a restart at this moment must still know.
        state.save(current.quietOnes());
        Plan plan = current.lastPlan();
        boolean settled = phase == Phase.WAITING
                && plan != null
                && plan.isEmpty()
                && plan.absentees().firstAbsent().isEmpty()
                && current.pending() == 0
                && !current.isInDoubt()
                && !times.isPlanWaiting();
        board.publish(current, lastSnapshot, settled, sourceSide.healthProblem());
    }
}
