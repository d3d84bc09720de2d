package io.github.argusglue.core.status;

import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Receives webhooks of one source. Thread-safe. */
public interface Webhooks {

    /** The HTTP methods that an adapter may ask for. */
    Set<String> METHODS = Set.of("GET", "POST", "PUT");

    /** Returns whether webhooks can be accepted. */
    HandlerState state();

    /** Returns the HTTP methods that the adapter accepts; empty while it accepts no webhooks. */
    Set<String> methods();

    /** Passes a webhook to the adapter. Returns at once; the result is always completed later, on any thread. */
    CompletableFuture<WebhookResult> offer(WebhookRequest request);

    /** Whether webhooks can be accepted. */
    enum HandlerState {
        /** The source has no adapter now. */
        NOT_RUNNING,
        /** Its adapter accepts none. */
        NO_HANDLER,
        /** Its adapter accepts them, and leaves it to the core to check the sender. */
        UNCHECKED,
        /** Its adapter accepts them and checks whether they are authentic. */
        CHECKED
    }

    /** The outcome of a webhook. */
    enum WebhookVerdict {
        /** The adapter has processed it. */
        TAKEN,
        /** The adapter rejected it as malformed; sending it again is useless. */
        INVALID,
        /** The adapter's check rejected it, for example because of its signature. */
        UNAUTHENTIC,
        /** This source does not accept webhooks. */
        NO_HANDLER,
        /** Not possible now, may be possible later. */
        NOT_NOW,
        /** The adapter has a bug. */
        FAILED
    }

    /**
     * The result of a webhook.
     *
     * @param verdict the outcome
     * @param text for the sender
     * @param response the answer of the adapter to a webhook that it has processed; null for the usual one
     */
    record WebhookResult(
            WebhookVerdict verdict, String text, @Nullable WebhookResponse response) {
        /** Creates one with the usual answer. */
        public WebhookResult(WebhookVerdict verdict, String text) {
            this(verdict, text, null);
        }
    }
}
