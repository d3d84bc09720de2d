package io.github.argusglue.core.controller;

import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.State;
import io.github.argusglue.core.status.SourceStatus.TokenState;
import io.github.argusglue.core.status.SourceStatus.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a loop shows how its source does. Written by the loop's thread, read by any. */
final class StatusPublisher {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private SourceStatus status;
    private boolean closed;
    private final CompletableFuture<Plan> firstPlan = new CompletableFuture<>();

    /** Of the loop's thread alone, until they are shown. */
    private @Nullable String sourceFault;

    private @Nullable String healthProblem;
    private @Nullable String argusFault;
    private TokenState token = TokenState.GOOD;
    private @Nullable Trouble lastTrouble;
    private @Nullable Duration snapshotTook;
    private SourceStatus.Vitals vitals = SourceStatus.Vitals.NONE;

    StatusPublisher(String source, InstantSource clock) {
        this.clock = clock;
        this.status = starting(source, clock.instant(), null);
    }

    private static SourceStatus starting(String source, Instant since, @Nullable Trouble trouble) {
        return new SourceStatus(
                source,
                State.STARTING,
                since,
                -1,
                -1,
                List.of(0, 0, 0, 0, 0),
                0,
                null,
                null,
                false,
                List.of(),
                0,
                0,
                null,
                null,
                TokenState.GOOD,
                trouble,
                SourceStatus.Counts.NONE,
                SourceStatus.Vitals.NONE);
    }

    /** A new active time begins: what was shown is of an earlier one. */
    void begin() {
        sourceFault = null;
        healthProblem = null;
        argusFault = null;
        token = TokenState.GOOD;
        snapshotTook = null;
        SourceStatus before = status();
        if (before.lastSnapshot() != null) {
            set(starting(before.source(), clock.instant(), lastTrouble));
        }
    }

    SourceStatus status() {
        lock.lock();
        try {
            return status;
        } finally {
            lock.unlock();
        }
    }

    void sourceFault(@Nullable String fault) {
        sourceFault = fault;
        note(fault);
        showFaults();
    }

    void argusFault(@Nullable String fault, TokenState ofToken) {
        argusFault = fault;
        token = ofToken;
        note(fault);
        showFaults();
    }

    /** A good snapshot has come; shown with the next {@link #publish}. */
    void snapshotTook(Duration duration) {
        snapshotTook = duration;
    }

    /** How the source does beside its alerts; shown with whatever is shown next. */
    void vitals(SourceStatus.Vitals newer) {
        vitals = newer;
    }

    /** A plan was made. */
    void planned(Plan plan) {
        firstPlan.complete(plan);
    }

    /** Returns the first plan since the start, once there is one. */
    CompletableFuture<Plan> firstPlan() {
        return firstPlan.copy();
    }

    void publish(PlanRunner runner, @Nullable Instant lastSnapshot, boolean settled, @Nullable String problem) {
        Plan plan = runner.lastPlan();
        if (problem != null && !problem.equals(healthProblem)) {
            note(problem);
        }
        healthProblem = problem;
        State state = state(lastSnapshot);
        set(new SourceStatus(
                status.source(),
                state,
                since(state),
                runner.alerts(),
                runner.registry().mirror.size(),
                runner.registry().openByLevel(),
                runner.backlog(),
                lastSnapshot,
                snapshotTook,
                settled && sourceFault == null && argusFault == null,
                plan == null ? List.of() : plan.holds(),
                runner.registry().ledger.quiet(),
                runner.registry().mirror.unrecognised().size(),
                sourceFault == null ? problem : sourceFault,
                argusFault,
                token,
                lastTrouble,
                runner.counts(),
                vitals));
    }

    /** What concerns faults is shown at once: there may be nothing else to show for a long time. */
    private void showFaults() {
        State state = state(status.lastSnapshot());
        set(new SourceStatus(
                status.source(),
                state,
                since(state),
                status.alerts(),
                status.open(),
                status.openByLevel(),
                status.pending(),
                status.lastSnapshot(),
                status.snapshotTook(),
                status.settled() && sourceFault == null && argusFault == null,
                status.holds(),
                status.quiet(),
                status.unknown(),
                sourceFault == null ? healthProblem : sourceFault,
                argusFault,
                token,
                lastTrouble,
                status.counts(),
                vitals));
    }

    private State state(@Nullable Instant lastSnapshot) {
        if (sourceFault != null || argusFault != null) {
            return State.FAILING;
        }
        return lastSnapshot == null ? State.STARTING : State.ACTIVE;
    }

    private Instant since(State newer) {
        return newer == status.state() ? status.since() : clock.instant();
    }

    private void note(@Nullable String fault) {
        if (fault != null) {
            lastTrouble = new Trouble(clock.instant(), fault);
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitSettled(Duration atMost) throws InterruptedException {
        return await(atMost, () -> status.settled());
    }

    boolean awaitClosed(Duration atMost) throws InterruptedException {
        return await(atMost, () -> closed);
    }

    private boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void set(SourceStatus newer) {
        lock.lock();
        try {
            if (!newer.equals(status)) {
                status = newer;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
