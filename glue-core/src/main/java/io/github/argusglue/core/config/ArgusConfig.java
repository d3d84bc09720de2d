package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One Argus server: the keys of {@code [argus]} or {@code [argus.NAME]}.
 *
 * @param url address without {@code /api}
 * @param timeout longest wait for one answer
 * @param resync time between two full lists of the open incidents
 * @param caFile PEM certificates to trust beside the system's
 * @param proxy of the form {@code http://host:port}
 */
public record ArgusConfig(
        @Doc("Address of the server, without `/api`") URI url,

        @Doc("Longest wait for one answer") @Default("10s") @Range(min = "1s", max = "5m")
        Duration timeout,

        @Doc("Time between two full lists of the open incidents; in between the event log says what has changed")
        @Default("10m")
        @Range(min = "10s", max = "1d")
        Duration resync,

        @Doc("PEM file with certificates to trust beside the system's")
        Optional<Path> caFile,

        @Doc("HTTP proxy, `http://host:port`") Optional<URI> proxy) {

    /**
     * Checks the addresses.
     *
     * @throws IllegalArgumentException if one of them is not what it should be
     */
    public ArgusConfig {
        HttpEndpoint.requireHttp("url", url);
        if (proxy.isPresent() && (proxy.get().getHost() == null || proxy.get().getPort() < 0)) {
            throw new IllegalArgumentException("'proxy' must be like http://proxy.example.org:3128");
        }
    }
}
