package io.github.argusglue.core.controller;

import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.Problem;
import io.github.argusglue.core.status.SourceStatus.SourceState;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
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
    private TokenHealth token = TokenHealth.GOOD;
    private @Nullable Problem lastTrouble;
    private @Nullable Duration snapshotTook;
    private SourceStatus.Vitals vitals = SourceStatus.Vitals.NONE;

    StatusPublisher(String source, InstantSource clock) {
        this.clock = clock;
        this.status = starting(source, clock.instant(), null);
    }

    private static SourceStatus starting(String source, Instant since, @Nullable Problem trouble) {
        return SourceStatus.builder(source, SourceState.STARTING, since)
                .open(-1, List.of(0, 0, 0, 0, 0))
                .lastProblem(trouble)
                .build();
    }

    /** A new active time begins: what was shown is of an earlier one. */
    void begin() {
        sourceFault = null;
        healthProblem = null;
        argusFault = null;
        token = TokenHealth.GOOD;
        snapshotTook = null;
        vitals = SourceStatus.Vitals.NONE;
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

    void argusFault(@Nullable String fault, TokenHealth ofToken) {
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
        show(status.toBuilder()
                .alerts(runner.alerts())
                .open(runner.registry().mirror.size(), runner.registry().openByLevel())
                .pending(runner.backlog())
                .lastSnapshot(lastSnapshot, snapshotTook)
                .settled(settled)
                .holds(plan == null ? List.of() : plan.holds())
                .quiet(runner.registry().ledger.quietCount())
                .unknown(runner.registry().mirror.unrecognised().size())
                .counts(runner.counts())
                .build());
    }

    /** What concerns faults is shown at once: there may be nothing else to show for a long time. */
    private void showFaults() {
        show(status);
    }

    /** Shows what a status says of the alerts, with the faults there are by now. */
    private void show(SourceStatus ofAlerts) {
        SourceState state = state(ofAlerts.lastSnapshot());
        set(ofAlerts.toBuilder()
                .state(state, state == status.state() ? status.since() : clock.instant())
                .settled(ofAlerts.settled() && sourceFault == null && argusFault == null)
                .faults(sourceFault == null ? healthProblem : sourceFault, argusFault, token)
                .lastProblem(lastTrouble)
                .vitals(vitals)
                .build());
    }

    private SourceState state(@Nullable Instant lastSnapshot) {
        if (sourceFault != null || argusFault != null) {
            return SourceState.FAILING;
        }
        return lastSnapshot == null ? SourceState.STARTING : SourceState.ACTIVE;
    }

    private void note(@Nullable String fault) {
        if (fault != null) {
            lastTrouble = new Problem(clock.instant(), fault);
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
