package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;

/** What is reported, however the daemon is read, and what is carried back. */
record AlertConfig(
        @Inline OpenConfig open,
        @Inline DisplayConfig display,

        @Doc("Whether a problem that is acknowledged in Argus is acknowledged in the monitoring system, too")
        @Default("false")
        boolean acknowledge,

        @Doc("Whether a ticket that is set in Argus becomes a comment in the monitoring system") @Default("false")
        boolean tickets,

        @Doc("Whether comments of people in the monitoring system are shown in the incident's log") @Default("true")
        boolean comments) {}
