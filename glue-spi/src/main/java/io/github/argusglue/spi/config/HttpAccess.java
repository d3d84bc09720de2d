package io.github.argusglue.spi.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to access an HTTP server, apart from its address: the same keys in every plugin.
 *
 * @param timeout maximum time for a whole response
 * @param caFile PEM certificates that are trusted in addition to the system's
 * @param clientCertificate PEM file with the client certificate and its private key (PKCS #8)
 * @param proxy {@code http://host:port}; empty for none
 * @param username for basic authentication, together with {@code password}
 * @param password for basic authentication
 * @param token sent as {@code Authorization: Bearer}
 * @param headers sent with each request, for example {@code X-Scope-OrgID}
 */
public record HttpAccess(
        @Doc("Maximum time for a whole response") @Default("10s") @Range(min = "100ms", max = "10m")
        Duration timeout,

        @Doc("PEM file with certificates to trust in addition to the system's")
        Optional<Path> caFile,

        @Doc("PEM file with the client certificate and its private key (PKCS #8)")
        Optional<Path> clientCertificate,

        @Doc("HTTP proxy, `http://host:port`") Optional<URI> proxy,
        @Doc("User name for basic authentication") Optional<String> username,
        @Doc("Password for basic authentication") Optional<Secret> password,
        @Doc("Token sent as `Authorization: Bearer`") Optional<Secret> token,

        @Doc("Headers sent with each request, such as `X-Scope-OrgID`")
        Map<String, Secret> headers) {

    /**
     * Checks the credentials and the proxy.
     *
     * @throws IllegalArgumentException if only one of user name and password is set, if they are set together with a
     *     token, or if the proxy has no host or port
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
