package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.alert.DisplayConfig;
import io.github.argusglue.plugin.nagios.alert.FeedbackConfig;
import io.github.argusglue.plugin.nagios.alert.NagiosAdapter;
import io.github.argusglue.plugin.nagios.alert.OpenConfig;
import io.github.argusglue.plugin.nagios.alert.WebInterface;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;

/**
 * Configuration of a source of type {@code icinga2}.
 *
 * @param endpoint Icinga's API
 * @param open which problems are reported
 * @param display how problems are shown in Argus
 * @param feedback what is carried to Icinga
 */
record IcingaConfig(
        @Inline HttpEndpoint endpoint,
        @Inline OpenConfig open,
        @Inline DisplayConfig display,
        @Inline FeedbackConfig feedback) {

    NagiosAdapter.Settings settings() {
        return new NagiosAdapter.Settings(open, display, feedback, WebInterface.ICINGADB);
    }
}
