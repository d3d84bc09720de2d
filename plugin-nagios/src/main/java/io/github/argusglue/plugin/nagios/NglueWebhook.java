package io.github.argusglue.plugin.nagios;

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
record NglueWebhook(Runnable changed) implements WebhookResponder {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public WebhookResponse onRequest(WebhookRequest request) {
        try {
            JsonNode post = JSON.readTree(request.body());
            if (!post.isObject()) {
                throw new IllegalArgumentException("not a JSON object, which nglue sends");
            }
            boolean test =
                    post.path("test_api").asBoolean() || post.path("validate").asBoolean();
            boolean okAsBefore = post.path("servicestateid").asInt(-1) == 0
                    && post.path("lastservicestateid").asInt(-1) == 0;
            if (!test && !okAsBefore) {
                changed.run();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
        return WebhookResponse.json(200, "true"); // What nglue-api answers to everything.
    }
}
