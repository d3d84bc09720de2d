package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reconciler remembers from earlier plans makes the next plan faster, but not different. */
final class SettledAlertsTest {
    private static final int KEYS = 12;

    private final Mirror mirror = new Mirror();
    private final Ledger ledger = new Ledger();
    private final AlertShaper shaper = new AlertShaper(List.of());
    private final Reconciler remembering = new Reconciler("oslo", IncidentSketch.US);
    private long pk;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePlanIsThatOfAReconcilerThatRemembersNothing(long seed) {
        Random random = new Random(seed);
        List<Alert> alerts = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(7)) {
                case 0 -> alerts.add(random.nextInt(alerts.size() + 1), alert(random));
                case 1 -> alerts.removeIf(alert -> random.nextInt(4) == 0);
                case 2 -> Collections.shuffle(alerts, random);
                case 3 -> alerts.replaceAll(alert -> random.nextInt(4) == 0 ? alert(random) : alert);
                case 4 -> mirror.put(Scene.madeOf(++pk, alert(random)), null);
                case 5 -> changeMirror(random);
                default -> {
                    List<Incident> open =
                            mirror.entries().stream().map(MirrorEntry::incident).toList();
                    mirror.replace(open.subList(0, open.size() - random.nextInt(open.size() + 1)), Set.of());
                }
            }
            Desired desired = shaper.shape(Snapshot.complete(alerts), Scene.NOW);
            int plans = 1 + random.nextInt(2);
            for (int i = 0; i < plans; i++) {
                assertSame(seed + ", step " + step, desired);
            }
        }
    }

    @Test
    void anotherMirrorIsComparedAgain() {
        Alert alert = Scene.keyed("a").build();
        Desired desired = shaper.shape(Snapshot.complete(List.of(alert)), Scene.NOW);
        mirror.put(Scene.madeOf(1, alert), null);
        assertSame("settled", desired);
        Mirror other = new Mirror();
        other.put(IncidentSketch.like(Scene.madeOf(1, alert)).level(5).build(), null);
        Plan plan = remembering.plan(desired, other, ledger, Policy.DEFAULT, Scene.NOW);
        assertEquals(List.of("change 1 level"), lines(plan));
    }

    private void assertSame(String where, Desired desired) {
        Plan fresh = new Reconciler("oslo", IncidentSketch.US).plan(desired, mirror, ledger, Policy.DEFAULT, Scene.NOW);
        Plan made = remembering.plan(desired, mirror, ledger, Policy.DEFAULT, Scene.NOW);
        assertEquals(lines(fresh), lines(made), where);
        assertEquals(fresh.holds(), made.holds(), where);
        assertEquals(fresh.massClose().waiting(), made.massClose().waiting(), where);
        mirror.recordOpenAlerts(made.shown());
    }

    private static List<String> lines(Plan plan) {
        return plan.actions().stream().map(Scene::line).sorted().toList();
    }

    private void changeMirror(Random random) {
        if (pk == 0) {
            return;
        }
        long one = 1 + random.nextLong(pk);
        MirrorEntry entry = mirror.get(one);
        switch (random.nextInt(4)) {
            case 0 -> mirror.remove(one);
            case 1 -> mirror.markForCompare(one);
            case 2 -> mirror.adopt(Map.of(one, id(random)));
            default -> {
                if (entry != null) {
                    mirror.put(
                            IncidentSketch.like(entry.incident())
                                    .level(1 + random.nextInt(5))
                                    .build(),
                            null);
                }
            }
        }
    }

    private static Alert alert(Random random) {
        return Alert.builder(id(random), Scene.NOW.minusSeconds(60))
                .severity(List.of(Severity.HIGH, Severity.LOW).get(random.nextInt(2)))
                .build();
    }

    private static AlertId id(Random random) {
        return AlertId.startedAt("k" + random.nextInt(KEYS), Scene.NOW.minusSeconds(60));
    }
}
