package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.DocumentSink;
import io.github.argusglue.plugin.generic.message.Documents;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;
import java.time.Clock;

/** Takes documents by POST. All documents of one request are taken, or none. */
final class WebhookIntake implements WebhookResponder {
    private final Clock clock;
    private final DocumentSink sink;

    WebhookIntake(Clock clock, DocumentSink sink) {
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public WebhookResponse onRequest(WebhookRequest request) {
        if (!request.path().isEmpty()) {
            return WebhookResponse.text(404, "this source takes webhooks only at /hooks/NAME itself\n");
        }
        try {
            sink.take(Documents.parse(request.body(), clock.instant(), "POST"));
            return WebhookResponse.taken();
        } catch (RefusedException e) {
            int status = switch (e.kind()) {
                case INVALID -> 400;
                case FULL -> 507;
                case NOT_STORED -> 503;
            };
            return WebhookResponse.text(status, e.getMessage() + "\n");
        }
    }
}
