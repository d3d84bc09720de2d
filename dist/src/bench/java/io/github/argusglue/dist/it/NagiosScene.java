package io.github.argusglue.dist.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What the benchmarks with a real Nagios share. */
final class NagiosScene {
    /** Nagios' own default; the lab's shorter one would make it write its status file more often than usual. */
    static final Map<String, String> USUAL = Map.of("STATUS_INTERVAL", "10");

    static final int CRITICAL = 2;

    private NagiosScene() {}

    /** Returns arguments that are {@code name=value}. */
    static Map<String, String> arguments(String[] args) {
        return Arrays.stream(args)
                .map(argument -> argument.split("=", 2))
                .filter(both -> both.length == 2)
                .collect(Collectors.toMap(both -> both[0], both -> both[1]));
    }

    static int number(Map<String, String> arguments, String name, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(name, "" + otherwise));
    }

    static void pause(Duration span) {
        long end = System.nanoTime() + span.toNanos();
        for (long left = span.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    static double quantile(List<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
