package io.github.argusglue.http;

import io.github.argusglue.spi.http.HttpRequest;
import java.time.Duration;

/** Is told of each request that was sent. Called on the thread that sends; must not block for long. */
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

    /**
     * A response tells the time of the server.
     *
     * @param ahead how much our clock is ahead of it; negative if it is behind
     */
    default void clock(Duration ahead) {}

    /** Returns whether {@link #received} is called, which costs memory for each response. */
    default boolean wantsBodies() {
        return false;
    }

    /**
     * A response was read, wholly or in part. The credentials of the client are replaced by {@code ****}.
     *
     * @param request method and address with the query
     * @param body what was read of it, at most the first 4 MiB
     */
    default void received(String request, int status, String body) {}
}
