package io.github.argusglue.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
