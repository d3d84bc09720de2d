package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookRequestTest {
    @Test
    void buildsWhatTheEndpointPasses() {
        WebhookRequest request = WebhookRequest.builder()
                .method("get")
                .path("a/b")
                .query("x", "1")
                .query("x", "2")
                .header("X-Index", "1")
                .header("x-INDEX", "2")
                .build();

        assertEquals("GET", request.method());
        assertEquals("a/b", request.path());
        assertEquals(List.of("1", "2"), request.queryValues("x"));
        assertEquals(Optional.empty(), request.query("X"));
        assertEquals(List.of("1", "2"), request.headerValues("x-index"));
        assertEquals("WebhookRequest[GET /a/b, 0 bytes]", request.toString());
        assertEquals("POST", WebhookRequest.of(Map.of(), new byte[0]).method());
    }

    @Test
    void responseIsLimited() {
        assertThrows(IllegalArgumentException.class, () -> WebhookResponse.text(302, ""));
        assertThrows(IllegalArgumentException.class, () -> WebhookResponse.text(204, ""));
        String tooLong = "x".repeat(WebhookResponse.MAX_BODY + 1);
        assertThrows(IllegalArgumentException.class, () -> WebhookResponse.json(200, tooLong));
        assertEquals(
                "WebhookResponse[200, 1 characters]",
                WebhookResponse.text(200, "x").toString());
    }

    @Test
    void headerNamesAreCaseInsensitive() {
        WebhookRequest request = WebhookRequest.of(Map.of("X-INDEX", List.of("1", "2")), new byte[0]);
        assertEquals(Optional.of("1"), request.header("x-index"));
        assertEquals(Optional.empty(), request.header("authorization"));
    }

    @Test
    void bodyIsCopied() {
        byte[] body = {1, 2};
        WebhookRequest request = WebhookRequest.of(Map.of(), body);
        body[0] = 9;
        request.body()[1] = 9;
        assertArrayEquals(new byte[] {1, 2}, request.body());
    }
}
