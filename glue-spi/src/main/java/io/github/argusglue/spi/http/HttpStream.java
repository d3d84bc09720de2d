package io.github.argusglue.spi.http;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Unstable;

/**
 * A stream that is being followed; see {@link SourceHttpClient#follow}. Safe for use by any thread. Only the core
 * implements it, so methods may be added.
 */
@Unstable
public interface HttpStream extends AutoCloseable {

    /**
     * Returns whether the stream works, for {@link io.github.argusglue.spi.SourceAdapter#health}: degraded if the last
     * attempt to connect was refused, or if the last two or more in a row failed in another way. The text names the
     * request and what to do. Returns at once.
     */
    Health health();

    /**
     * Ends the stream, without waiting for its thread. Needed only to end it before the adapter: all streams of an
     * adapter end when the adapter is closed.
     */
    @Override
    void close();
}
