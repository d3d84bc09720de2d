package io.github.argusglue.plugin.aruba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.aruba.alert.AlertConfig;
import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.plugin.aruba.central.CentralConfig;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Secret;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists every configuration key once. */
class CentralConfigTest {
    private static final URI URL = URI.create("https://de1.api.central.arubanetworks.com");

    private static CentralConfig config(String clientId, String tokenUrl, HttpAccess access, String detailsUrl) {
        return new CentralConfig(
                HttpEndpoint.of(URL, access),
                clientId,
                Secret.of("sesame"),
                URI.create(tokenUrl),
                new AlertConfig(true, true, List.of(), List.of(), List.of(), Map.of()),
                new ApConfig(Duration.ZERO, 3, Optional.of(detailsUrl)),
                CentralConfig.Deferred.ACKNOWLEDGED,
                false,
                Optional.of(Secret.of("sesame")),
                "Signature");
    }

    @Test
    void hasTheseKeys() {
        assertEquals(
                List.of(
                        "clientId",
                        "clientSecret",
                        "tokenUrl",
                        "accessPoints",
                        "alerts",
                        "alertTypes",
                        "ignoreAlertTypes",
                        "apDownTypes",
                        "levels",
                        "apDownFor",
                        "apDownLevel",
                        "detailsUrl",
                        "deferred",
                        "clear",
                        "webhookSecret",
                        "webhookHeader"),
                keys(CentralConfig.class).stream().map(RecordComponent::getName).toList());
        keys(CentralConfig.class).forEach(key -> assertTrue(key.isAnnotationPresent(Doc.class), key.getName()));
    }

    /** The keys of {@link HttpEndpoint} belong to the SPI. */
    private static List<RecordComponent> keys(Class<?> type) {
        List<RecordComponent> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (!component.isAnnotationPresent(Inline.class)) {
                keys.add(component);
            } else if (component.getType() != HttpEndpoint.class) {
                keys.addAll(keys(component.getType()));
            }
        }
        return keys;
    }

    @Test
    void refusesInvalidValues() {
        HttpAccess none = HttpAccess.builder().build();
        HttpAccess token = HttpAccess.builder().token(Secret.of("x")).build();
        HttpAccess user = HttpAccess.builder().basic("kari", Secret.of("x")).build();
        assertRefused("'client_id' is empty", " ", "https://sso/token", none, "https://x/{serial}");
        assertRefused("'token_url' must be like", "id", "sso", none, "https://x/{serial}");
        assertRefused("this type signs in with 'client_id'", "id", "https://sso/token", token, "https://x/{serial}");
        assertRefused("this type signs in with 'client_id'", "id", "https://sso/token", user, "https://x/{serial}");
        assertRefused("'details_url' is not a URL", "id", "https://sso/token", none, "https://x/{model}");
    }

    private static void assertRefused(
            String message, String clientId, String tokenUrl, HttpAccess access, String detailsUrl) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> config(clientId, tokenUrl, access, detailsUrl));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e::toString);
    }

    @Test
    void toStringMasksSecrets() {
        String shown = config("id", "https://sso/token", HttpAccess.builder().build(), "https://x/")
                .toString();
        assertFalse(shown.contains("sesame"), shown);
    }
}
