package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * What silences and acknowledgements have to do with one another.
 *
 * @param silenceAcks whether an acknowledgement becomes a silence
 * @param silenceLength how long such a silence lasts without being renewed
 * @param ackSilenced whether a silence becomes an acknowledgement
 */
public record SilenceKeys(
        @Doc("Whether an alert that is acknowledged in Argus is silenced in Alertmanager, until the acknowledgement or"
                + " the alert ends; it then notifies none of Alertmanager's receivers")
        @Default("false")
        boolean silenceAcks,

        @Doc("Length of such a silence; renewed at half of it for as long as the acknowledgement stands, so it is how"
                + " long alerts stay quiet if argus-glue is not running")
        @Default("8h")
        @Range(min = "1m", max = "30d")
        Duration silenceLength,

        @Doc("Whether a silence that people make in Alertmanager is shown as an acknowledgement in Argus")
        @Default("false")
        boolean ackSilenced) {}
