package io.github.argusglue.plugin.aruba.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.WebhookHandler;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives the webhooks of Central: JSON objects, signed if there is a secret. */
public final class CentralWebhook {
    private CentralWebhook() {}

    /**
     * Sets the source's handler of webhooks.
     *
     * @param secret with which Central signs them; null if it does not
     * @param isSigned whether a request is signed with a secret
     * @param onObject gets the body of each accepted webhook
     */
    public static void register(
            SourceContext context,
            @Nullable Secret secret,
            BiPredicate<WebhookRequest, Secret> isSigned,
            Consumer<JsonNode> onObject) {
        WebhookHandler handler = request -> onObject.accept(object(request));
        if (secret == null) {
            context.onWebhook(handler);
        } else {
            context.onWebhook(request -> isSigned.test(request, secret), handler);
        }
    }

    private static JsonNode object(WebhookRequest request) {
        JsonNode sent;
        try {
            sent = new ObjectMapper().readTree(new String(request.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a webhook of Central is a JSON object", e);
        }
        if (!sent.isObject()) {
            throw new IllegalArgumentException("a webhook of Central is a JSON object");
        }
        return sent;
    }
}
