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

    /** Has a thread give its signs, and then hang until the test ends. */
    private Thread hang(LoopWatchdog pulse, Runnable signs) {
        CountDownLatch given = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            pulse.begin();
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
    void whatHasNotBegunIsFine() {
        assertNull(new LoopWatchdog(Duration.ZERO).trouble());
    }

    @Test
    void whatDoesNotGoOnIsTold() {
        LoopWatchdog pulse = new LoopWatchdog(SHORT);
        hang(pulse, () -> {});

        Await.until("told", () -> pulse.trouble() != null);
        String trouble = String.valueOf(pulse.trouble());
        assertTrue(trouble.startsWith("its thread has not gone on for "), trouble);
        assertTrue(trouble.contains(", in "), trouble);
    }

    @Test
    void whatWaitsAsItSaidIsFine() {
        LoopWatchdog pulse = new LoopWatchdog(SHORT);
        hang(pulse, () -> pulse.waits(LONG.toNanos()));

        Await.never("told", Duration.ofMillis(300), () -> pulse.trouble() != null);
    }

    @Test
    void aWaitThatNeverEndsIsNoOverflow() {
        LoopWatchdog pulse = new LoopWatchdog(LONG);
        hang(pulse, () -> pulse.waits(Long.MAX_VALUE));

        assertNull(pulse.trouble());
    }

    @Test
    void whatSleepsThroughItsTimeIsTold() {
        LoopWatchdog pulse = new LoopWatchdog(SHORT);
        hang(pulse, () -> pulse.waits(TimeUnit.MILLISECONDS.toNanos(1)));

        Await.until("told", () -> pulse.trouble() != null);
    }

    @Test
    void whatHasDiedIsTold() throws Exception {
        LoopWatchdog pulse = new LoopWatchdog(LONG);
        Thread thread = hang(pulse, () -> {});
        end.countDown();
        thread.join();

        assertTrue(String.valueOf(pulse.trouble()).startsWith("its thread has died"));
    }

    @Test
    void whatHasEndedAsItShouldIsFine() throws Exception {
        LoopWatchdog pulse = new LoopWatchdog(Duration.ZERO);
        Thread thread = hang(pulse, pulse::end);
        end.countDown();
        thread.join();

        assertNull(pulse.trouble());
    }
}
