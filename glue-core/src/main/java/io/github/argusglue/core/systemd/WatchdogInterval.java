package io.github.argusglue.core.systemd;

import java.time.Duration;
import java.util.Map;

/** How often a service manager wants to hear of us, as it says in the environment; see sd_watchdog_enabled(3). */
public final class WatchdogInterval {
    private WatchdogInterval() {}

    /** Returns it; zero if it does not want to, or it is another process that it wants to hear of. */
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
