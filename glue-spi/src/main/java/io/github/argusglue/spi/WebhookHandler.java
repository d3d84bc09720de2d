package io.github.argusglue.spi;

/**
 * Takes what a monitoring system sends to {@code /hooks/SOURCE}.
 *
 * <p>The core has checked the sender and bounded the size, and hands over one request at a time on a thread of its own.
 * A handler records what it learned, calls {@link SourceContext#requestSnapshot()} and returns: it does not wait for
 * anything, since the sender is waiting for it.
 */
@Unstable
@FunctionalInterface
public interface WebhookHandler {

    /**
     * Takes one request.
     *
     * @throws IllegalArgumentException if the request makes no sense; the message goes back to the sender with status
     *     400, which tells it not to try again
     */
    void onRequest(WebhookRequest request);
}
