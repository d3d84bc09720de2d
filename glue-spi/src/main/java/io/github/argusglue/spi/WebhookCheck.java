package io.github.argusglue.spi;

/**
 * Checks the authenticity of a webhook, for systems that sign what they send.
 *
 * <p>Called before the handler, on the same thread and by the same rules. The core has limited the size of the request,
 * and has compared the {@code hook_token} if the source has one; both have to accept the request then. An adapter sets
 * a check only if it has what the check needs, such as the secret: a check that accepts everything would open the
 * source to everybody who can reach it. For the usual signature see {@link HmacSha256}.
 */
@Unstable
@FunctionalInterface
public interface WebhookCheck {

    /**
     * Returns whether the request is authentic. If not, it is answered with status 403 and not passed to the handler.
     * An exception is reported as a bug in the plugin, and the request is refused.
     */
    boolean isAuthentic(WebhookRequest request);
}
