package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only looks like a change is none. */
class ShownTest {
    private static final Duration LEASE = Duration.ofMinutes(4);

    private final ConfigBuilder config = new ConfigBuilder(List.of(URI.create("http://am:9093")));
    private final Shown shown =
            new Shown(new AlertMapper(config.presentation(), config.suppression()), new Watchdog(config.signOfLife()));

    private Alert open(United united, long second) {
        return shown.open(united, LEASE, Samples.START.plusSeconds(second)).orElseThrow();
    }

    private static United from(String generatorUrl, Instant startsAt) {
        ListedAlert a = Samples.listed(Map.of("alertname", "X"), Map.of());
        ListedAlert alert = new ListedAlert(
                a.fingerprint(),
                startsAt,
                a.updatedAt(),
                a.endsAt(),
                a.labels(),
                a.annotations(),
                generatorUrl,
                List.of(),
                List.of());
        return new United(a.fingerprint(), alert, a.labels(), startsAt, List.of(), List.of());
    }

    @Test
    void theLinkStaysAsLongAsItsServerIsHeard() {
        Alert first = open(from("http://prom-a/graph", Samples.START), 0);
        assertSame(first, open(from("http://prom-b/graph", Samples.START), 60));
        assertSame(first, open(from("http://prom-a/graph", Samples.START), 120));
        assertSame(first, open(from("http://prom-b/graph", Samples.START), 360));
        Alert later = open(from("http://prom-b/graph", Samples.START), 361);
        assertEquals(Optional.of(URI.create("http://prom-b/graph")), later.detailsUrl());
    }

    @Test
    void theStartStaysAsItWasFirstSeen() {
        Alert first = open(from("http://prom-a/graph", Samples.START), 0);
        Instant moved = Samples.START.plusSeconds(900);
        assertSame(first, open(from("http://prom-a/graph", moved), 901));
        Alert other = open(from("http://prom-b/graph", moved), 1800);
        assertEquals(first.id(), other.id());
        assertEquals(first.startedAt(), other.startedAt());
    }

    @Test
    void whatIsForgottenBeginsAnew() {
        Alert first = open(from("http://prom-a/graph", Samples.START), 0);
        shown.retain(Set.of());
        Alert second = open(from("http://prom-a/graph", Samples.START.plusSeconds(900)), 901);
        assertEquals(first.id().key(), second.id().key());
        assertEquals(Samples.START.plusSeconds(900), second.startedAt());
    }

    @Test
    void aHeldAlertIsTheSameObjectWhileItsReasonStays() {
        open(from("http://prom-a/graph", Samples.START), 0);
        String key = "0123456789abcdef";
        Alert held = shown.held(key, "silent", null).orElseThrow();
        assertEquals(Optional.of("silent"), held.heldReason());
        assertSame(held, shown.held(key, "silent", null).orElseThrow());
        assertTrue(shown.held("unknown", "silent", null).isEmpty());
    }
}
