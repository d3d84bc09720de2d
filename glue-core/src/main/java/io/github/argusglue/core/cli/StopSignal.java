package io.github.argusglue.core.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command end by itself after Ctrl-C or SIGTERM, with its own exit code. */
final class StopSignal {
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;
    private volatile int exitCode;

    private StopSignal(Runnable stop) {
        this.hook = new Thread(
                () -> {
                    stop.run();
                    await();
                    // The JVM would exit with 130 or 143, but a requested end is not a failure.
                    Runtime.getRuntime().halt(exitCode);
                },
                "stop");
    }

    /**
     * Installs it.
     *
     * @param stop asks the command to end; must return at once
     */
    static StopSignal install(Runnable stop) {
        StopSignal signal = new StopSignal(stop);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Records that the command has ended. */
    void finished(int code) {
        exitCode = code;
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is stopping, and the hook ends it.
        }
    }

    private void await() {
        try {
            finished.await(TO_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
