package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * How silences and acknowledgements are mirrored.
 *
 * @param silenceAcks whether an acknowledgement creates a silence
 * @param silenceLength duration of such a silence before it is renewed
 * @param ackSilenced whether a silence becomes an acknowledgement
 */
record SilenceConfig(
        @Doc("Whether an alert that is acknowledged in Argus is silenced in Alertmanager until the"
                + " acknowledgement or the alert ends; Alertmanager then sends no notifications for it")
        @Default("false")
        boolean silenceAcks,

        @Doc("Duration of such a silence. It is renewed after half of this time while the acknowledgement"
                + " is in force, so alerts stay silenced for up to this time if argus-glue is not running")
        @Default("8h")
        @Range(min = "1m", max = "30d")
        Duration silenceLength,

        @Doc("Whether a silence that a person creates in Alertmanager is shown as an acknowledgement in Argus")
        @Default("false")
        boolean ackSilenced) {}
