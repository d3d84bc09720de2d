package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopWatchdogTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void end() {
        end.countDown();
    }

    /** Starts a thread that makes these reports and then hangs until the end of the test. */
    private Thread startAndHang(LoopWatchdog pulse, Runnable signs) {
        CountDownLatch given = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            pulse.start();
            signs.run();
            given.countDown();
            awaitEnd();
        });
        thread.start();
        Await.until("signs given", () -> given.getCount() == 0);
        return thread;
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noProblemBeforeStart() {
        assertNull(new LoopWatchdog(Duration.ZERO).problem());
    }

    @Test
    void reportsHang() {
        LoopWatchdog pulse = new LoopWatchdog(SHORT);
        startAndHang(pulse, () -> {});

        Await.until("told", () -> pulse.problem() != null);
        String trouble = String.valueOf(pulse.problem());
        assertTrue(trouble.startsWith("its thread has been stuck for "), trouble);
        assertTrue(trouble.contains(", in "), trouble);
    }

    @Test
    void announcedWaitIsNoProblem() {
        LoopWatchdog pulse = new LoopWatchdog(SHORT);
        startAndHang(pulse, () -> pulse.beginWait(LONG.toNanos()));

        Await.never("told", Duration.ofMillis(300), () -> pulse.problem() != null);
    }

    @Test
    void endlessWaitDoesNotOverflow() {
        LoopWatchdog pulse = new LoopWatchdog(LONG);
        startAndHang(pulse, () -> pulse.beginWait(Long.MAX_VALUE));

        assertNull(pulse.problem());
    }

    @Test
    void reportsWaitThatIsTooLong() {
        LoopWatchdog pulse = new LoopWatchdog(SHORT);
        startAndHang(pulse, () -> pulse.beginWait(TimeUnit.MILLISECONDS.toNanos(1)));

        Await.until("told", () -> pulse.problem() != null);
    }

    @Test
    void reportsDeadThread() throws Exception {
        LoopWatchdog pulse = new LoopWatchdog(LONG);
        Thread thread = startAndHang(pulse, () -> {});
        end.countDown();
        thread.join();

        assertTrue(String.valueOf(pulse.problem()).startsWith("its thread has died"));
    }

    @Test
    void noProblemAfterStop() throws Exception {
        LoopWatchdog pulse = new LoopWatchdog(Duration.ZERO);
        Thread thread = startAndHang(pulse, pulse::stop);
        end.countDown();
        thread.join();

        assertNull(pulse.problem());
    }
}
