package io.github.argusglue.plugin.nagios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nglue 0.2.0 posts, and how it is answered. */
class NglueWebhookTest {
    private final AtomicInteger hints = new AtomicInteger();
    private final NglueWebhook webhook = new NglueWebhook(hints::incrementAndGet);

    private void post(String body) {
        WebhookResponse answer = webhook.onRequest(
                WebhookRequest.builder().body(body.getBytes(UTF_8)).build());
        assertEquals(WebhookResponse.json(200, "true"), answer);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "2,0,1", "2,2,1", "1,2,1", "0,2,1"})
    void resultsOfChecks(int state, int before, int expected) {
        post("""
                {"debug":false,"description":"Disk /var DISK – 3 MB","hostname":"gw-1","lastproblemid":"0",
                "lastservicestateid":%d,"problemid":"17","servicestate":"?","servicestateid":%d,
                "servicestatetype":"HARD","validate":false}""".formatted(before, state));
        assertEquals(expected, hints.get());
    }

    @Test
    void otherPosts() {
        post("{\"debug\":false,\"test_api\":true}");
        post("{\"hostname\":\"gw-1\",\"servicestateid\":2,\"lastservicestateid\":0,\"validate\":true}");
        assertEquals(0, hints.get(), "tests");
        post("{\"debug\":true,\"sync\":true}");
        assertEquals(1, hints.get(), "sync");
        post("{\"new\":[1]}");
        assertEquals(2, hints.get(), "something of the future");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "[]", "{", "\u0000"})
    void notFromNglue(String body) {
        WebhookRequest request =
                WebhookRequest.builder().body(body.getBytes(UTF_8)).build();
        assertThrows(IllegalArgumentException.class, () -> webhook.onRequest(request));
        assertEquals(0, hints.get());
    }
}
