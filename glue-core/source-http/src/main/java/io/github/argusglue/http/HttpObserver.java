package io.github.argusglue.http;

import io.github.argusglue.spi.http.HttpRequest;
import java.time.Duration;

/** Is told of each request that was sent. Called on the thread that sends; must not block. */
@FunctionalInterface
public interface HttpObserver {
    /** Ignores everything. */
    HttpObserver NONE = (request, status, took) -> {};

    /**
     * A request has ended.
     *
     * @param status status of the response; 0 if there was none
     * @param took from the begin of the call until the response was read
     */
    void ended(HttpRequest request, int status, Duration took);
}
