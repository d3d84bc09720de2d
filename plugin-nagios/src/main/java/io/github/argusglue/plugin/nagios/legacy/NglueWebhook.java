package io.github.argusglue.plugin.nagios.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponder;
import io.github.argusglue.spi.WebhookResponse;
import java.io.IOException;

/**
 * Takes what nglue posts about a check result, in the place of nglue-api, as a reason to read the daemon. nglue posts
 * each result, so those that are OK after OK are no reason.
 */
public final class NglueWebhook implements WebhookResponder {
    /** What nglue-api answers to everything. */
    private static final WebhookResponse ANSWER = WebhookResponse.json(200, "true");

    private final ObjectMapper json = new ObjectMapper();
    private final Runnable changed;

    /** @param changed called when something may have changed; returns at once */
    public NglueWebhook(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public WebhookResponse onRequest(WebhookRequest request) {
        JsonNode post = read(request.body());
        boolean test =
                post.path("test_api").asBoolean() || post.path("validate").asBoolean();
        if (!test && !isOkAsBefore(post)) {
            changed.run();
        }
        return ANSWER;
    }

    private JsonNode read(byte[] body) {
        try {
            JsonNode post = json.readTree(body);
            if (post != null && post.isObject()) {
                return post;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("not a JSON object, which nglue sends");
    }

    private static boolean isOkAsBefore(JsonNode post) {
        return post.path("servicestateid").asInt(-1) == 0
                && post.path("lastservicestateid").asInt(-1) == 0;
    }
}
