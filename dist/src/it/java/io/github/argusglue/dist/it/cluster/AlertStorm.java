package io.github.argusglue.dist.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens alerts all the time, in any of the sources, and ends as many others. */
final class AlertStorm implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Duration between;
    private final Random random;
    private final ListedAlerts alerts;
    private final List<String> sources;
    private @Nullable Future<?> task;

    AlertStorm(ClusterLab lab, int perSecond, long seed) {
        this.between = Duration.ofSeconds(1).dividedBy(perSecond);
        this.random = new Random(seed);
        this.alerts = lab.alerts();
        this.sources = lab.sources();
    }

    void begin() {
        task = timer.scheduleAtFixedRate(this::step, 0, between.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void step() {
        try {
            alerts.open(sources.get(random.nextInt(sources.size())), 1);
            alerts.end(sources.get(random.nextInt(sources.size())), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the storm; fails if a step has failed. */
    @Override
    public void close() {
        boolean hasFailed = task != null && task.isDone();
        timer.shutdown();
        try {
            if (!timer.awaitTermination(10, TimeUnit.SECONDS) || hasFailed) {
                throw new AssertionError("the storm has ended by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
