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

/** Changes that must not change the reported alert. */
class AlertCacheTest {
    private static final Duration LEASE = Duration.ofMinutes(4);

    private final PrometheusConfigBuilder config = new PrometheusConfigBuilder(List.of(URI.create("http://am:9093")));
    private final AlertCache cache = new AlertCache(
            new AlertMapper(config.display(), config.suppression()), new Watchdog(config.watchdogConfig()));

    private Alert open(MergedAlert merged, long second) {
        return cache.openAlert(merged, LEASE, Samples.START.plusSeconds(second)).orElseThrow();
    }

    private static MergedAlert from(String generatorUrl, Instant startsAt) {
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
        return new MergedAlert(a.fingerprint(), alert, a.labels(), startsAt, List.of(), List.of());
    }

    @Test
    void linkStaysWhileItsServerIsHeard() {
        Alert first = open(from("http://prom-a/graph", Samples.START), 0);
        assertSame(first, open(from("http://prom-b/graph", Samples.START), 60));
        assertSame(first, open(from("http://prom-a/graph", Samples.START), 120));
        assertSame(first, open(from("http://prom-b/graph", Samples.START), 360));
        Alert later = open(from("http://prom-b/graph", Samples.START), 361);
        assertEquals(Optional.of(URI.create("http://prom-b/graph")), later.detailsUrl());
    }

    @Test
    void keepsTheFirstStart() {
        Alert first = open(from("http://prom-a/graph", Samples.START), 0);
        Instant moved = Samples.START.plusSeconds(900);
        assertSame(first, open(from("http://prom-a/graph", moved), 901));
        Alert other = open(from("http://prom-b/graph", moved), 1800);
        assertEquals(first.id(), other.id());
        assertEquals(first.startedAt(), other.startedAt());
    }

    @Test
    void forgottenAlertHasANewStart() {
        Alert first = open(from("http://prom-a/graph", Samples.START), 0);
        cache.retain(Set.of());
        Alert second = open(from("http://prom-a/graph", Samples.START.plusSeconds(900)), 901);
        assertEquals(first.id().key(), second.id().key());
        assertEquals(Samples.START.plusSeconds(900), second.startedAt());
    }

    @Test
    void heldAlertIsTheSameObjectWhileItsReasonStays() {
        open(from("http://prom-a/graph", Samples.START), 0);
        String key = "0123456789abcdef";
        Alert held = cache.heldAlert(key, "silent", null).orElseThrow();
        assertEquals(Optional.of("silent"), held.heldReason());
        assertSame(held, cache.heldAlert(key, "silent", null).orElseThrow());
        assertTrue(cache.heldAlert("unknown", "silent", null).isEmpty());
    }
}
