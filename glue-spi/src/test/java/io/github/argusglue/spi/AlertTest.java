package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertTest {
    private static final Instant START = Instant.parse("2026-11-20T21:24:18Z");

    private static Alert.Builder builder() {
        return Alert.builder(AlertId.startedAt("web1", START), START)
                .description("web1 is down")
                .tag("host", "web1");
    }

    @Test
    void defaultsAreModerateSeverityAndEmptyFields() {
        Alert alert = Alert.builder(AlertId.unique("1"), START).build();
        assertEquals(Severity.MODERATE, alert.severity());
        assertEquals("", alert.description());
        assertEquals(List.of(), alert.tags());
        assertEquals(Map.of(), alert.metadata());
        assertEquals(Optional.empty(), alert.heldReason());
    }

    @Test
    void tagsKeepTheirOrderWithoutDuplicates() {
        Alert alert = builder()
                .tag("ifName", "xe-0")
                .tag("host", "web1")
                .tag("host", "web2")
                .build();
        assertEquals(
                List.of(new Tag("host", "web1"), new Tag("if_name", "xe-0"), new Tag("host", "web2")), alert.tags());
    }

    @Test
    void builtAlertIsIndependentOfItsBuilder() {
        Map<String, Object> metadata = new HashMap<>(Map.of("a", 1));
        Alert.Builder builder = builder().metadata(metadata);
        Alert alert = builder.build();
        metadata.put("b", 2);
        builder.tag("more", "tags");
        assertEquals(Map.of("a", 1), alert.metadata());
        assertEquals(1, alert.tags().size());
        assertThrows(UnsupportedOperationException.class, () -> alert.metadata().put("b", 2));
    }

    @Test
    void textShowsWhatIsCompared() {
        assertEquals(
                "Alert[web1@20261120T212418Z since 2026-11-20T21:24:18Z, MODERATE, web1 is down, host=web1]",
                builder().build().toString());
        assertEquals(
                "Alert[1 since 2026-11-20T21:24:18Z, HIGH, , scope: oslo, held: silent, suppressed: downtime]",
                Alert.builder(AlertId.unique("1"), START)
                        .severity(Severity.HIGH)
                        .scope("oslo")
                        .held("silent")
                        .suppressed(Suppression.of("downtime"))
                        .build()
                        .toString());
    }

    @Test
    void metadataIsWhatJsonCanHold() {
        Map<String, Object> good = new HashMap<>();
        good.put("text", "a");
        good.put("nothing", null);
        good.put("list", List.of(1, 2L, 1.5, 1.5f, Double.NaN, new BigDecimal("1"), BigInteger.ONE, true, (short) 1));
        good.put("map", Map.of("deep", List.of(Map.of())));

        assertEquals(good, builder().metadata(good).build().metadata());
    }

    static Stream<Arguments> badMetadata() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        return Stream.of(
                Arguments.of(Map.of("since", START), "'since' is a java.time.Instant"),
                Arguments.of(Map.of("a", List.of(1, Map.of("b", Set.of()))), "'a[1].b' is a java.util.Immutable"),
                Arguments.of(Map.of("a", List.of(List.of(new int[0]))), "'a[0][0]' is a [I"),
                Arguments.of(Map.of("a", Map.of(1, "x")), "'a' has a key that is a java.lang.Integer"),
                Arguments.of(Map.of("a", new AtomicInteger()), "'a' is a java.util.concurrent.atomic.AtomicInteger"),
                Arguments.of(Map.of("a", endless), "is nested more than 100 deep"));
    }

    @ParameterizedTest
    @MethodSource("badMetadata")
    void otherMetadataIsRefusedByKeyAndType(Map<String, Object> metadata, String message) {
        Alert.Builder builder = builder().metadata(metadata);

        String refused = String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());

        assertTrue(refused.startsWith("alert 'web1': metadata: "), refused);
        assertTrue(refused.contains(message), refused);
    }

    static Stream<Arguments> differences() {
        return Stream.<UnaryOperator<Alert.Builder>>of(
                        b -> b.description("other"),
                        b -> b.severity(Severity.LOW),
                        b -> b.tag("site", "oslo"),
                        b -> b.metadata(Map.of("a", 1)),
                        b -> b.detailsUrl(URI.create("https://x.example/1")),
                        b -> b.ticketUrl(URI.create("https://x.example/2")),
                        b -> b.held("silent"),
                        b -> b.scope("oslo"),
                        b -> b.suppressed(Suppression.of("downtime")),
                        b -> b.suppressed(Suppression.of("downtime").by("kari")),
                        b -> b.suppressed(Suppression.of("downtime").until(START)),
                        b -> b.acknowledgement(Acknowledgement.of("me", START, "")))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("differences")
    void equalsComparesAllFields(UnaryOperator<Alert.Builder> difference) {
        assertEquals(builder().build(), builder().build());
        assertNotEquals(builder().build(), difference.apply(builder()).build());
        assertEquals(
                difference.apply(builder()).build(), difference.apply(builder()).build());
    }
}
