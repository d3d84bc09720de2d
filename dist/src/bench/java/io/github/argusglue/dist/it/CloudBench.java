package io.github.argusglue.dist.it;

import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * How long the snapshot of a wireless cloud takes that answers in 20 ms a page, and how many calls it costs. The cloud
 * and Argus are simulated; the program is the installed one.
 */
public final class CloudBench {
    private static final int SNAPSHOTS = 10;
    private static final Duration PAGE = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MINUTES = 60;

    private static final Map<String, IntFunction<SimulatedCloud>> CLOUDS = new LinkedHashMap<>();

    static {
        CLOUDS.put("mist", SimulatedMist::new);
        CLOUDS.put("aruba-central", SimulatedCentral::new);
        CLOUDS.put("aruba-central-classic", SimulatedClassic::new);
        CLOUDS.put("aruba-aos8", SimulatedAos8::new);
    }

    private final String type;
    private final SimulatedCloud cloud;
    private final CloudSource source = new CloudSource();

    private CloudBench(String type, SimulatedCloud cloud) {
        this.type = type;
        this.cloud = cloud;
    }

    /** Measures; types may be given. */
    public static void main(String[] args) throws Exception {
        List<String> types = args.length > 1 ? List.of(args).subList(1, args.length) : List.copyOf(CLOUDS.keySet());
        for (String type : types) {
            IntFunction<SimulatedCloud> clouds = CLOUDS.get(type);
            if (clouds == null) {
                throw new IllegalArgumentException("no such type: " + type + "; there are " + CLOUDS.keySet());
            }
            for (int accessPoints : new int[] {1_000, 2_000}) {
                try (SimulatedCloud cloud = clouds.apply(accessPoints)) {
                    new CloudBench(type, cloud).measure(accessPoints);
                }
            }
        }
    }

    private void measure(int accessPoints) throws Exception {
        cloud.delay(PAGE);
        cloud.down(1, accessPoints * 3 / 20);
        try (StandInArgus argus = StandInArgus.start();
                CloudSource running = source) {
            URI url = argus.url();
            running.configure(
                    url, argus.addSource(running.name()), "interval = \"2s\"\n" + cloud.configuration(cloud.url()));
            running.start();
            double last = awaitNext(0);
            int first = cloud.calls();
            List<Double> seconds = new ArrayList<>();
            last = awaitNext(last);
            int before = cloud.calls();
            for (int i = 0; i < SNAPSHOTS; i++) {
                last = awaitNext(last);
                seconds.add(running.metric("argus_glue_source_snapshot_duration_seconds"));
            }
            double calls = (double) (cloud.calls() - before) / SNAPSHOTS;
            Collections.sort(seconds);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d access points, %d ms a page: snapshot median %.3f s, worst %.3f s;"
                            + " %d calls for the first one, %.1f for each other: %.0f in an hour with one a minute%n",
                    type,
                    accessPoints,
                    PAGE.toMillis(),
                    seconds.get(SNAPSHOTS / 2),
                    seconds.get(SNAPSHOTS - 1),
                    first,
                    calls,
                    first + (MINUTES - 1) * calls);
        }
    }

    /** Returns the time of the first snapshot after another. */
    private double awaitNext(double last) {
        Await.that(LIMIT, "another snapshot", () -> timestamp() > last);
        return timestamp();
    }

    private double timestamp() {
        try {
            return source.metric("argus_glue_source_snapshot_timestamp_seconds");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
