package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.apply.NoticeQueue;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.status.Count;
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
 * One active period of a source, cycle after cycle: reads Argus first, then the source, then plans. In that order,
 * because outdated knowledge of Argus only causes a rejected duplicate, but an outdated snapshot would close alerts
 * that have just opened. Owned by the thread of the source's loop. Nothing of it remains when the source goes on
 * standby.
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
    private final StatusPublisher statusPublisher;
    private final ArgusReader reader;
    private final NoticeQueue notices;
    private final AdapterClient adapter;
    private final SnapshotReader snapshotReader;
    private final ArgusHealth argusHealth;
    private final Schedule schedule;

    private Phase phase = Phase.WAITING;
    private boolean listingWanted = true;

    /** A listing takes seconds. Once one listing is known, hints are followed during the next ones. */
    private boolean listingUnderWay;

    /** Whether the feed is being read; the source is asked after that. */
    private boolean readingFeed;

    private boolean snapshotWanted;

    /** Whether the source was asked without reading Argus first. */
    private boolean argusReadSkipped;

    /** Primary key of the Argus user that owns the incidents. */
    private long userPk;

    private @Nullable Reconciliation reconciliation;
    private @Nullable Instant lastSnapshot;

    /**
     * Makes a period; sends no requests yet.
     *
     * @param inbox runs messages of other threads on the loop's thread; drops them once this period has ended
     */
    ActivePeriod(LoopParts loop, Consumer<Runnable> inbox) {
        SourceSettings settings = loop.settings();
        RandomGenerator random = RandomGenerator.getDefault();
        this.loop = loop;
        this.settings = settings;
        this.clock = loop.clock();
        this.inbox = inbox;
        this.statusPublisher = loop.statusPublisher();
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
        this.snapshotReader = new SnapshotReader(adapter, clock, inbox, this::onSnapshotResult);
        this.argusHealth = new ArgusHealth(statusPublisher, settings.interval(), clock, random);
        this.schedule = new Schedule(settings.interval(), settings.resync(), settings.fullListing(), random);
    }

    /** Starts a cycle at once, with a full listing of the open incidents. */
    void resync() {
        listingWanted = true;
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            reconciliation.runner().retryRejected();
            argusHealth.onWritesAllowed();
        }
        schedule.nextCycleIn(Duration.ZERO);
    }

    /** Releases all held closings; returns the number of incidents. */
    int release() {
        Reconciliation reconciliation = this.reconciliation;
        int count = reconciliation == null ? 0 : reconciliation.runner().release();
        plan();
        return count;
    }

    OpenIncidents openIncidents(int limit) {
        Reconciliation reconciliation = this.reconciliation;
        return reconciliation == null
                ? OpenIncidents.UNKNOWN
                : reconciliation.runner().registry().openIncidents(limit);
    }

    /** Closes the adapter and withdraws what has not been sent to Argus; requests in flight are finished. */
    void end() {
        adapter.closeAdapter();
        loop.queue().withdraw();
        loop.identity().release();
    }

    /** Discards intermediate state after an internal error: the next cycle reads Argus and the source again. */
    void reset() {
        phase = Phase.WAITING;
        listingUnderWay = false;
        readingFeed = false;
        listingWanted = true;
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            reconciliation.reset();
        }
        schedule.reset();
    }

    /** Returns when something is due; monotonic clock. */
    long due() {
        long due = switch (phase) {
            case WAITING -> schedule.due(loop.hinted().get(), isLookDue());
            case READING_ARGUS -> schedule.nextCycle();
            case READING_SOURCE -> adapter.snapshotDeadline();
        };
        Reconciliation reconciliation = this.reconciliation;
        return reconciliation == null ? due : reconciliation.people().due(due, phase != Phase.READING_SOURCE);
    }

    /** Does what is due. */
    void tick() {
        long now = System.nanoTime();
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            lookIfDoubtful(reconciliation, now);
            syncPeople(reconciliation.people(), now);
        }
        if (phase == Phase.READING_SOURCE && now - adapter.snapshotDeadline() >= 0) {
            onSourceFailure(adapter.cancelSnapshot(), true);
        } else if (phase == Phase.READING_ARGUS && schedule.isCycleDue(now)) {
            onSlowArgus();
        }
        if (reconciliation != null && reconciliation.runner().registry().takeListingNeeded()) {
            listingWanted = true;
            schedule.nextCycleIn(Duration.ZERO);
        }
        if (phase != Phase.WAITING) {
            return;
        }
        boolean due = schedule.isCycleDue(now);
        if (due || schedule.isSnapshotDue(now) || (loop.hinted().get() && schedule.mayFollowHint(now))) {
            loop.hinted().set(false);
            beginCycle(now, !due);
        } else if (schedule.isPlanDue(now)) {
            plan();
        }
    }

    private void syncPeople(PeopleSync people, long now) {
        if (people.cancelOverdueCall(now) && phase == Phase.READING_SOURCE) {
            onSourceFailure(adapter.cancelSnapshot(), true);
        }
        // Do not send feedback about incidents that may belong to another user.
        boolean silent = mustBeSilent(now) || argusHealth.isOwnerInDoubt() || isDistrusted();
        people.tick(now, phase != Phase.READING_SOURCE, silent);
        listingWanted |= people.takeListingWanted();
    }

    /** Returns whether the known primary keys may now belong to other incidents. */
    private boolean isDistrusted() {
        Reconciliation reconciliation = this.reconciliation;
        return reconciliation != null && reconciliation.runner().registry().isDistrusted();
    }

    private void beginCycle(long now, boolean early) {
        if (early) {
            schedule.coalesceHints(now);
        }
        notices.send();
        Reconciliation reconciliation = this.reconciliation;
        // The feed is read with the token of any source. Only a listing shows whether ours is valid again, and whose it
        // is.
        boolean tokenBad = argusHealth.isTokenBad() && !early;
        boolean listingDue =
                !listingUnderWay && (reconciliation == null || listingWanted || tokenBad || schedule.isListingDue(now));
        boolean hintOnly = early && !listingDue;
        if (!hintOnly) {
            // A hint must not delay the next cycle, which reads what people do in Argus.
            schedule.beginCycle(now);
        }
        if (reconciliation == null) {
            list(null);
            return;
        }
        if (mustBeSilent(now) && !listingWanted) {
            argusReadSkipped = true;
            askSource();
            return;
        }
        if (listingDue) {
            list(reconciliation);
        }
        if ((early || listingDue) && !argusReadSkipped && !mayHavePeerWriters()) {
            // A listing may take half a minute. Ask the source now, with what is already known of Argus.
            askSource();
        } else {
            readFeed(reconciliation);
        }
    }

    private void readFeed(Reconciliation reconciliation) {
        phase = Phase.READING_ARGUS;
        readingFeed = true;
        argusReadSkipped = false;
        reconciliation.people().read(this::askSourceAfterFeed, failure -> {
            onArgusFailure(failure);
            askSourceAfterFeed();
        });
    }

    private void askSourceAfterFeed() {
        readingFeed = false;
        askSourceUnlessBusy();
    }

    /** Returns whether another process may write with our token, so that Argus has to be read before acting. */
    private boolean mayHavePeerWriters() {
        Reconciliation reconciliation = this.reconciliation;
        return loop.hasPrimary()
                || snapshotReader.isFailing()
                || (reconciliation != null && reconciliation.runner().registry().hasPeer());
    }

    private void list(@Nullable Reconciliation reconciliation) {
        if (reconciliation == null) {
            phase = Phase.READING_ARGUS;
        } else {
            listingUnderWay = true;
            reconciliation.beginListing();
        }
        reader.list(settings.policy().reopenWithin(), result -> inbox.accept(() -> onListing(result)));
    }

    /**
     * Any request to Argus counts as a sign of life. So a failing source sends none until it answers again. If Argus
     * itself fails, requests are sent until one succeeds.
     */
    private boolean mustBeSilent(long now) {
        boolean sourceDown =
                snapshotReader.isFailing() || (phase == Phase.READING_SOURCE && adapter.isSnapshotLate(now));
        return sourceDown && !settings.heartbeat().isZero() && !argusHealth.isFailing();
    }

    /** Queued writes are outdated by now: when Argus is back, a new cycle comes first. */
    private void onSlowArgus() {
        schedule.nextCycleIn(settings.interval());
        withdraw();
    }

    private void onListing(Task.TaskResult<ArgusReader.Listing> result) {
        listingUnderWay = false;
        ArgusReader.Listing listing = result.value();
        Reconciliation reconciliation = this.reconciliation;
        if (listing == null) {
            onListingFailure(reconciliation, result.failure());
            return;
        }
        argusHealth.onListing();
        if (reconciliation != null && userPk != listing.userPk()) {
            loop.restartPeriod().run();
            return;
        }
        userPk = listing.userPk();
        if (reconciliation == null) {
            reconciliation = new Reconciliation(
                    loop,
                    inbox,
                    reader,
                    adapter,
                    notices,
                    schedule,
                    argusHealth,
                    listing,
                    this::onArgusFailure,
                    this::onCount);
            this.reconciliation = reconciliation;
        }
        reconciliation.onListing(listing, settings.policy());
        argusReadSkipped = false;
        listingWanted = false;
        snapshotReader.askAboutAll();
        schedule.listed();
        askSourceUnlessBusy();
    }

    /** The count in Argus matches: as good as a listing. */
    private void onCount(ArgusReader.ArgusCounts count) {
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            argusHealth.onAnswer();
            listingWanted |= count.userPk() != userPk;
            reconciliation.onServerInfo(count.server(), settings.policy());
            snapshotReader.askAboutAll();
        }
    }

    /** A snapshot in progress was started before the latest data from Argus: take another one after it. */
    private void askSourceUnlessBusy() {
        if (phase == Phase.READING_SOURCE) {
            snapshotWanted = true;
        } else if (!readingFeed) {
            askSource();
        }
    }

    private void lookIfDoubtful(Reconciliation reconciliation, long now) {
        if (phase == Phase.WAITING && schedule.mayLook(now) && isLookDue()) {
            reconciliation.people().follower().look(() -> {});
        }
    }

    private boolean isLookDue() {
        Reconciliation reconciliation = this.reconciliation;
        // With a look and a listing at once, it would be unclear which one is newer.
        return !listingUnderWay
                && !isDistrusted()
                && reconciliation != null
                && reconciliation.people().follower().isLookDue();
    }

    /** After the first listing the cycles continue: planned actions wait until Argus is back. */
    private void onListingFailure(@Nullable Reconciliation reconciliation, @Nullable ArgusException failure) {
        onArgusFailure(failure);
        if (reconciliation == null) {
            phase = Phase.WAITING;
            schedule.nextCycleIn(argusHealth.nextPause());
        } else {
            reconciliation.people().follower().listingFailed();
        }
    }

    private void onArgusFailure(@Nullable ArgusException failure) {
        boolean inDoubt = argusHealth.isOwnerInDoubt();
        argusHealth.onFailure(failure);
        if (argusHealth.isTokenBad()) {
            withdraw();
        }
        if (argusHealth.isOwnerInDoubt() && !inDoubt) {
            schedule.nextCycleIn(Duration.ZERO);
        }
    }

    private void withdraw() {
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            reconciliation.runner().withdraw();
        }
    }

    private void askSource() {
        phase = Phase.READING_SOURCE;
        snapshotWanted = false;
        Reconciliation reconciliation = this.reconciliation;
        snapshotReader.ask(reconciliation == null ? null : reconciliation.runner());
    }

    private void onSnapshotResult(AdapterThread.SnapshotResult result) {
        SnapshotReader.Request request = snapshotReader.lastRequest();
        Reconciliation reconciliation = this.reconciliation;
        if (phase != Phase.READING_SOURCE || reconciliation == null) {
            return;
        }
        SourceException failure = result.failure();
        if (result.snapshot() == null) {
            onSourceFailure(
                    failure == null ? SourceException.badAnswer("the adapter returned no snapshot", null) : failure,
                    result.started());
            return;
        }
        phase = Phase.WAITING;
        if (lastSnapshot == null) {
            log.info("source: {} open", Count.of(result.snapshot().alerts().size(), "alert"));
        }
        lastSnapshot = request.at();
        snapshotReader.succeeded();
        statusPublisher.snapshotDuration(Duration.between(request.at(), clock.instant()));
        statusPublisher.sourceFault(null);
        reconciliation.onSnapshot(result, result.snapshot(), request);
        listingWanted |= reconciliation.runner().needsListing();
        if (argusReadSkipped) {
            // Argus was last read before the source failed: do not act on that.
            schedule.nextCycleIn(Duration.ZERO);
            return;
        }
        plan();
        schedule.snapshotPlanned(System.nanoTime());
        if (!argusHealth.isTokenBad()) {
            reconciliation.heartbeat().onSnapshot();
        }
        if (snapshotWanted) {
            askSource();
        }
    }

    private void onSourceFailure(SourceException failure, boolean usable) {
        phase = Phase.WAITING;
        snapshotWanted = false;
        snapshotReader.failed();
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            reconciliation.people().onSourceFailure();
        }
        schedule.sourceFailed(
                adapter.failed(failure, usable), failure.retryAfter().isPresent());
        statusPublisher.sourceFault(failure.getMessage());
    }

    private void plan() {
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation == null) {
            schedule.planned();
        } else {
            reconciliation.plan();
        }
    }

    /** Publishes the status. */
    void publish() {
        Reconciliation reconciliation = this.reconciliation;
        if (reconciliation != null) {
            reconciliation.publish(lastSnapshot, phase == Phase.WAITING && !listingUnderWay);
        }
    }
}
