package io.github.argusglue.spi;

/**
 * Tells whether a webhook comes from who it says it does, for systems that sign what they send.
 *
 * <p>Called before the handler, on the same thread and under the same rules. The core has bounded the size of the
 * request, and has compared its {@code hook_token} if the source has one; both have to agree then. An adapter gives a
 * check only if it has been given what the check needs: one that lets everything through would open the source to
 * everybody who can reach it. For the usual signature see {@link HmacSha256}.
 */
@Unstable
@FunctionalInterface
public interface WebhookCheck {

    /**
     * Returns whether a request is genuine. It is answered with 403 otherwise, and the handler never sees it. Throwing
     * counts as a fault of the plugin, and the request is not let through.
     */
    boolean isGenuine(WebhookRequest request);
}
