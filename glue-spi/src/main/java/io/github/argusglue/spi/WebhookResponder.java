package io.github.argusglue.spi;

import java.util.Set;

/**
 * Handles what a monitoring system sends to {@code /hooks/SOURCE} and below, and decides the answer. For systems that
 * validate an address before they use it, with a challenge that has to be echoed, and for those that use several paths.
 * If the answer does not matter, use a {@link WebhookHandler}.
 *
 * <pre>{@code
 * public Set<String> methods() {
 *     return Set.of("GET", "POST");
 * }
 *
 * public WebhookResponse onRequest(WebhookRequest request) {
 *     if (request.method().equals("GET")) {
 *         return WebhookResponse.text(200, request.query("validationToken").orElse(""));
 *     }
 *     context.requestSnapshot();
 *     return WebhookResponse.taken();
 * }
 * }</pre>
 *
 * <p>The rules of {@link WebhookHandler} apply: the core has authenticated the sender and limited the size, passes one
 * request at a time on its own thread, and the sender is waiting.
 */
@Unstable
public interface WebhookResponder {

    /**
     * Returns the HTTP methods to let through, of {@code GET}, {@code POST} and {@code PUT}; all others are answered
     * with status 405. Called once, when the responder is set. The core asks for the {@code hook_token} with every
     * method. Only a {@code GET} may come without it, because challenges cannot always carry it, and only if there is a
     * {@link WebhookCheck}, which then decides alone.
     */
    default Set<String> methods() {
        return Set.of("POST");
    }

    /**
     * Handles one request and returns the answer.
     *
     * @throws IllegalArgumentException if the request is invalid; the message is returned to the sender with status
     *     400, which tells it not to retry
     */
    WebhookResponse onRequest(WebhookRequest request);
}
