package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Range;

/**
 * How alerts are handled for which Alertmanager sends no notifications.
 *
 * @param silenced how silenced alerts are handled
 * @param inhibited how inhibited alerts are handled
 * @param suppressedLevel level for {@link Suppressed#LOWER}
 */
record SuppressionConfig(
        @Doc("How to handle silenced alerts: `tag` adds a tag with the id of the silence, `lower` sets the"
                + " level to `suppressed_level`, `drop` opens no incident and leaves an open one unchanged,"
                + " `keep` treats them like other alerts")
        @Default("tag")
        Suppressed silenced,

        @Doc("How to handle inhibited alerts, in the same way; `tag` adds the fingerprint of the inhibiting alert")
        @Default("drop")
        @LeavesOut("new alerts that are inhibited")
        Suppressed inhibited,

        @Doc("Level for `lower`; an alert whose own level is less severe keeps it")
        @Default("5")
        @Range(min = "1", max = "5")
        int suppressedLevel) {

    /** For sources without silences and inhibitions. */
    static final SuppressionConfig NONE = new SuppressionConfig(Suppressed.KEEP, Suppressed.KEEP, 5);

    /** How a suppressed alert is handled. */
    enum Suppressed {
        /** Not opened; an open incident is left unchanged. */
        DROP,
        /** Opened with a tag that names the silence or the inhibiting alert. */
        TAG,
        /** Opened at a lower level. */
        LOWER,
        /** Opened like any other alert. */
        KEEP
    }
}
