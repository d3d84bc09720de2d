package io.github.argusglue.core.trial;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Suppression;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SnapshotDiffTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void aFirstSnapshotOpensEverything() {
        SnapshotDiff diff =
                SnapshotDiff.of(Map.of(), Snapshot.complete(List.of(alert("a").build())));
        assertEquals(1, diff.opened());
        assertEquals(0, diff.changed());
        assertEquals(List.of(), diff.ended());
    }

    @Test
    void equalAlertsAreNoChange() {
        SnapshotDiff diff = after(Snapshot.complete(List.of(alert("a").build())))
                .then(Snapshot.complete(List.of(alert("a").build())));
        assertFalse(diff.isAnything());
    }

    @Test
    void eachFieldIsCompared() {
        Alert before =
                alert("a").metadata(Map.of("port", 1)).tag("host", "web1").build();
        Alert now = Alert.builder(AlertId.startedAt("a", START.plusSeconds(1)), START.plusSeconds(1))
                .description("worse")
                .severity(Severity.CRITICAL)
                .tag("host", "web2")
                .metadata(Map.of("port", 2))
                .detailsUrl(URI.create("https://example.org/a"))
                .ticketUrl(URI.create("https://example.org/t"))
                .held("no contact", START)
                .acknowledgement(Acknowledgement.of("kari", START, "mine"))
                .suppressed(Suppression.of("downtime").by("ola"))
                .build();
        SnapshotDiff diff = after(Snapshot.complete(List.of(before))).then(Snapshot.complete(List.of(now)));
        assertEquals(
                List.of(
                        "start: 2026-11-20T10:00:00Z -> 2026-11-20T10:00:01Z",
                        "description: 'a is down' -> 'worse'",
                        "severity: MODERATE -> CRITICAL",
                        "tag host=web2 added",
                        "tag host=web1 removed",
                        "metadata 'port': 1 -> 2",
                        "details URL: none -> https://example.org/a",
                        "ticket URL: none -> https://example.org/t",
                        "held: none -> 'no contact'",
                        "unknown since: none -> 2026-11-20T10:00:00Z",
                        "acknowledgement: none -> 'by kari at 2026-11-20T10:00:00Z: mine'",
                        "suppression: none -> 'downtime, by ola'"),
                diff.alerts().get(0).changes());
        assertEquals(0, diff.opened());
    }

    @Test
    void absenceFromACompleteSnapshotIsAnEnd() {
        SnapshotDiff diff =
                after(Snapshot.complete(List.of(alert("a").build()))).then(Snapshot.complete(List.of()));
        assertEquals(1, diff.ended().size());
        assertEquals(null, diff.ended().get(0).ending());
        assertEquals(Map.of(), diff.open());
    }

    @Test
    void absenceFromAPartialSnapshotMeansNothing() {
        SnapshotDiff diff = after(Snapshot.complete(List.of(alert("a").build())))
                .then(Snapshot.partial(List.of(), "page 2 failed"));
        assertEquals(List.of(), diff.ended());
        assertEquals(1, diff.absent().size());
        assertFalse(SnapshotDiff.of(
                        diff.open(), Snapshot.complete(List.of(alert("a").build())))
                .isAnything());
    }

    @Test
    void onlyTheAbsenceFromAnUnknownScopeMeansNothing() {
        SnapshotDiff diff = after(Snapshot.complete(List.of(
                        alert("a").scope("oslo").build(),
                        alert("b").scope("bergen").build(),
                        alert("c").build())))
                .then(Snapshot.complete(List.of()).except("oslo", "HTTP 503"));
        assertEquals(1, diff.ended().size());
        assertEquals("b", diff.ended().get(0).alert().id().key());
        assertEquals(2, diff.absent().size());
    }

    @Test
    void anEndingCountsInAPartialSnapshotToo() {
        Alert alert = alert("a").build();
        SnapshotDiff diff = after(Snapshot.complete(List.of(alert)))
                .then(Snapshot.partial(List.of(), "page 2 failed")
                        .withEndings(List.of(Ending.reported(alert.id(), START, "resolved"))));
        assertEquals(1, diff.ended().size());
        assertEquals("resolved", requireNonNull(diff.ended().get(0).ending()).reason());
    }

    @Test
    void anIdThatOccursTwiceIsNamed() {
        SnapshotDiff diff = SnapshotDiff.of(
                Map.of(),
                Snapshot.complete(
                        List.of(alert("a").build(), alert("a").description("b").build())));
        assertEquals(List.of(alert("a").build().id()), diff.repeated());
        assertEquals(1, diff.alerts().size());
    }

    private static Alert.Builder alert(String key) {
        return Alert.builder(AlertId.startedAt(key, START), START).description(key + " is down");
    }

    private static Before after(Snapshot snapshot) {
        return next -> SnapshotDiff.of(SnapshotDiff.of(Map.of(), snapshot).open(), next);
    }

    @FunctionalInterface
    private interface Before {
        SnapshotDiff then(Snapshot next);
    }
}
