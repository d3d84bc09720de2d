package io.github.argusglue.core.controller;

import io.github.argusglue.core.apply.ActionRecorder;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.apply.DeniedWrites;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a source in step from its first listing on: plans and what became of them, what people do, the heartbeat.
 * When there is another plan is said by what failed, what has come to an end and what guards hold. Owned by the thread
 * of the source's loop.
 */
final class Reconciliation {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final PlanRunner runner;
    private final PeopleSync people;
    private final Heartbeat heartbeat;
    private final Schedule schedule;
    private final ArgusHealth argusHealth;
    private final ActionRecorder actions;
    private final InstantSource clock;
    private final Backoff backoff;

    Reconciliation(
            PlanRunner runner,
            PeopleSync people,
            Heartbeat heartbeat,
            Schedule schedule,
            ArgusHealth argusHealth,
            ActionRecorder actions,
            InstantSource clock,
            Backoff backoff) {
        this.runner = runner;
        this.people = people;
        this.heartbeat = heartbeat;
        this.schedule = schedule;
        this.argusHealth = argusHealth;
        this.actions = actions;
        this.clock = clock;
        this.backoff = backoff;
    }

    static Backoff backoff(Duration interval, RandomGenerator random) {
        return new Backoff(FIRST_PAUSE, interval, random);
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
        runner.registry().listed(listing.open(), listing.ended());
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
            if (plan.lookAt() != null) {
                schedule.holdIsLookedAtIn(Duration.between(now, plan.lookAt()));
            }
        }
    }

    /**
     * Takes what became of an action.
     *
     * @param tokenIsBad is told why, where Argus takes nothing any more
     */
    void acted(Action action, Task.Result<ActionResult> result, Consumer<ArgusException> tokenIsBad) {
        runner.result(action, result);
        actions.take(action, result);
        ArgusException failure = result.failure();
        if (failure != null && failure.kind().isOfToken()) {
            tokenIsBad.accept(failure);
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
}
