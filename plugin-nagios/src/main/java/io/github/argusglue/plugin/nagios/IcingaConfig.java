package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;

/** Configuration of a source of type {@code icinga2}. */
record IcingaConfig(@Inline HttpEndpoint endpoint, @Inline AlertConfig alerts) {}
