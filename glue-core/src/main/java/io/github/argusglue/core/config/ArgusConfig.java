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
 * @param resync time between two questions whether all that is open is known
 * @param fullListing time between two full lists of the open incidents
 * @param caFile PEM certificates to trust beside the system's
 * @param proxy of the form {@code http://host:port}
 */
public record ArgusConfig(
        @Doc("Address of the server, without `/api`") URI url,

        @Doc("Longest wait for one answer") @Default("10s") @Range(min = "1s", max = "5m")
        Duration timeout,

        @Doc("Time between two checks that nothing is missing: Argus's count of the open incidents, and its event log, "
                + "which has to be without a gap; if not, they are listed")
        @Default("10m")
        @Range(min = "10s", max = "1d")
        Duration resync,

        @Doc(
                "Time between two full lists of the open incidents, give or take a quarter; each costs Argus about 3 ms an "
                        + "open incident")
        @Default("6h")
        @Range(min = "1m", max = "7d")
        Duration fullListing,

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
