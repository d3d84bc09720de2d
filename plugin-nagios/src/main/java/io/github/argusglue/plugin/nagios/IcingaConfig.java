package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;

/** Configuration of a source of type {@code icinga2}. */
@CommonKeys({"username", "password", "ca_file", "web_url"})
record IcingaConfig(@Inline HttpEndpoint endpoint, @Inline AlertConfig alerts) {}
