package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argus server: the keys of {@code [argus]} or {@code [argus.NAME]}.
 *
 * @param url URL without {@code /api}
 * @param timeout timeout of a request
 * @param resync time between two checks that all open incidents are known
 * @param fullListing time between two full listings of the open incidents
 * @param caFile PEM certificates to trust in addition to the system's
 * @param clientCertificate our certificate and its private key
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

        @Doc(
                "PEM file with the client certificate and its private key (PKCS #8), for a web server in front of Argus that"
                        + " requires one")
        Optional<Path> clientCertificate,

        @Doc("HTTP proxy, `http://host:port`") Optional<URI> proxy) {

    private static final Pattern API = Pattern.compile("(.+?)/api(?:/v[0-9]+)?/*");

    /**
     * Validates the URLs.
     *
     * @throws IllegalArgumentException if a URL is invalid
     */
    public ArgusConfig {
        UrlText.requireNoCredentials("url", url, "each source has its own token, 'argus_token'");
        HttpEndpoint.requireHttp("url", url);
        Matcher api = API.matcher(url.toString());
        if (api.matches()) {
            throw new IllegalArgumentException(
                    "'url' is the address of Argus itself, without the path of its API: write \"" + api.group(1)
                            + "\"");
        }
        if (proxy.isPresent() && (proxy.get().getHost() == null || proxy.get().getPort() < 0)) {
            throw new IllegalArgumentException("'proxy' must be like http://proxy.example.org:3128");
        }
    }

    /** Returns whether the tokens are sent to another machine without encryption. */
    boolean isUnprotected() {
        return "http".equals(url.getScheme())
                && !new ListenAddress(url.getHost().replaceAll("[\\[\\]]", ""), url.getPort()).isLoopback();
    }
}
