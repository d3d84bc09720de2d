package org.example.nav;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/** The keys of a source of type {@code nav}. */
record NavConfig(
        @Inline HttpEndpoint endpoint,

        @Doc("Time zone of NAV's times: `TIME_ZONE` in its nav.conf, such as `Europe/Oslo`")
        String timezone,

        @Doc("Whether stateless alerts become incidents without an end") @Default("true")
        boolean stateless,

        @Doc("Whether stateless alerts of what is on maintenance do, too") @Default("false")
        boolean statelessOnMaintenance,

        @Doc("How long an alert is shown at least, so that one that is soon over gets an incident, too; `0s` if it need not")
                @Default("20s")
                @Range(max = "5m")
        Duration shownAtLeast) {

    NavConfig {
        try {
            ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'timezone' must be a time zone such as Europe/Oslo, not '" + timezone + "'", e);
        }
    }

    ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
