package io.github.argusglue.core.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plan.Scene;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgusLimitsTest {
    private final List<String> warnings = new ArrayList<>();
    private final ArgusLimits fitting = new ArgusLimits(List.of(), warnings::add);

    @Test
    void descriptionsAreTrimmedCleanedAndCut() {
        assertEquals(
                "Link down", fit(alert().description("\u00a0Link\0 down\n")).description());
        assertEquals(
                ArgusLimits.MAX_DESCRIPTION,
                fit(alert().description("x".repeat(20_000))).description().length());
    }

    @Test
    void tagValuesAreTrimmedCleanedAndCut() {
        assertEquals(
                List.of(new Tag("host", "sw1")),
                fit(alert().tag("host", "\u00a0sw1\0\u0085")).tags());
        Tag cut = fit(alert().tag("host", "日".repeat(500))).tags().get(0);
        assertTrue(bytes(cut.toString()) <= ArgusLimits.MAX_TAG_BYTES + 10, cut.toString());
        assertTrue(cut.value().endsWith("日…"));
    }

    @Test
    void tagsThatBecomeEqualAreMerged() {
        assertEquals(
                List.of(new Tag("host", "sw1")),
                fit(alert().tag("host", "sw1").tag("host", "sw\u00001")).tags());
    }

    @Test
    void tagKeysAreLimited() {
        Tag tag = fit(alert().tag("k".repeat(3_000), "v")).tags().get(0);

        assertTrue(
                tag.key().length() <= ArgusLimits.MAX_TAG_BYTES,
                () -> "key of " + tag.key().length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rt.example.org/Ticket/1",
                "http://rt.example.org:8080/x?y=z",
                "https://localhost/1",
                "https://localhost:9000/1",
                "https://192.0.2.7/1",
                "https://xn--bcher-kva.example/1",
                "https://user@rt.example.org/1",
                "HTTPS://RT.EXAMPLE.ORG/1"
            })
    void ticketsThatArgusTakesAreKept(String url) {
        assertEquals(url, fit(alert().ticketUrl(URI.create(url))).ticketUrl());
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/1",
                "https://a_b.example.org/1",
                "/Ticket/1",
                "rt/1",
                "mailto:noc@example.org",
                "ssh://rt.example.org/1",
                "https://rt.example.x/1",
                "https://rt.example.-org/1",
                "https://1.2.3.4.5/1",
                "https:///1",
                "urn:isbn:1"
            })
    void ticketsThatArgusRefusesAreLeftOutWithAWarning(String url) {
        assertEquals("", fit(alert().ticketUrl(URI.create(url))).ticketUrl());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("'" + url + "'"), warnings::toString);
    }

    @Test
    void tooLongTicketIsOmitted() {
        String url = "https://rt.example.org/" + "x".repeat(2_048);

        assertEquals("", fit(alert().ticketUrl(URI.create(url))).ticketUrl());
    }

    @Test
    void nestedMetadataIsCleaned() {
        Map<String, Object> metadata =
                Map.of("a\0", "x\0y", "list", List.of("z\0", 1, true, Map.of("deep", "\ud800q")));

        assertEquals(
                Map.of("a", "xy", "list", List.of("z", 1, true, Map.of("deep", "q"))),
                fit(alert().metadata(metadata)).metadata());
    }

    @Test
    void numbersThatJsonDoesNotHaveBecomeText() {
        assertEquals(
                Map.of("x", 1.5f, "none", "NaN"),
                fit(alert().metadata(Map.of("x", 1.5f, "none", Double.NaN))).metadata());
    }

    @Test
    void nullInMetadataIsKept() {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("none", null);
        metadata.put("list", Arrays.asList(1, null, 2));

        assertEquals(metadata, fit(alert().metadata(metadata)).metadata());
    }

    @Test
    void tooLargeMetadataIsOmitted() {
        List<String> much = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            much.add("x".repeat(9_000));
        }

        DesiredIncident fit = fit(alert().metadata(Map.of("much", much)).tag("host", "sw1"));

        assertEquals(Map.of(), fit.metadata());
        assertEquals(List.of(new Tag("host", "sw1")), fit.tags());
        assertEquals(1, warnings.size());
    }

    @Test
    void aStartIsNeverInTheFuture() {
        Alert alert = Scene.keyed("a", Scene.NOW.plusSeconds(60)).build();

        assertFalse(fitting.fit(alert, Scene.NOW).startTime().isAfter(Scene.NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T10:00:00.123Z", "2026-11-21T10:00:00.123456789Z", "2027-01-01T00:00:00Z"})
    void equalStartsAreSpread(Instant start) {
        Set<Instant> starts = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Instant spread = fitting.fit(Scene.keyed("key" + i, start).build(), Scene.NOW)
                    .startTime();
            Instant real = start.isAfter(Scene.NOW) ? Scene.NOW : start;
            assertTrue(Duration.between(spread, real).abs().toMillis() <= 1, spread::toString);
            assertFalse(spread.isAfter(Scene.NOW));
            starts.add(spread);
        }
        assertTrue(starts.size() > 500, () -> starts.size() + " different ones");
    }

    @Test
    void startOffsetIsStable() {
        Instant start = Instant.parse("2026-11-21T10:00:00Z");

        assertEquals(
                fitting.fit(Scene.keyed("a", start).build(), Scene.NOW).startTime(),
                fitting.fit(Scene.keyed("a", start).build(), Scene.NOW.plusSeconds(99))
                        .startTime());
    }

    @Test
    void startWithOffsetIsNeverInTheFuture() {
        for (int i = 0; i < 100; i++) {
            Alert alert = Scene.keyed("key" + i, Scene.NOW).build();
            assertFalse(fitting.fit(alert, Scene.NOW).startTime().isAfter(Scene.NOW));
        }
    }

    private DesiredIncident fit(Alert.Builder alert) {
        return fitting.fit(alert.build(), Scene.NOW);
    }

    private static Alert.Builder alert() {
        return Alert.builder(AlertId.startedAt("a", Scene.NOW), Scene.NOW);
    }

    private static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }
}
