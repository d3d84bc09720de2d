package io.github.argusglue.core.controller;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs messages of other threads one after another on one thread, then what is due, and waits until more is. A fault in
 * one of them does not end the thread.
 */
final class MessageLoop {
    /** Even if nothing is due, the thread shows now and then that it is alive. */
    private static final long MAX_WAIT = TimeUnit.HOURS.toNanos(1);

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Work work;
    private final LoopWatchdog watchdog;

    /** Used by the thread only. */
    private boolean closing;

    /** What the thread does besides messages. */
    interface Work {
        /** Returns in how many nanoseconds something is due. */
        long nanosUntilDue();

        /** Does what is due; called after messages, too. */
        void tick();

        /** Shows what has changed; called after each {@link #tick}, even one that failed. */
        void publish();

        /** Logs what a message, {@link #tick} or {@link #publish} has thrown, and continues. */
        void onFault(Throwable fault);

        /** Ends: the thread does nothing else afterwards. */
        void end();
    }

    /** @param maxIteration what takes longer counts as hanging */
    MessageLoop(Work work, Duration maxIteration) {
        this.work = work;
        this.watchdog = new LoopWatchdog(maxIteration);
    }

    /** Runs a message soon, or never if the thread ends before. Any thread. */
    void send(Runnable message) {
        inbox.add(message);
    }

    /** Ends the thread after the messages sent so far. Any thread. */
    void close() {
        inbox.add(() -> closing = true);
    }

    /** Returns why the thread counts as hanging; null if it does not. Any thread. */
    @Nullable
    String hangReason() {
        return watchdog.problem();
    }

    /** Runs until {@link #close}; on the thread. */
    void run() {
        try {
            watchdog.start();
            while (!closing) {
                long wait = Math.min(work.nanosUntilDue(), MAX_WAIT);
                watchdog.beginWait(wait);
                Runnable message = inbox.poll(wait, TimeUnit.NANOSECONDS);
                watchdog.beginIteration();
                for (; message != null && !closing; message = inbox.poll()) {
                    runGuarded(message);
                    watchdog.beginIteration();
                }
                if (!closing) {
                    runGuarded(work::tick);
                    runGuarded(work::publish);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            work.end();
            if (closing) {
                watchdog.stop();
            }
        }
    }

    private void runGuarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            work.onFault(e);
        }
    }
}
