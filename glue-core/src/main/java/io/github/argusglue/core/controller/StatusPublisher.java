package io.github.argusglue.core.controller;

import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.LastProblem;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
import io.github.argusglue.spi.LeftOut;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes the status of a source. Written by the loop's thread, read by any thread. */
final class StatusPublisher {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private SourceStatus status;
    private boolean closed;
    private final CompletableFuture<Plan> firstPlan = new CompletableFuture<>();

    /** Used by the loop's thread only, until published. */
    private @Nullable String sourceFault;

    private @Nullable String notice;
    private List<String> degraded = List.of();
    private @Nullable String argusFault;
    private TokenHealth tokenHealth = TokenHealth.GOOD;
    private @Nullable LastProblem lastTrouble;
    private @Nullable Duration snapshotDuration;
    private SourceStatus.Vitals vitals = SourceStatus.Vitals.NONE;

    StatusPublisher(String source, InstantSource clock) {
        this.clock = clock;
        this.status = starting(source, clock.instant(), null);
    }

    private static SourceStatus starting(String source, Instant since, @Nullable LastProblem trouble) {
        return SourceStatus.builder(source, RunState.STARTING, since)
                .open(-1, List.of(0, 0, 0, 0, 0))
                .lastProblem(trouble)
                .build();
    }

    /** A new active period begins: discards what was shown of an earlier one. */
    void beginPeriod() {
        sourceFault = null;
        notice = null;
        degraded = List.of();
        argusFault = null;
        tokenHealth = TokenHealth.GOOD;
        snapshotDuration = null;
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
        noteTrouble(fault);
        showFaults();
    }

    void argusFault(@Nullable String fault, TokenHealth tokenHealth) {
        argusFault = fault;
        this.tokenHealth = tokenHealth;
        noteTrouble(fault);
        showFaults();
    }

    /** Notes how long a good snapshot took; shown with the next {@link #publish}. */
    void snapshotDuration(Duration duration) {
        snapshotDuration = duration;
    }

    /** Notes which parts of a source that works do not work; shown with the next {@link #publish}. */
    void degraded(List<String> parts) {
        if (!parts.equals(degraded) && !parts.isEmpty()) {
            noteTrouble(String.join("; ", parts));
        }
        degraded = parts;
    }

    /** Notes the vitals of the source; shown with the next change of the status. */
    void vitals(SourceStatus.Vitals newer) {
        vitals = newer;
    }

    /** Notes that a plan was made. */
    void onPlan(Plan plan) {
        firstPlan.complete(plan);
    }

    /** Returns the first plan since the start. */
    CompletableFuture<Plan> firstPlan() {
        return firstPlan.copy();
    }

    void publish(PlanRunner runner, @Nullable Instant lastSnapshot, boolean settled, @Nullable String newNotice) {
        Plan plan = runner.lastPlan();
        if (newNotice != null && !newNotice.equals(notice)) {
            noteTrouble(newNotice);
        }
        notice = newNotice;
        show(status.toBuilder()
                .alerts(runner.alerts())
                .open(runner.registry().mirror.size(), runner.registry().openByLevel())
                .pending(runner.backlog())
                .lastSnapshot(lastSnapshot, snapshotDuration)
                .settled(settled)
                .missing(runner.missing())
                .leftOut(plan == null ? LeftOut.nothing() : plan.leftOut())
                .holds(plan == null ? List.of() : plan.holds())
                .quiet(runner.registry().ledger.quietCount())
                .unknown(runner.registry().mirror.unrecognised().size())
                .counts(runner.counts())
                .build());
    }

    /** Shows faults at once: there may be nothing else to show for a long time. */
    private void showFaults() {
        show(status);
    }

    /** Shows a status together with the current faults. */
    private void show(SourceStatus ofAlerts) {
        RunState state = state(ofAlerts.lastSnapshot());
        set(ofAlerts.toBuilder()
                .state(state, state == status.state() ? status.since() : clock.instant())
                .settled(ofAlerts.settled() && sourceFault == null && argusFault == null)
                .degraded(sourceFault == null ? degraded : List.of())
                .notice(notice)
                .faults(sourceFault, argusFault, tokenHealth)
                .lastProblem(lastTrouble)
                .vitals(vitals)
                .build());
    }

    private RunState state(@Nullable Instant lastSnapshot) {
        if (sourceFault != null || argusFault != null) {
            return RunState.FAILING;
        }
        if (lastSnapshot == null) {
            return RunState.STARTING;
        }
        return degraded.isEmpty() ? RunState.ACTIVE : RunState.DEGRADED;
    }

    private void noteTrouble(@Nullable String fault) {
        if (fault != null) {
            lastTrouble = new LastProblem(clock.instant(), fault);
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

    boolean awaitSettled(Duration timeout) throws InterruptedException {
        return await(timeout, () -> status.settled());
    }

    boolean awaitClosed(Duration timeout) throws InterruptedException {
        return await(timeout, () -> closed);
    }

    private boolean await(Duration timeout, BooleanSupplier condition) throws InterruptedException {
        long nanosLeft = timeout.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (nanosLeft <= 0 || closed) {
                    return false;
                }
                nanosLeft = changed.awaitNanos(nanosLeft);
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
