package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * An alert that always fires, to show that alerts arrive.
 *
 * @param watchdog matchers of the alert; empty for none
 * @param watchdogAfter how long it may be missing before this is an incident; empty for never
 */
record WatchdogConfig(
        @Doc("Matchers of an alert that always fires to show that Prometheus works. It is used as a sign of"
                + " life and never reported. Empty for none")
        @Default("alertname=\"Watchdog\"")
        @LeavesOut("the alert that always fires")
        String watchdog,

        @Doc("If the watchdog alert is missing for this time, one incident is opened, and nothing is closed"
                + " until the alert is back. If absent, there is only a warning")
        @Range(min = "1s", max = "1d")
        Optional<Duration> watchdogAfter) {

    /**
     * Checks the matchers.
     *
     * @throws IllegalArgumentException if they are not well-formed, or missing although they are needed
     */
    WatchdogConfig {
        if (LabelMatchers.parse("watchdog", watchdog).isEmpty() && watchdogAfter.isPresent()) {
            throw new IllegalArgumentException("'watchdog_after' requires 'watchdog'");
        }
    }
}
