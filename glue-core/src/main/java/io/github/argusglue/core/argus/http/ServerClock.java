package io.github.argusglue.core.argus.http;

import java.time.Instant;
import java.time.InstantSource;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How far our clock is ahead of the server's, as the {@code Date} of its answers tells. An end that lies in the
 * server's future leaves the incident open until then (seen on 2.10.2). Safe for use by any thread.
 */
final class ServerClock {
    /** The header has whole seconds. */
    private static final long RESOLUTION = 1_000;

    private final InstantSource clock;
    private volatile long aheadMillis;

    ServerClock(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes the time of an answer, unless something between us has kept it. */
    void observe(Response response) {
        @Nullable Instant date = response.headers().getInstant("Date");
        if (date != null && response.header("Age") == null) {
            observe(date.toEpochMilli(), response.sentRequestAtMillis(), response.receivedResponseAtMillis());
        }
    }

    /** The server wrote its time after the request was sent and before the answer came, if the clocks agree. */
    void observe(long server, long sent, long received) {
        aheadMillis = sent > server + RESOLUTION ? received - server : 0;
    }

    /** Returns a time of ours, or the server's present if that is earlier for sure. */
    Instant notAhead(Instant time) {
        long ahead = aheadMillis;
        if (ahead == 0) {
            return time;
        }
        Instant present = clock.instant().minusMillis(ahead);
        return time.isAfter(present) ? present : time;
    }
}
