package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.reconcile.Action;
import io.github.argusglue.core.reconcile.Ledger;
import io.github.argusglue.core.reconcile.Plan;
import io.github.argusglue.core.reconcile.Reconciler;
import io.github.argusglue.core.reconcile.Shaper;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One active time of a source, cycle after cycle: a look at Argus first, then at the source, then a plan. A stale
 * picture of Argus costs a refused duplicate, a stale picture of the source would close what has just opened. Owned by
 * the thread of the source's loop; nothing is left of it when the source stands by.
 */
final class Cycle {
    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);

    /** So long the one that stands by for a primary lets that go first, in case it is there after all. */
    private static final Duration YIELD = Duration.ofSeconds(2);

    private enum Phase {
        WAITING,
        READING_ARGUS,
        READING_SOURCE
    }

    private final SourceSettings settings;
    private final Clock clock;
    private final TaskQueue lane;
    private final Consumer<Runnable> inbox;
    private final AtomicBoolean hinted;
    private final StatusBoard board;
    private final ActionLog actions;
    private final boolean hasPrimary;
    private final Performer performer;
    private final ArgusSide argusSide;
    private final Outbox outbox;
    private final SourceSide sourceSide;
    private final Backoff planBackoff;
    private final ArgusHealth argusHealth;
    private final Timetable times;
    private final StateFile state;
    private final PeopleFile people;

    private Phase phase = Phase.WAITING;
    private boolean listingWanted = true;

    /** A listing takes seconds. With a picture of Argus, however old, hints are followed meanwhile. */
    private boolean listingUnderWay;

    private boolean snapshotWanted;
    private boolean adoptionWanted;

    /** Whether the question under way is about all incidents that nothing explains. */
    private boolean askedAll;

    /** Meanwhile a standby may have taken over. */
    private boolean sourceFails;

    /** Argus was not looked at before the source was asked. */
    private boolean lookOwed;

    private @Nullable Books books;
    private @Nullable Exchange exchange;
    private @Nullable Heartbeat heartbeat;
    private @Nullable Instant lastSnapshot;

    /**
     * Begins; asks nothing yet.
     *
     * @param inbox hands what comes from other threads to the loop's; what comes after the end of this is not run
     */
    Cycle(
            SourceSettings settings,
            AdapterMaker maker,
            Argus argus,
            TaskQueue lane,
            SharedFeed feed,
            Clock clock,
            Consumer<Runnable> inbox,
            Face face) {
        this.settings = settings;
        this.clock = clock;
        this.lane = lane;
        this.inbox = inbox;
        this.hinted = face.hinted();
        this.board = face.board();
        this.actions = face.actions();
        this.hasPrimary = face.hasPrimary();
        RandomGenerator random = RandomGenerator.getDefault();
        this.performer = new Performer(argus, clock);
        this.argusSide = new ArgusSide(argus, lane, feed.feed(), clock);
        this.outbox = new Outbox(argus, lane, settings.tags(), clock, inbox);
        this.sourceSide =
                new SourceSide(settings, maker, clock, face.threads(), face.hint(), outbox::post, face.webhooks());
        this.planBackoff = new Backoff(Duration.ofMillis(200), settings.interval(), random);
        this.argusHealth = new ArgusHealth(board, settings.interval(), clock, random);
        this.times = new Timetable(settings.interval(), settings.resync());
        this.state = new StateFile(settings.stateFile());
        this.people = new PeopleFile(settings.stateFile().resolveSibling(settings.name() + ".people.json"), clock);
    }

    /**
     * What of a loop others see and reach, and what outlives its active times.
     *
     * @param hasPrimary whether another process may keep the source in step, too
     */
    record Face(
            AtomicBoolean hinted,
            Runnable hint,
            StatusBoard board,
            ActionLog actions,
            SourceThreads threads,
            WebhookInlet webhooks,
            boolean hasPrimary) {}

    /** Begins with a full listing of what is open in Argus, at once. */
    void resync() {
        listingWanted = true;
        times.nextCycleIn(Duration.ZERO);
    }

    /** What waits to be ended need not wait; returns how many incidents that is about. */
    int release() {
        Books current = books;
        int count = current == null ? 0 : current.release();
        plan();
        return count;
    }

    OpenIncidents openIncidents(int most) {
        Books current = books;
        return current == null ? OpenIncidents.UNKNOWN : current.openIncidents(most);
    }

    /** Ends the adapter and what has not been sent to Argus; what is under way there goes on. */
    void end() {
        sourceSide.drop();
        lane.withdraw();
    }

    /** Something unforeseen broke: the next cycle begins from what Argus and the source say. */
    void startAfresh() {
        phase = Phase.WAITING;
        listingUnderWay = false;
        listingWanted = true;
        times.startAfresh();
    }

    /** Returns when there is something to do, on the monotonic clock. */
    long due() {
        long due = switch (phase) {
            case WAITING -> times.due(hinted.get(), isLookDue());
            case READING_ARGUS -> times.nextCycle();
            case READING_SOURCE -> sourceSide.cutAt();
        };
        if (exchange != null) {
            due = exchange.due(due, phase != Phase.READING_SOURCE);
        }
        return due;
    }

    /** Does what is due. */
    void tick() {
        long now = System.nanoTime();
        refreshIfDoubtful(now);
        exchange(now);
        if (phase == Phase.READING_SOURCE && now - sourceSide.cutAt() >= 0) {
            sourceFailed(sourceSide.cut(), true);
        } else if ((phase == Phase.READING_ARGUS || listingUnderWay) && times.isCycleDue(now)) {
            argusIsSlow();
        }
        if (phase != Phase.WAITING) {
            return;
        }
        boolean due = times.isCycleDue(now);
        if (due || times.isSnapshotDue(now) || (hinted.get() && times.mayHint(now))) {
            hinted.set(false);
            begin(now, !due);
        } else if (times.isPlanDue(now)) {
            plan();
        }
    }

    private void exchange(long now) {
        if (exchange == null) {
            return;
        }
        if (exchange.cut(now) && phase == Phase.READING_SOURCE) {
            sourceFailed(sourceSide.cut(), true);
        }
        exchange.tick(now, phase != Phase.READING_SOURCE, isToBeSilent(now));
        listingWanted |= exchange.lookout().takeListingWanted();
    }

    private void begin(long now, boolean early) {
        if (early) {
            times.coalesceHints(now);
        }
        outbox.send();
        Exchange known = exchange;
        // The feed is read with whichever source's token: only a listing tells whether ours is good again.
        boolean token = argusHealth.isTokenBad() && !early;
        boolean listingDue = !listingUnderWay && (known == null || listingWanted || token || times.isListingDue(now));
        boolean hintOnly = early && !listingDue;
        if (!hintOnly) {
            // A hint does not put off what it is no hint of: what people do in Argus.
            times.cycleBegins(now);
        }
        if (known != null && isToBeSilent(now) && !listingWanted) {
            lookOwed = true;
            askSource();
        } else if (known == null || listingDue) {
            list(known);
            if (early && known != null && !isInCompany()) {
                askSource();
            }
        } else if (hintOnly && !isInCompany()) {
            askSource();
        } else {
            phase = Phase.READING_ARGUS;
            lookOwed = false;
            known.lookout().read(this::askSource, this::argusFailed);
        }
    }

    /** Tells whether another process may write with our token, so that what it has just done is to be known first. */
    private boolean isInCompany() {
        return hasPrimary || sourceFails || (books != null && books.hasCompany());
    }

    private void list(@Nullable Exchange known) {
        if (known == null) {
            phase = Phase.READING_ARGUS;
        } else {
            listingUnderWay = true;
        }
        if (books != null) {
            books.beginListing();
        }
        argusSide.list(settings.policy().reopenWithin(), result -> inbox.accept(() -> listed(result)));
    }

    /**
     * Whatever a source asks Argus for tells that it is alive: one that fails is asked first whether it is. Where Argus
     * itself fails nothing is told, and one answer has to say that it does no more.
     */
    private boolean isToBeSilent(long now) {
        boolean dead = sourceFails || (phase == Phase.READING_SOURCE && sourceSide.isLate(now));
        return dead && !settings.heartbeat().isZero() && !argusHealth.isFailing();
    }

    /** What waits to be written was planned long ago: when Argus is back, a fresh look comes first. */
    private void argusIsSlow() {
        times.nextCycleIn(settings.interval());
        if (books != null) {
            books.withdraw();
        }
    }

    private void listed(Task.Result<ArgusSide.Listing> result) {
        listingUnderWay = false;
        ArgusSide.Listing listing = result.value();
        if (listing == null) {
            argusFailed(result.failure());
            return;
        }
        argusHealth.answered();
        Books current = books;
        if (current == null) {
            current = begin(listing);
            log.info(
                    "Argus {}: {} incidents open",
                    listing.server().version(),
                    listing.open().size());
        }
        current.policy(settings.policy().withRestart(listing.server().canRestart()));
        current.listed(listing.open(), listing.ended());
        lookOwed = false;
        if (heartbeat != null) {
            heartbeat.listed(listing.server());
        }
        if (exchange != null) {
            exchange.listed();
        }
        listingWanted = false;
        adoptionWanted = true;
        times.listed();
        askSourceNext();
    }

    /** A snapshot that is being taken for a hint was begun before what we know of Argus now. */
    private void askSourceNext() {
        if (phase == Phase.READING_SOURCE) {
            snapshotWanted = true;
        } else {
            askSource();
        }
    }

    private Books begin(ArgusSide.Listing listing) {
        Books made = new Books(
                new Shaper(settings.shaping()),
                new Reconciler(settings.name(), listing.userPk(), settings.tags()),
                performer,
                lane,
                settings.policy(),
                clock,
                (action, result) -> inbox.accept(() -> acted(action, result)));
        made.remember(state.load());
        if (hasPrimary) {
            made.yieldTo(YIELD);
        }
        books = made;
        exchange = new Exchange(
                made, argusSide, sourceSide, people, listing, clock, times, argusHealth, this::argusFault, inbox);
        heartbeat = new Heartbeat(settings, argusSide, clock, inbox, this::argusFault);
        return made;
    }

    private void refreshIfDoubtful(long now) {
        if (phase == Phase.WAITING && times.mayLook(now) && exchange != null && isLookDue()) {
            exchange.lookout().refresh(() -> {});
        }
    }

    private boolean isLookDue() {
        // A look and a listing would not know which of them is the newer one.
        return !listingUnderWay && exchange != null && exchange.lookout().isLookDue();
    }

    /** Argus did not answer. With a picture of it the cycle goes on: what is planned waits until it is back. */
    private void argusFailed(@Nullable ArgusException failure) {
        argusFault(failure);
        if (books == null) {
            phase = Phase.WAITING;
            times.nextCycleIn(argusHealth.pause());
        } else {
            askSourceNext();
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
        snapshotWanted = false;
        Books known = books;
        Instant takenAt = clock.instant();
        boolean strangers = known != null && known.takeNewStrangers();
        askedAll = known != null && (strangers || adoptionWanted);
        adoptionWanted &= known == null;
        boolean all = askedAll;
        sourceSide.ask(
                known == null ? List.of() : known.strangers(all),
                (number, answer) -> inbox.accept(() -> answered(number, takenAt, all, answer)));
    }

    private void answered(long number, Instant takenAt, boolean askedAll, AdapterRun.Answer answer) {
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
        sourceSide.fine();
        board.snapshotTook(Duration.between(takenAt, clock.instant()));
        board.sourceFault(null);
        current.snapshot(answer.snapshot(), answer.adopted(), askedAll, takenAt);
        if (exchange != null) {
            exchange.sourceAnswered(answer.snapshot(), answer.abilities());
        }
        listingWanted |= current.needsListing();
        sourceFails = false;
        if (lookOwed) {
            // What Argus looked like before the source failed is no ground to act on.
            times.nextCycleIn(Duration.ZERO);
            return;
        }
        plan();
        if (heartbeat != null && !argusHealth.isTokenBad()) {
            heartbeat.sourceAnswered();
        }
        if (snapshotWanted) {
            askSource();
        }
    }

    private void sourceFailed(SourceException failure, boolean usable) {
        phase = Phase.WAITING;
        snapshotWanted = false;
        sourceFails = true;
        adoptionWanted |= askedAll;
        if (exchange != null) {
            exchange.sourceFailed();
        }
        times.sourceFailed(
                sourceSide.failed(failure, usable), failure.retryAfter().isPresent());
        board.sourceFault(failure.getMessage());
    }

    private void plan() {
        Books current = books;
        times.planned();
        if (current != null && argusHealth.isTokenBad()) {
            current.planInVain();
        } else if (current != null) {
            current.plan();
            attend(current.lastPlan());
        }
    }

    /** What guards hold is taken up again when it is due, not when the next cycle happens to begin. */
    private void attend(@Nullable Plan plan) {
        if (plan != null) {
            Instant now = clock.instant();
            if (plan.planAt() != null) {
                times.holdIsPlannedIn(Duration.between(now, plan.planAt()));
            }
            if (plan.lookAt() != null) {
                times.holdIsLookedAtIn(Duration.between(now, plan.lookAt()));
            }
        }
    }

    private void acted(Action action, Task.Result<Outcome> result) {
        Books current = books;
        if (current == null) {
            return;
        }
        current.result(action, result);
        actions.take(action, result);
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

    /** Shows how things stand, and writes down what a restart at this moment must still know. */
    void publish() {
        Books current = books;
        long now = System.nanoTime();
        if (current == null || (current.pending() > 0 && !times.mayPublish(now))) {
            return;
        }
        times.published(now);
        // What is shown must also be known after a restart at this moment.
        List<Ledger.Quiet> quiet = current.quietOnes();
        state.save(quiet);
        if (exchange != null) {
            exchange.save(quiet);
        }
        board.vitals(vitals());
        boolean settled = phase == Phase.WAITING && !listingUnderWay && current.isAtRest() && !times.isPlanWaiting();
        board.publish(current, lastSnapshot, settled, sourceSide.healthProblem());
    }

    private SourceStatus.Vitals vitals() {
        return new SourceStatus.Vitals(
                settings.interval(),
                heartbeat == null ? null : heartbeat.last(),
                sourceSide.hanging(),
                exchange == null ? 0 : exchange.feedbackWaiting(),
                exchange == null ? null : exchange.feedbackTrouble(),
                outbox.dropped());
    }
}
