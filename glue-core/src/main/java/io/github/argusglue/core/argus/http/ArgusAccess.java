package io.github.argusglue.core.argus.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one Argus server.
 *
 * @param url address of Argus itself, without {@code /api}; may have a path prefix
 * @param timeout longest wait for a whole answer
 * @param caFile PEM certificates that are trusted in addition to the system's; null for none
 * @param proxy {@code http://host:port}; null for none
 */
public record ArgusAccess(
        URI url,
        Duration timeout,
        @Nullable Path caFile,
        @Nullable URI proxy) {}
