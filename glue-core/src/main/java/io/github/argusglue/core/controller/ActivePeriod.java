package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.apply.NoticeQueue;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
final class ActivePeriod {
    private static final Logger log = LoggerFactory.getLogger("source");

    private enum Phase {
        WAITING,
        READING_ARGUS,
        READING_SOURCE
    }

    private final LoopParts loop;
    private final SourceSettings settings;
    private final Clock clock;
    private final Consumer<Runnable> inbox;
    private final StatusPublisher board;
    private final ArgusReader reader;
    private final NoticeQueue notices;
    private final AdapterClient adapter;
    private final SnapshotReader snapshots;
    private final ArgusHealth argusHealth;
    private final Schedule schedule;

    private Phase phase = Phase.WAITING;
    private boolean listingWanted = true;

    /** A listing takes seconds. With a picture of Argus, however old, hints are followed meanwhile. */
    private boolean listingUnderWay;

    /** The source is asked when the feed has been read. */
    private boolean readingFeed;

    /** A plan waits for the feed. */
    private boolean readingLogFirst;

    private boolean snapshotWanted;

    /** Argus was not looked at before the source was asked. */
    private boolean lookOwed;

    /** Of Argus, whose incidents these are. */
    private long userPk;

    private @Nullable Reconciliation reconciliation;
    private @Nullable Instant lastSnapshot;

    /**
     * Begins; asks nothing yet.
     *
     * @param inbox hands what comes from other threads to the loop's; what comes after the end of this is not run
     */
    ActivePeriod(LoopParts loop, Consumer<Runnable> inbox) {
        SourceSettings settings = loop.settings();
        RandomGenerator random = RandomGenerator.getDefault();
        this.loop = loop;
        this.settings = settings;
        this.clock = loop.clock();
        this.inbox = inbox;
        this.board = loop.status();
        this.reader = new ArgusReader(loop.argus(), loop.queue(), loop.feed().feed(), loop.identity(), clock);
        this.notices = new NoticeQueue(loop.argus(), loop.queue(), settings.tags(), clock, inbox);
        this.adapter = new AdapterClient(
                settings.adapterSettings(),
                loop.maker(),
                clock,
                loop.threads(),
                loop.hint(),
                notices::post,
                loop.webhooks());
        this.snapshots = new SnapshotReader(adapter, clock, inbox, this::answered);
        this.argusHealth = new ArgusHealth(board, settings.interval(), clock, random);
        this.schedule = new Schedule(settings.interval(), settings.resync(), settings.fullListing(), random);
    }

    /** Begins with a full listing of what is open in Argus, at once. */
    void resync() {
        listingWanted = true;
        Reconciliation known = reconciliation;
        if (known != null) {
            known.runner().retryRefused();
            argusHealth.notDenied();
        }
        schedule.nextCycleIn(Duration.ZERO);
    }

    /** What waits to be ended need not wait; returns how many incidents that is about. */
    int release() {
        Reconciliation known = reconciliation;
        int count = known == null ? 0 : known.runner().release();
        plan();
        return count;
    }

    OpenIncidents openIncidents(int most) {
        Reconciliation known = reconciliation;
        return known == null ? OpenIncidents.UNKNOWN : known.runner().registry().openIncidents(most);
    }

    /** Ends the adapter and what has not been sent to Argus; what is under way there goes on. */
    void end() {
        adapter.closeAdapter();
        loop.queue().withdraw();
        loop.identity().release();
    }

    /** Something unforeseen broke: the next cycle begins from what Argus and the source say. */
    void startAfresh() {
        phase = Phase.WAITING;
        listingUnderWay = false;
        readingFeed = false;
        readingLogFirst = false;
        listingWanted = true;
        schedule.startAfresh();
    }

    /** Returns when there is something to do, on the monotonic clock. */
    long due() {
        long due = switch (phase) {
            case WAITING -> schedule.due(loop.hinted().get(), isLookDue());
            case READING_ARGUS -> schedule.nextCycle();
            case READING_SOURCE -> adapter.snapshotDeadline();
        };
        Reconciliation known = reconciliation;
        return known == null ? due : known.people().due(due, phase != Phase.READING_SOURCE);
    }

    /** Does what is due. */
    void tick() {
        long now = System.nanoTime();
        Reconciliation known = reconciliation;
        if (known != null) {
            refreshIfDoubtful(known, now);
            people(known.people(), now);
        }
        if (phase == Phase.READING_SOURCE && now - adapter.snapshotDeadline() >= 0) {
            sourceFailed(adapter.cancelSnapshot(), true);
        } else if (phase == Phase.READING_ARGUS && schedule.isCycleDue(now)) {
            argusIsSlow();
        }
        if (known != null && known.runner().registry().takeListingNeeded()) {
            listingWanted = true;
            schedule.nextCycleIn(Duration.ZERO);
        }
        if (phase != Phase.WAITING) {
            return;
        }
        boolean due = schedule.isCycleDue(now);
        if (due || schedule.isSnapshotDue(now) || (loop.hinted().get() && schedule.mayHint(now))) {
            loop.hinted().set(false);
            begin(now, !due);
        } else if (schedule.isPlanDue(now)) {
            plan();
        }
    }

    private void people(PeopleSync people, long now) {
        if (people.cut(now) && phase == Phase.READING_SOURCE) {
            sourceFailed(adapter.cancelSnapshot(), true);
        }
        // What another user's incidents look like is nothing that the source should be told.
        boolean silent = isToBeSilent(now) || argusHealth.isOwnerInDoubt() || isDistrusted();
        people.tick(now, phase != Phase.READING_SOURCE, silent);
        listingWanted |= people.takeListingWanted();
    }

    /** Tells whether the numbers of incidents that we know may be other incidents' by now. */
    private boolean isDistrusted() {
        Reconciliation known = reconciliation;
        return known != null && known.runner().registry().isDistrusted();
    }

    private void begin(long now, boolean early) {
        if (early) {
            schedule.coalesceHints(now);
        }
        notices.send();
        Reconciliation known = reconciliation;
        // The feed is read with whichever source's token: only a listing tells whether ours is good again, and whose.
        boolean token = argusHealth.isTokenBad() && !early;
        boolean listingDue =
                !listingUnderWay && (known == null || listingWanted || token || schedule.isListingDue(now));
        boolean hintOnly = early && !listingDue;
        if (!hintOnly) {
            // A hint does not put off what it is no hint of: what people do in Argus.
            schedule.cycleBegins(now);
        }
        if (known == null) {
            list(null);
            return;
        }
        if (isToBeSilent(now) && !listingWanted) {
            lookOwed = true;
            askSource();
            return;
        }
        if (listingDue) {
            list(known);
        }
        if ((early || listingDue) && !lookOwed && !isInCompany()) {
            // A listing may take half a minute: the source is asked meanwhile, with the picture of Argus there is.
            askSource();
        } else {
            readFeed(known);
        }
    }

    private void readFeed(Reconciliation known) {
        phase = Phase.READING_ARGUS;
        readingFeed = true;
        lookOwed = false;
        known.people().read(this::askSourceAfterFeed, failure -> {
            argusFault(failure);
            askSourceAfterFeed();
        });
    }

    private void askSourceAfterFeed() {
        readingFeed = false;
        askSourceNext();
    }

    /** Tells whether another process may write with our token, so that what it has just done is to be known first. */
    private boolean isInCompany() {
        Reconciliation known = reconciliation;
        return loop.hasPrimary()
                || snapshots.isFailing()
                || (known != null && known.runner().registry().hasPeer());
    }

    private void list(@Nullable Reconciliation known) {
        if (known == null) {
            phase = Phase.READING_ARGUS;
        } else {
            listingUnderWay = true;
            known.beginListing();
        }
        reader.list(settings.policy().reopenWithin(), result -> inbox.accept(() -> listed(result)));
    }

    /**
     * Whatever a source asks Argus for tells that it is alive: one that fails is asked first whether it is. Where Argus
     * itself fails nothing is told, and one answer has to say that it does no more.
     */
    private boolean isToBeSilent(long now) {
        boolean dead = snapshots.isFailing() || (phase == Phase.READING_SOURCE && adapter.isSnapshotLate(now));
        return dead && !settings.heartbeat().isZero() && !argusHealth.isFailing();
    }

    /** What waits to be written was planned long ago: when Argus is back, a fresh look comes first. */
    private void argusIsSlow() {
        schedule.nextCycleIn(settings.interval());
        withdraw();
    }

    private void listed(Task.TaskResult<ArgusReader.Listing> result) {
        listingUnderWay = false;
        ArgusReader.Listing listing = result.value();
        Reconciliation known = reconciliation;
        if (listing == null) {
            listingFailed(known, result.failure());
            return;
        }
        argusHealth.listed();
        if (known != null && userPk != listing.userPk()) {
            loop.beginAnew().run();
            return;
        }
        userPk = listing.userPk();
        if (known == null) {
            known = new Reconciliation(
                    loop,
                    inbox,
                    reader,
                    adapter,
                    notices,
                    schedule,
                    argusHealth,
                    listing,
                    this::argusFault,
                    this::counted);
            reconciliation = known;
        }
        known.listed(listing, settings.policy());
        lookOwed = false;
        listingWanted = false;
        snapshots.askAboutAll();
        schedule.listed();
        askSourceNext();
    }

    /** Argus counts what we know: as good as a listing. */
    private void counted(ArgusReader.ArgusCounts count) {
        Reconciliation known = reconciliation;
        if (known != null) {
            argusHealth.answered();
            listingWanted |= count.userPk() != userPk;
            known.saw(count.server(), settings.policy());
            snapshots.askAboutAll();
        }
    }

    /** A snapshot that is being taken was begun before what we know of Argus now. */
    private void askSourceNext() {
        if (phase == Phase.READING_SOURCE) {
            snapshotWanted = true;
        } else if (!readingFeed) {
            askSource();
        }
    }

    private void refreshIfDoubtful(Reconciliation known, long now) {
        if (phase == Phase.WAITING && schedule.mayLook(now) && isLookDue()) {
            known.people().follower().refresh(() -> {});
        }
    }

    private boolean isLookDue() {
        Reconciliation known = reconciliation;
        // A look and a listing would not know which of them is the newer one.
        return !listingUnderWay
                && !isDistrusted()
                && known != null
                && known.people().follower().isLookDue();
    }

    /** With a picture of Argus, however old, the cycles go on: what is planned waits until it is back. */
    private void listingFailed(@Nullable Reconciliation known, @Nullable ArgusException failure) {
        argusFault(failure);
        if (known == null) {
            phase = Phase.WAITING;
            schedule.nextCycleIn(argusHealth.pause());
        } else {
            known.people().follower().listingFailed();
        }
    }

    private void argusFault(@Nullable ArgusException failure) {
        boolean inDoubt = argusHealth.isOwnerInDoubt();
        argusHealth.failed(failure);
        if (argusHealth.isTokenBad()) {
            withdraw();
        }
        if (argusHealth.isOwnerInDoubt() && !inDoubt) {
            schedule.nextCycleIn(Duration.ZERO);
        }
    }

    private void withdraw() {
        Reconciliation known = reconciliation;
        if (known != null) {
            known.runner().withdraw();
        }
    }

    private void askSource() {
        phase = Phase.READING_SOURCE;
        snapshotWanted = false;
        Reconciliation known = reconciliation;
        snapshots.ask(known == null ? null : known.runner());
    }

    private void answered(AdapterThread.SnapshotResult answer) {
        SnapshotReader.Question asked = snapshots.question();
        Reconciliation known = reconciliation;
        if (phase != Phase.READING_SOURCE || known == null) {
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
        lastSnapshot = asked.at();
        snapshots.succeeded();
        board.snapshotTook(Duration.between(asked.at(), clock.instant()));
        board.sourceFault(null);
        known.runner().snapshot(answer, asked.aboutAll(), asked.at(), asked.steadyAt());
        known.people().sourceAnswered(answer.snapshot(), answer.abilities());
        listingWanted |= known.runner().needsListing();
        if (lookOwed) {
            // What Argus looked like before the source failed is no ground to act on.
            schedule.nextCycleIn(Duration.ZERO);
            return;
        }
        plan();
        schedule.snapshotPlanned(System.nanoTime());
        if (!argusHealth.isTokenBad()) {
            known.heartbeat().sourceAnswered();
        }
        if (snapshotWanted) {
            askSource();
        }
    }

    private void sourceFailed(SourceException failure, boolean usable) {
        phase = Phase.WAITING;
        snapshotWanted = false;
        snapshots.failed();
        Reconciliation known = reconciliation;
        if (known != null) {
            known.people().sourceFailed();
        }
        schedule.sourceFailed(
                adapter.failed(failure, usable), failure.retryAfter().isPresent());
        board.sourceFault(failure.getMessage());
    }

    private void plan() {
        Reconciliation known = reconciliation;
        if (known != null && known.runner().isArgusAway() && !argusHealth.isTokenBad()) {
            readLogFirst(known);
            return;
        }
        if (known == null) {
            schedule.planned();
            return;
        }
        known.plan();
        Plan made = known.runner().lastPlan();
        if (made != null) {
            board.planned(made);
        }
    }

    /** Who was away may have been restored from a backup: its log says so before anything is written. */
    private void readLogFirst(Reconciliation known) {
        schedule.planned();
        if (readingLogFirst) {
            return;
        }
        readingLogFirst = true;
        Runnable back = () -> {
            readingLogFirst = false;
            known.runner().argusIsBack();
            plan();
        };
        known.people().follower().readAnew(back, failure -> {
            readingLogFirst = false;
            argusFault(failure);
            schedule.planIn(argusHealth.pause());
        });
    }

    /** Shows how things stand. */
    void publish() {
        Reconciliation known = reconciliation;
        if (known != null) {
            known.publish(lastSnapshot, phase == Phase.WAITING && !listingUnderWay);
        }
    }
}
