package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;

/** A system that sends a challenge before it sends webhooks to an address. */
public interface ChallengingSystem extends WebhookSystem {

    /** Returns the challenge that the system sends to validate an address. */
    WebhookRequest challenge();

    /** Returns whether the system accepts this answer to the challenge. */
    boolean isAnsweredBy(WebhookResponse answer);
}
