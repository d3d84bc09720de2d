package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * Alerts that always fire to show that alerts arrive at all.
 *
 * @param watchdog matchers of such an alert; empty for none
 * @param watchdogAfter how long it may be silent; empty if its silence is no alarm
 */
public record SignOfLife(
        @Doc("Matchers of an alert that always fires to show that Prometheus works: taken as a sign of life, never"
                + " reported; empty for none")
        @Default("alertname=\"Watchdog\"")
        String watchdog,

        @Doc("When the watchdog alert has not been heard for so long, one incident says so, and nothing is closed until"
                + " it is heard again; absent, it is only a warning")
        @Range(min = "1s", max = "1d")
        Optional<Duration> watchdogAfter) {

    /**
     * Checks the matchers.
     *
     * @throws IllegalArgumentException if they are not well-formed, or missing where they are needed
     */
    public SignOfLife {
        if (Matchers.parse("watchdog", watchdog).isEmpty() && watchdogAfter.isPresent()) {
            throw new IllegalArgumentException("'watchdog_after' needs the alert to wait for: 'watchdog' is empty");
        }
    }
}
