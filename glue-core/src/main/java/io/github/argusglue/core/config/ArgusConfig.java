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
 * An Argus server: the keys of {@code [argus]} or {@code [argus.NAME]}.
 *
 * @param url URL without {@code /api}
 * @param timeout timeout of a request
 * @param resync time between two checks that all open incidents are known
 * @param fullListing time between two full listings of the open incidents
 * @param caFile PEM certificates to trust in addition to the system's
 * @param proxy proxy as {@code http://host:port}
 */
public record ArgusConfig(
        @Doc("URL of the server, without `/api`") URI url,

        @Doc("Timeout of a request") @Default("10s") @Range(min = "1s", max = "5m")
        Duration timeout,

        @Doc("Time between two checks that no change was missed. A check compares Argus's count of the open"
                + " incidents and verifies that its event log "
                + "has no gap; otherwise the open incidents are listed")
        @Default("10m")
        @Range(min = "10s", max = "1d")
        Duration resync,

        @Doc("Time between two full listings of the open incidents, varied by up to a quarter. A listing"
                + " costs Argus about 3 ms per "
                + "open incident")
        @Default("6h")
        @Range(min = "1m", max = "7d")
        Duration fullListing,

        @Doc("PEM file with certificates to trust in addition to the system's")
        Optional<Path> caFile,

        @Doc("HTTP proxy, `http://host:port`") Optional<URI> proxy) {

    /**
     * Validates the URLs.
     *
     * @throws IllegalArgumentException if a URL is invalid
     */
    public ArgusConfig {
        HttpEndpoint.requireHttp("url", url);
        if (proxy.isPresent() && (proxy.get().getHost() == null || proxy.get().getPort() < 0)) {
            throw new IllegalArgumentException("'proxy' must be like http://proxy.example.org:3128");
        }
    }
}
