package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.WebhookRequest;

/** A system that sends webhooks. */
public interface WebhookSystem extends FakeSystem {

    /** Returns the webhook that the system sends because of the present state of this problem, signed if it signs. */
    WebhookRequest webhook(String problem);
}
