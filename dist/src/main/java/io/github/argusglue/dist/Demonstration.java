package io.github.argusglue.dist;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The real service with a simulated Argus, and a report of what happens. */
interface Demonstration extends AutoCloseable {

    /** Reports what happens until {@code end} is counted down or the time is over. */
    void play(CountDownLatch end, @Nullable Duration limit) throws InterruptedException;

    /** Prints a summary; returns whether everything went well. */
    boolean finish();

    @Override
    void close();
}
