package org.example.icinga;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The keys of a source of type {@code icinga2}. */
record IcingaConfig(
        @Inline HttpEndpoint endpoint,

        @Doc("Address of Icinga Web 2, for links") Optional<URI> webUrl,

        @Doc("Custom variables of services and their hosts that become tags")
        List<String> tagVars,

        @Doc("Whether to acknowledge in Icinga what is acknowledged in Argus") @Default("false")
        boolean sendAcks) {}
