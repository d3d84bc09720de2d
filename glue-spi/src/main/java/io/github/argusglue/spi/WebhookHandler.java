package io.github.argusglue.spi;

/**
 * Takes what a monitoring system sends to {@code /hooks/SOURCE} with {@code POST}. The sender gets status 200. If it
 * expects more than that, use a {@link WebhookResponder}.
 *
 * <p>The core has authenticated the sender and limited the size. It passes one request at a time, on its own thread. A
 * handler records what it learned, calls {@link SourceContext#requestSnapshot()} and returns. It must not wait for
 * anything, since the sender is waiting for the response.
 */
@Unstable
@FunctionalInterface
public interface WebhookHandler {

    /**
     * Handles one request.
     *
     * @throws IllegalArgumentException if the request is invalid; the message is returned to the sender with status
     *     400, which tells it not to retry
     */
    void onRequest(WebhookRequest request);
}
