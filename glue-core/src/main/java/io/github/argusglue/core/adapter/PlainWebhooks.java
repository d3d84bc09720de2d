package io.github.argusglue.core.adapter;

import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;

/** Answers for a handler that only takes webhooks, at one address. */
record PlainWebhooks(WebhookHandler handler) implements WebhookResponder {

    @Override
    public WebhookResponse onRequest(WebhookRequest request) {
        if (!request.path().isEmpty()) {
            return WebhookResponse.text(404, "this source takes webhooks only at /hooks/NAME itself\n");
        }
        handler.onRequest(request);
        return WebhookResponse.taken();
    }
}
