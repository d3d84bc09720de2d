package io.github.argusglue.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What the {@code Date} header of an answer says about the clocks. */
public final class ServerTime {
    /** Resolution of the header. */
    private static final long RESOLUTION = 1_000;

    private ServerTime() {}

    /**
     * Returns by how much our clock is certainly ahead of the server's, negative if it is behind, zero if they may
     * agree; empty if the answer does not say, or is from a cache.
     */
    public static Optional<Duration> ahead(Response response) {
        @Nullable Instant date = response.headers().getInstant("Date");
        if (date == null || response.header("Age") != null) {
            return Optional.empty();
        }
        long server = date.toEpochMilli();
        long least = response.sentRequestAtMillis() - server - RESOLUTION;
        long most = response.receivedResponseAtMillis() - server;
        return Optional.of(Duration.ofMillis(Math.max(0, least) + Math.min(0, most)));
    }
}
