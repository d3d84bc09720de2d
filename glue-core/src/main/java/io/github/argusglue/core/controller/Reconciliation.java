package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.apply.ActionRecorder;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.apply.DeniedWrites;
import io.github.argusglue.core.apply.NoticeQueue;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.feedback.FeedbackStateFile;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a source in step from its first listing on: plans and their results, what people do, heartbeats. Decides when
 * to plan again: after failures, when all results are in, and when held actions are due. Owned by the thread of the
 * source's loop.
 */
final class Reconciliation {
    private static final Logger log = LoggerFactory.getLogger("source");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /** A process that has a primary delays its openings and closings by this, in case the primary is active too. */
    private static final Duration YIELD_TIME = Duration.ofSeconds(2);

    private final SourceSettings settings;
    private final PlanRunner runner;
    private final PeopleSync people;
    private final Heartbeat heartbeat;
    private final StatusPublisher statusPublisher;
    private final AdapterClient adapter;
    private final NoticeQueue notices;
    private final QuietStateFile state;
    private final Consumer<@Nullable ArgusException> onArgusFailure;
    private final Schedule schedule;
    private final ArgusHealth argusHealth;
    private final ActionRecorder actions;
    private final InstantSource clock;
    private final Backoff backoff;
    private final ChangingIdsNotice changingIds;
    private final DegradedLog degraded;

    /** Whether a plan waits until the feed has been read. */
    private boolean readingFeed;

    /**
     * Starts with the state that the last run saved in the state folder.
     *
     * @param listing the first one
     * @param onArgusFailure called with each failure of a request to Argus
     * @param onCount called when the count in Argus matches
     */
    Reconciliation(
            LoopParts loop,
            Consumer<Runnable> inbox,
            ArgusReader reader,
            AdapterClient adapter,
            NoticeQueue notices,
            Schedule schedule,
            ArgusHealth argusHealth,
            ArgusReader.Listing listing,
            Consumer<@Nullable ArgusException> onArgusFailure,
            Consumer<ArgusReader.ArgusCounts> onCount) {
        SourceSettings settings = loop.settings();
        Clock clock = loop.clock();
        log.info(
                "Argus {}: {} open",
                listing.server().version(),
                Count.of(listing.open().size(), "incident"));
        this.settings = settings;
        this.statusPublisher = loop.statusPublisher();
        this.adapter = adapter;
        this.notices = notices;
        this.schedule = schedule;
        this.argusHealth = argusHealth;
        this.onArgusFailure = onArgusFailure;
        this.clock = clock;
        this.actions = new ActionRecorder(loop.actions());
        this.backoff = new Backoff(FIRST_PAUSE, settings.interval(), RandomGenerator.getDefault());
        this.changingIds =
                new ChangingIdsNotice(log, clock, settings.name(), loop.maker().plugin());
        this.degraded = new DegradedLog(log, clock);
        this.state = new QuietStateFile(settings.stateFile(), clock);
        this.runner = new PlanRunner(
                new AlertShaper(settings.shaping()),
                new Reconciler(settings.name(), listing.userPk(), settings.tags()),
                new ActionExecutor(loop.argus(), clock),
                loop.queue(),
                settings.policy(),
                clock,
                (action, result) -> inbox.accept(() -> onResult(action, result)));
        runner.restoreState(state.load());
        if (loop.hasPrimary()) {
            runner.yieldToPeers(YIELD_TIME);
        }
        if (loop.isSystemShared()) {
            runner.unexplained().shareSystem();
        }
        FeedbackStateFile feedbackState =
                new FeedbackStateFile(WriterIdentity.peopleFile(settings.stateFile(), settings.name()), clock);
        this.people = new PeopleSync(
                runner,
                reader,
                adapter,
                feedbackState,
                listing,
                clock,
                schedule,
                argusHealth,
                onArgusFailure,
                onCount,
                inbox);
        this.heartbeat = new Heartbeat(settings, reader, clock, inbox, onArgusFailure);
    }

    PlanRunner runner() {
        return runner;
    }

    PeopleSync people() {
        return people;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    void beginListing() {
        runner.registry().beginListing();
        people.follower().beginListing();
    }

    void onListing(ArgusReader.Listing listing, Policy policy) {
        onServerInfo(listing.server(), policy);
        runner.registry().recordListing(listing.open(), listing.ended());
        people.onListing(listing);
    }

    /** Takes a good snapshot. */
    void onSnapshot(AdapterThread.SnapshotResult result, Snapshot snapshot, SnapshotReader.Request request) {
        runner.onSnapshot(result, request.aboutAll(), request.at(), request.steadyAt());
        changingIds.note(runner.shaper().changingIds().example());
        degraded.note(result.degraded());
        statusPublisher.degraded(result.degraded());
        people.onSnapshot(snapshot, result.abilities());
    }

    /** Takes the version and abilities of the server, which may have changed. */
    void onServerInfo(ServerInfo server, Policy policy) {
        runner.policy(policy.withRestart(server.canRestart()));
        heartbeat.onServerInfo(server);
    }

    /** Discards intermediate state after an internal error. */
    void reset() {
        readingFeed = false;
    }

    /** Plans and queues the actions; with a bad token they are only counted. */
    void plan() {
        schedule.planned();
        if (argusHealth.isTokenBad()) {
            runner.countBacklog();
        } else if (runner.isArgusUnavailable()) {
            readFeedBeforePlan();
            return;
        } else {
            runner.plan();
            scheduleHolds(runner.lastPlan());
        }
        Plan newPlan = runner.lastPlan();
        if (newPlan != null) {
            statusPublisher.onPlan(newPlan);
        }
    }

    /**
     * An Argus that was unavailable may have been restored from a backup. Its feed shows that, before anything is
     * written.
     */
    private void readFeedBeforePlan() {
        if (readingFeed) {
            return;
        }
        readingFeed = true;
        Runnable back = () -> {
            readingFeed = false;
            runner.argusAvailable();
            plan();
        };
        people.follower().readNow(back, failure -> {
            readingFeed = false;
            onArgusFailure.accept(failure);
            schedule.planIn(argusHealth.nextPause());
        });
    }

    /** Schedules held actions for when they are due, instead of the next cycle. */
    private void scheduleHolds(@Nullable Plan plan) {
        if (plan != null) {
            Instant now = clock.instant();
            if (plan.planAt() != null) {
                schedule.planForHoldIn(Duration.between(now, plan.planAt()));
            }
            if (plan.snapshotAt() != null) {
                schedule.snapshotForHoldIn(Duration.between(now, plan.snapshotAt()));
            }
        }
    }

    /** Takes the result of an action. */
    private void onResult(Action action, Task.TaskResult<ActionResult> result) {
        runner.onResult(action, result);
        if (result.value() instanceof ActionResult.Open opened) {
            people.follower().onOpened(opened.incident().pk());
        }
        actions.record(action, result);
        ArgusException failure = result.failure();
        if (failure != null && failure.kind().isTokenFailure()) {
            onArgusFailure.accept(failure);
        }
        if (runner.isArgusUnavailable()) {
            // Argus may come back with other incidents than before.
            runner.withdraw();
        }
        if (!runner.areWritesDenied()) {
            argusHealth.onWritesAllowed();
        } else if (failure != null && DeniedWrites.isDenial(failure)) {
            argusHealth.onWriteDenied(failure);
            // The others would be denied too; those not yet tried come first next time.
            runner.withdraw();
        }
        if (runner.pending() == 0) {
            if (runner.hasFailures()) {
                schedule.planIn(backoff.next());
            } else {
                backoff.reset();
                schedule.planIn(Duration.ZERO);
            }
        }
    }

    /**
     * Publishes the status and saves the state, unless many actions are in flight and it was done a moment ago.
     *
     * @param idle whether nothing is being read
     */
    void publish(@Nullable Instant lastSnapshot, boolean idle) {
        long now = System.nanoTime();
        if (runner.pending() > 0 && !schedule.mayPublish(now)) {
            return;
        }
        schedule.published(now);
        // Save before publishing: what is shown must survive a restart at this moment.
        QuietStateFile.QuietState remembered = runner.stateToSave();
        state.save(remembered);
        people.save(remembered.quiet());
        statusPublisher.vitals(vitals());
        boolean settled = idle && runner.isAtRest() && !schedule.isPlanWaiting();
        statusPublisher.publish(runner, lastSnapshot, settled, notice());
    }

    private @Nullable String notice() {
        String notice = Stream.of(runner.notice(), changingIds.notice())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return notice.isEmpty() ? null : notice;
    }

    private SourceStatus.Vitals vitals() {
        return new SourceStatus.Vitals(
                settings.interval(),
                heartbeat.last(),
                adapter.hangingCalls(),
                people.feedbackWaiting(),
                people.feedbackProblem(),
                notices.dropped());
    }
}
