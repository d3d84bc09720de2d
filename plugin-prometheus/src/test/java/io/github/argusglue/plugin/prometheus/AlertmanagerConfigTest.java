package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Inline;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists every configuration key once. */
class AlertmanagerConfigTest {

    @Test
    void hasTheseKeys() {
        assertEquals(
                List.of(
                        "urls",
                        "filter",
                        "receiver",
                        "identityExclude",
                        "levelLabel",
                        "levels",
                        "levelDefault",
                        "excludeLabels",
                        "description",
                        "followValues",
                        "detailsUrl",
                        "minAge",
                        "silenced",
                        "inhibited",
                        "suppressedLevel",
                        "watchdog",
                        "watchdogAfter",
                        "holdMax",
                        "silentMax",
                        "originLabels",
                        "expiry",
                        "prometheus",
                        "silenceAcks",
                        "silenceLength",
                        "ackSilenced"),
                keys(AlertmanagerConfig.class).stream()
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void everyKeyIsDocumentedAndOnlyUrlsIsRequired() {
        for (RecordComponent key : keys(AlertmanagerConfig.class)) {
            assertTrue(key.isAnnotationPresent(Doc.class), key.getName());
            boolean mayBeAbsent = key.isAnnotationPresent(Default.class)
                    || key.getType() == List.class
                    || key.getType() == Optional.class;
            assertTrue(mayBeAbsent, key.getName());
        }
    }

    /** The keys of {@link HttpAccess} belong to the SPI. */
    private static List<RecordComponent> keys(Class<?> type) {
        List<RecordComponent> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (!component.isAnnotationPresent(Inline.class)) {
                keys.add(component);
            } else if (component.getType() != HttpAccess.class) {
                keys.addAll(keys(component.getType()));
            }
        }
        return keys;
    }

    @Test
    void refusesInvalidValues() {
        URI url = URI.create("http://am:9093");
        assertRefused("'urls' is missing", new PrometheusConfigBuilder(List.of()));
        assertRefused("'urls' contains a duplicate", new PrometheusConfigBuilder(List.of(url, url)));
        assertRefused("'urls' must be like", new PrometheusConfigBuilder(List.of(URI.create("am:9093"))));
        assertRefused(
                "'prometheus' must be like", new PrometheusConfigBuilder(List.of(url)).prometheus(URI.create("prom")));
        assertRefused("'description' has a '{'", new PrometheusConfigBuilder(List.of(url)).description("{x"));
        assertRefused("'details_url' has a '{'", new PrometheusConfigBuilder(List.of(url)).detailsUrl("{x"));
    }

    private static void assertRefused(String message, PrometheusConfigBuilder config) {
        String actual = String.valueOf(
                assertThrows(IllegalArgumentException.class, config::build).getMessage());
        assertTrue(actual.startsWith(message), actual);
    }

    @Test
    void toStringMasksSecrets() {
        String shown = new PrometheusConfigBuilder(List.of(URI.create("http://am:9093")))
                .token("sesame")
                .build()
                .toString();
        assertTrue(!shown.contains("sesame"), shown);
    }
}
