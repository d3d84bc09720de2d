package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.mist.standin.WebhookSender;
import io.github.argusglue.spi.WebhookCheck;
import io.github.argusglue.spi.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A webhook makes the adapter read, and decides nothing. */
class WebhooksTest {
    private static WebhookRequest request(byte[] body, String signature) {
        return WebhookRequest.of(Map.of("X-Mist-Signature-v2", List.of(signature)), body);
    }

    private static WebhookRequest request(String body) {
        return request(body.getBytes(StandardCharsets.UTF_8), "");
    }

    @Test
    void signatureIsThatOfTheVeryBytes() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            WebhookCheck check = fixture.context().webhookCheck().orElseThrow();
            byte[] body = fixture.org.upDownWebhook(fixture.ap);
            String signature = WebhookSender.signature(body);
            assertTrue(check.isAuthentic(request(body, signature)));
            assertTrue(check.isAuthentic(request(body, signature.toUpperCase(Locale.ROOT))));
            byte[] other =
                    new String(body, StandardCharsets.UTF_8).replace(",", ", ").getBytes(StandardCharsets.UTF_8);
            assertFalse(check.isAuthentic(request(other, signature)), "the same JSON in other bytes");
            assertFalse(check.isAuthentic(request(body, "")));
            assertFalse(check.isAuthentic(request(body, signature.substring(2))));
        }
    }

    @Test
    void withoutSecretTheTokenOfTheHookDecides() {
        try (MistFixture fixture = new MistFixture(MistConfigBuilder::noWebhookSecret)) {
            assertTrue(fixture.context().webhookCheck().isEmpty());
            assertTrue(fixture.context().webhook().isPresent());
        }
    }

    @ParameterizedTest
    @CsvSource({"device-updowns, 1", "alarms, 1", "device-events, 1", "audits, 0", "ping, 0"})
    void topicsThatSayThatSomethingChanged(String topic, int hints) throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.context()
                    .webhook()
                    .orElseThrow()
                    .onRequest(request("{\"topic\": \"" + topic + "\", \"events\": [{}]}"));
            assertEquals(hints, fixture.context().snapshotRequests());
            assertEquals(0, fixture.mist.requests(), "it reads nothing itself");
        }
    }

    @Test
    void webhookWithoutEventsSaysNothing() throws Exception {
        try (MistFixture fixture = new MistFixture()) {
            fixture.context().webhook().orElseThrow().onRequest(request("{\"topic\": \"alarms\", \"events\": []}"));
            assertEquals(0, fixture.context().snapshotRequests());
        }
    }

    @Test
    void otherBodiesAreRefused() {
        try (MistFixture fixture = new MistFixture()) {
            for (String body : List.of("{\"topic\": \"alarms\"}", "{\"events\": []}", "{", "[1]", "\"alarms\"")) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> fixture.context().webhook().orElseThrow().onRequest(request(body)),
                        body);
            }
            assertEquals(0, fixture.context().snapshotRequests());
        }
    }
}
