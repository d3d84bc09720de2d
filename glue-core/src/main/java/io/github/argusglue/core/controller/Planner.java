package io.github.argusglue.core.controller;

import io.github.argusglue.core.apply.ActionRecorder;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.apply.DeniedWrites;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When a source's books are planned anew: what failed, what has come to an end and what a guard holds say when. */
final class Planner {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final Schedule times;
    private final ArgusHealth argusHealth;
    private final ActionRecorder actions;
    private final InstantSource clock;
    private final Backoff backoff;

    Planner(
            Schedule times,
            ArgusHealth argusHealth,
            ActionRecorder actions,
            InstantSource clock,
            Duration interval,
            RandomGenerator random) {
        this.times = times;
        this.argusHealth = argusHealth;
        this.actions = actions;
        this.clock = clock;
        this.backoff = new Backoff(FIRST_PAUSE, interval, random);
    }

    void plan(@Nullable PlanRunner books) {
        times.planned();
        if (books != null && argusHealth.isTokenBad()) {
            books.planInVain();
        } else if (books != null) {
            books.plan();
            attend(books.lastPlan());
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

    /**
     * Takes what became of an action.
     *
     * @param tokenIsBad is told why, where Argus takes nothing any more
     */
    void acted(PlanRunner books, Action action, Task.Result<ActionResult> result, Consumer<ArgusException> tokenIsBad) {
        books.result(action, result);
        actions.take(action, result);
        ArgusException failure = result.failure();
        if (failure != null && failure.kind().isOfToken()) {
            tokenIsBad.accept(failure);
        }
        if (books.isArgusAway()) {
            // It may come back with other incidents than it had.
            books.withdraw();
        }
        if (!books.isDenied()) {
            argusHealth.notDenied();
        } else if (failure != null && DeniedWrites.isDenial(failure)) {
            argusHealth.denied(failure);
            // The others would be denied as well; those that were not tried yet are first next time.
            books.withdraw();
        }
        if (books.pending() == 0) {
            if (books.isFailing()) {
                times.planIn(backoff.next());
            } else {
                backoff.reset();
                times.planIn(Duration.ZERO);
            }
        }
    }
}
