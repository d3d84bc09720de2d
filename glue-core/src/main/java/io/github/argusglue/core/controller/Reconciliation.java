package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
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
import io.github.argusglue.core.status.SourceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a source in step from its first listing on: plans and what became of them, what people do, the heartbeat.
 * When there is another plan is said by what failed, what has come to an end and what guards hold. Owned by the thread
 * of the source's loop.
 */
final class Reconciliation {
    private static final Logger log = LoggerFactory.getLogger("source");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /** So long a process that stands by for a primary lets that go first, in case it is there after all. */
    private static final Duration YIELD = Duration.ofSeconds(2);

    private final SourceSettings settings;
    private final PlanRunner runner;
    private final PeopleSync people;
    private final Heartbeat heartbeat;
    private final StatusPublisher status;
    private final AdapterClient adapter;
    private final NoticeQueue notices;
    private final QuietStateFile state;
    private final Consumer<@Nullable ArgusException> fault;
    private final Schedule schedule;
    private final ArgusHealth argusHealth;
    private final ActionRecorder actions;
    private final InstantSource clock;
    private final Backoff backoff;

    /**
     * Begins with what the last run has left in the state folder.
     *
     * @param listing the first one
     * @param fault told of each failure of Argus
     * @param counted told when Argus counts what we know
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
            Consumer<@Nullable ArgusException> fault,
            Consumer<ArgusReader.ArgusCounts> counted) {
        SourceSettings settings = loop.settings();
        Clock clock = loop.clock();
        log.info(
                "Argus {}: {} incidents open",
                listing.server().version(),
                listing.open().size());
        this.settings = settings;
        this.status = loop.status();
        this.adapter = adapter;
        this.notices = notices;
        this.schedule = schedule;
        this.argusHealth = argusHealth;
        this.fault = fault;
        this.clock = clock;
        this.actions = new ActionRecorder(loop.actions());
        this.backoff = new Backoff(FIRST_PAUSE, settings.interval(), RandomGenerator.getDefault());
        this.state = new QuietStateFile(settings.stateFile(), clock);
        this.runner = new PlanRunner(
                new AlertShaper(settings.shaping()),
                new Reconciler(settings.name(), listing.userPk(), settings.tags()),
                new ActionExecutor(loop.argus(), clock),
                loop.queue(),
                settings.policy(),
                clock,
                (action, result) -> inbox.accept(() -> acted(action, result)));
        runner.remember(state.load());
        if (loop.hasPrimary()) {
            runner.yieldTo(YIELD);
        }
        FeedbackStateFile told =
                new FeedbackStateFile(WriterIdentity.peopleFile(settings.stateFile(), settings.name()), clock);
        this.people = new PeopleSync(
                runner, reader, adapter, told, listing, clock, schedule, argusHealth, fault, counted, inbox);
        this.heartbeat = new Heartbeat(settings, reader, clock, inbox, fault);
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

    void listed(ArgusReader.Listing listing, Policy policy) {
        saw(listing.server(), policy);
        runner.registry().recordListing(listing.open(), listing.ended());
        people.listed(listing);
    }

    /** Takes from which server something came: it may be another one than before. */
    void saw(ServerInfo server, Policy policy) {
        runner.policy(policy.withRestart(server.canRestart()));
        heartbeat.listed(server);
    }

    /** Plans and hands out what is to be done; with a bad token it is only counted. */
    void plan() {
        schedule.planned();
        if (argusHealth.isTokenBad()) {
            runner.countBacklog();
        } else {
            runner.plan();
            scheduleHolds(runner.lastPlan());
        }
    }

    /** What guards hold is taken up again when it is due, not when the next cycle happens to begin. */
    private void scheduleHolds(@Nullable Plan plan) {
        if (plan != null) {
            Instant now = clock.instant();
            if (plan.planAt() != null) {
                schedule.holdIsPlannedIn(Duration.between(now, plan.planAt()));
            }
            if (plan.snapshotAt() != null) {
                schedule.holdIsLookedAtIn(Duration.between(now, plan.snapshotAt()));
            }
        }
    }

    /** Takes what became of an action. */
    private void acted(Action action, Task.TaskResult<ActionResult> result) {
        runner.result(action, result);
        actions.record(action, result);
        ArgusException failure = result.failure();
        if (failure != null && failure.kind().isTokenFailure()) {
            fault.accept(failure);
        }
        if (runner.isArgusAway()) {
            // It may come back with other incidents than it had.
            runner.withdraw();
        }
        if (!runner.isDenied()) {
            argusHealth.notDenied();
        } else if (failure != null && DeniedWrites.isDenial(failure)) {
            argusHealth.denied(failure);
            // The others would be denied as well; those that were not tried yet are first next time.
            runner.withdraw();
        }
        if (runner.pending() == 0) {
            if (runner.isFailing()) {
                schedule.planIn(backoff.next());
            } else {
                backoff.reset();
                schedule.planIn(Duration.ZERO);
            }
        }
    }

    /**
     * Shows and writes down, unless so much is going on that it would only be in the way.
     *
     * @param idle whether nothing is being read
     */
    void publish(@Nullable Instant lastSnapshot, boolean idle) {
        long now = System.nanoTime();
        if (runner.pending() > 0 && !schedule.mayPublish(now)) {
            return;
        }
        schedule.published(now);
        // What is shown must also be known after a restart at this moment.
        QuietStateFile.QuietState remembered = runner.toRemember();
        state.save(remembered);
        people.save(remembered.quiet());
        status.vitals(vitals());
        boolean settled = idle && runner.isAtRest() && !schedule.isPlanWaiting();
        status.publish(runner, lastSnapshot, settled, problem());
    }

    private @Nullable String problem() {
        String health = adapter.healthProblem();
        String notice = runner.notice();
        return health == null || notice == null ? (health == null ? notice : health) : health + "; " + notice;
    }

    private SourceStatus.Vitals vitals() {
        return new SourceStatus.Vitals(
                settings.interval(),
                heartbeat.last(),
                adapter.hangingCalls(),
                people.feedbackWaiting(),
                people.feedbackTrouble(),
                notices.dropped());
    }
}
