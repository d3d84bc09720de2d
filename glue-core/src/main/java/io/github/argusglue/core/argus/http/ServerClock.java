package io.github.argusglue.core.argus.http;

import java.time.Instant;
import java.time.InstantSource;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far our clock is ahead of the server's, by the {@code Date} header of its answers. An end in the
 * server's future would leave the incident open until then (seen on 2.10.2). Thread-safe.
 */
final class ServerClock {
    /** Resolution of the header. */
    private static final long RESOLUTION = 1_000;

    private final InstantSource clock;
    private volatile long aheadMillis;

    ServerClock(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads the time of an answer, unless the answer comes from a cache. */
    void observe(Response response) {
        @Nullable Instant date = response.headers().getInstant("Date");
        if (date != null && response.header("Age") == null) {
            observe(date.toEpochMilli(), response.sentRequestAtMillis(), response.receivedResponseAtMillis());
        }
    }

    /** If the clocks agree, the server's time is after the request was sent and before the answer was received. */
    void observe(long server, long sent, long received) {
        aheadMillis = sent > server + RESOLUTION ? received - server : 0;
    }

    /** Returns the given time, or the server's current time if that is certainly earlier. */
    Instant clampToServerTime(Instant time) {
        long ahead = aheadMillis;
        if (ahead == 0) {
            return time;
        }
        Instant present = clock.instant().minusMillis(ahead);
        return time.isAfter(present) ? present : time;
    }
}
