package io.github.argusglue.core.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OpenIncidentsTest {
    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private final Mirror mirror = new Mirror();

    @Test
    void mostSevereFirstThenNewest() {
        open(incident(1, 3, 10), incident(2, 1, 5), incident(3, 1, 7), incident(4, 5, 90), incident(5, 3, 11));

        OpenIncidents chosen = OpenIncidents.of(
                mirror.entries().stream().map(MirrorEntry::incident).iterator(), mirror.size(), 3);

        assertEquals(5, chosen.total());
        assertEquals(
                List.of(3L, 2L, 5L), chosen.first().stream().map(Incident::pk).toList());
        assertEquals(List.of(2, 0, 2, 0, 1), mirror.openByLevel());
    }

    @Test
    void fewerThanRequested() {
        open(incident(1, 3, 10));

        assertEquals(
                1,
                OpenIncidents.of(
                                mirror.entries().stream()
                                        .map(MirrorEntry::incident)
                                        .iterator(),
                                mirror.size(),
                                100)
                        .first()
                        .size());
        assertEquals(
                List.of(),
                OpenIncidents.of(
                                mirror.entries().stream()
                                        .map(MirrorEntry::incident)
                                        .iterator(),
                                mirror.size(),
                                0)
                        .first());
    }

    @Test
    void levelsAreCountedAsIncidentsComeChangeAndGo() {
        open(incident(1, 3, 10), incident(2, 3, 10), incident(3, 9, 10), incident(4, 0, 10));
        assertEquals(List.of(1, 0, 2, 0, 1), mirror.openByLevel());

        mirror.put(incident(1, 2, 10), T0);
        mirror.remove(2);
        mirror.remove(2);

        assertEquals(List.of(1, 1, 0, 0, 1), mirror.openByLevel());
    }

    private void open(Incident... incidents) {
        mirror.replace(new ArrayList<>(List.of(incidents)), Set.of());
    }

    private static Incident incident(long pk, int level, int second) {
        return new Incident(
                pk,
                "k" + pk + "@20261121T120000Z",
                1,
                T0.plusSeconds(second),
                Instant.MAX,
                level,
                "",
                List.of(),
                "",
                "",
                Map.of(),
                false);
    }
}
