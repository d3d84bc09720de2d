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
 * @param userAgent what the server's access log shows
 */
public record ArgusAccess(
        URI url,
        Duration timeout,
        @Nullable Path caFile,
        @Nullable Path clientCertificate,
        @Nullable URI proxy,
        String userAgent) {
    private static final String PROGRAM = "argus-glue";

    /** Access without a proxy, with the certificates that the system trusts. */
    public ArgusAccess(URI url, Duration timeout) {
        this(url, timeout, null, null, null, PROGRAM);
    }

    /**
     * Returns the user agent of a process.
     *
     * @param member its name in a cluster; null if it is in none
     */
    public static String userAgent(@Nullable String member) {
        return member == null ? PROGRAM : PROGRAM + " (" + member + ")";
    }
}
