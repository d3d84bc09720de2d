package io.github.argusglue.core.argus.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one Argus server.
 *
 * @param url address of Argus, without {@code /api}; may have a path prefix
 * @param timeout maximum time for a complete answer
 * @param caFile PEM certificates to trust in addition to those of the system; null for none
 * @param clientCertificate PEM file with our certificate and its private key; null for none
 * @param proxy {@code http://host:port}; null for none
 */
public record ArgusAccess(
        URI url,
        Duration timeout,
        @Nullable Path caFile,
        @Nullable Path clientCertificate,
        @Nullable URI proxy) {

    /** Access without a proxy, with the certificates that the system trusts. */
    public ArgusAccess(URI url, Duration timeout) {
        this(url, timeout, null, null, null);
    }
}
