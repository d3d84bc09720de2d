package io.github.argusglue.core.systemd;

import java.time.Duration;
import java.util.Map;

/** The watchdog interval of the service manager, from the environment; see sd_watchdog_enabled(3). */
public final class WatchdogInterval {
    private WatchdogInterval() {}

    /** Returns the interval; zero if there is no watchdog, or if it is for another process. */
    public static Duration of(Map<String, String> environment, long pid) {
        String process = environment.getOrDefault("WATCHDOG_PID", "");
        if (!process.isEmpty() && !process.equals(Long.toString(pid))) {
            return Duration.ZERO;
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return Duration.ofNanos(Math.multiplyExact(Math.max(0, micros), 1_000L));
        } catch (ArithmeticException | NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
