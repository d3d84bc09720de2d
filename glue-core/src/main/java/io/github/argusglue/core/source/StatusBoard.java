package io.github.argusglue.core.source;

import io.github.argusglue.core.reconcile.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a loop shows how its source does. Written by the loop's thread, read by any. */
final class StatusBoard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private SourceStatus status;
    private @Nullable String sourceFault;
    private @Nullable String argusFault;
    private boolean closed;

    StatusBoard(String source) {
        status =
                new SourceStatus(source, -1, -1, 0, null, false, List.of(), 0, 0, null, null, SourceStatus.Counts.NONE);
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
        set(new SourceStatus(
                status.source(),
                status.alerts(),
                status.open(),
                status.pending(),
                status.lastSnapshot(),
                status.settled() && fault == null,
                status.holds(),
                status.quiet(),
                status.unknown(),
                fault,
                argusFault,
                status.counts()));
    }

    void argusFault(@Nullable String fault) {
        argusFault = fault;
        set(new SourceStatus(
                status.source(),
                status.alerts(),
                status.open(),
                status.pending(),
                status.lastSnapshot(),
                status.settled() && fault == null,
                status.holds(),
                status.quiet(),
                status.unknown(),
                sourceFault,
                fault,
                status.counts()));
    }

    void publish(Books books, @Nullable Instant lastSnapshot, boolean settled, @Nullable String healthProblem) {
        Plan plan = books.lastPlan();
        String fault = sourceFault == null ? healthProblem : sourceFault;
        set(new SourceStatus(
                status.source(),
                books.alerts(),
                books.open(),
                books.pending(),
                lastSnapshot,
                settled && sourceFault == null && argusFault == null,
                plan == null ? List.of() : plan.holds(),
                books.quiet(),
                books.unknown(),
                fault,
                argusFault,
                books.counts()));
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
