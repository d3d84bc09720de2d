package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;

/**
 * What becomes of alerts that Alertmanager notifies nobody about.
 *
 * @param silenced what a silence does
 * @param inhibited what an inhibition does
 * @param suppressedLevel for {@link Suppressed#LOWER}
 */
public record Suppression(
        @Doc("Silenced alerts: `tag` them with the silence's id, `lower` their level to `suppressed_level`, `drop` them"
                + " (no new incident; one that is open stays as it is), or `keep` them as if nothing were")
        @Default("tag")
        Suppressed silenced,

        @Doc("Inhibited alerts, in the same way; `tag` names the alert that inhibits them") @Default("drop")
        Suppressed inhibited,

        @Doc("Level of suppressed alerts with `lower`; never more severe than their own")
        @Default("5")
        @Range(min = "1", max = "5")
        int suppressedLevel) {

    /** For sources that know neither silences nor inhibitions. */
    static final Suppression NONE = new Suppression(Suppressed.KEEP, Suppressed.KEEP, 5);

    /** What is done with an alert that Alertmanager notifies nobody about. */
    public enum Suppressed {
        /** Not opened; left alone if it is open. */
        DROP,
        /** Opened with a tag that says why it is quiet. */
        TAG,
        /** Opened at a lower level. */
        LOWER,
        /** Opened like any other. */
        KEEP
    }
}
