package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookRequestTest {
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
