package io.github.argusglue.spi.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to talk to an HTTP server, apart from its address: the same keys in every plugin.
 *
 * @param timeout longest wait for a whole answer
 * @param caFile PEM certificates that are trusted in addition to the system's
 * @param clientCertificate PEM file with the certificate and the private key (PKCS #8) that we show
 * @param proxy {@code http://host:port}; empty for none
 * @param username for basic authentication, together with {@code password}
 * @param password for basic authentication
 * @param token sent as {@code Authorization: Bearer}
 * @param headers sent with each request, such as {@code X-Scope-OrgID}
 */
public record HttpAccess(
        @Doc("Longest wait for a whole answer") @Default("10s") @Range(min = "100ms", max = "10m")
        Duration timeout,

        @Doc("PEM file with certificates to trust beside the system's")
        Optional<Path> caFile,

        @Doc("PEM file with certificate and private key (PKCS #8) to show")
        Optional<Path> clientCertificate,

        @Doc("HTTP proxy, `http://host:port`") Optional<URI> proxy,
        @Doc("User name for basic authentication") Optional<String> username,
        @Doc("Password for basic authentication") Optional<Secret> password,
        @Doc("Token sent as `Authorization: Bearer`") Optional<Secret> token,

        @Doc("Headers sent with each request, such as `X-Scope-OrgID`")
        Map<String, Secret> headers) {

    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException if user name and password do not come together, or come beside a token
     */
    public HttpAccess {
        if (username.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("'username' and 'password' must be given together");
        }
        if (username.isPresent() && token.isPresent()) {
            throw new IllegalArgumentException("give either 'token' or 'username' and 'password', not both");
        }
        if (proxy.isPresent() && (proxy.get().getHost() == null || proxy.get().getPort() < 0)) {
            throw new IllegalArgumentException("'proxy' must be like http://proxy.example.org:3128");
        }
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
