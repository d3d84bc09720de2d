package io.github.argusglue.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.plan.Scene;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UpdatePaceTest {
    private static final int MANY = 10_000;

    private final Scene scene = new Scene();

    private static Alert[] alerts(int count, String description, Severity severity) {
        return IntStream.range(0, count)
                .mapToObj(i -> Scene.keyed("a" + i)
                        .description(description)
                        .severity(severity)
                        .build())
                .toArray(Alert[]::new);
    }

    private void opened(Alert... alerts) {
        for (int i = 0; i < alerts.length; i++) {
            scene.opened(i + 1L, alerts[i]);
        }
    }

    private void carriedOut() {
        scene.lastPlan().actions().forEach(action -> {
            send(1);
            Alert changed =
                    Scene.keyed("a" + (action.pk() - 1)).description("new").build();
            scene.mirror.put(Scene.madeOf(action.pk(), changed), scene.now);
        });
    }

    private void send(int updates) {
        for (int i = 0; i < updates; i++) {
            scene.ledger.updatePace().started();
            scene.ledger.updatePace().sent(scene.now);
        }
    }

    @Test
    void changeOfAllIncidentsIsSpreadAndReported() {
        opened(alerts(MANY, "old", Severity.MODERATE));
        Alert[] changed = alerts(MANY, "new", Severity.MODERATE);

        assertEquals(100, scene.complete(changed).size());
        assertEquals(
                List.of("9900 updates of open incidents: at most 100 are sent in 10 s, all of them take about 16 min,"
                        + " the first until 2026-11-21T12:00:10Z"),
                scene.holds());
        assertEquals(MANY, scene.lastPlan().changes());
        assertEquals(Scene.NOW.plusSeconds(10), scene.lastPlan().planAt());
        carriedOut();

        scene.after(Duration.ofSeconds(3));
        assertEquals(List.of(), scene.again());
        assertEquals(9900, scene.lastPlan().changes());
        assertEquals(Scene.NOW.plusSeconds(10), scene.lastPlan().planAt());

        scene.after(Duration.ofSeconds(7));
        assertEquals(100, scene.again().size());
        assertEquals(9900, scene.lastPlan().changes());
    }

    @Test
    void partOfAPlanCountsToo() {
        opened(alerts(150, "old", Severity.MODERATE));
        scene.complete(alerts(150, "new", Severity.MODERATE));
        send(30);
        scene.again();
        assertEquals(70, scene.lastPlan().actions().size());
        assertEquals(80, scene.lastPlan().held().get(0).count());
    }

    @Test
    void updatesInFlightCountAndWithdrawnOnesDoNot() {
        opened(alerts(150, "old", Severity.MODERATE));
        IntStream.range(0, 50).forEach(i -> scene.ledger.updatePace().started());
        IntStream.range(0, 10).forEach(i -> scene.ledger.updatePace().withdrawn());
        assertEquals(60, scene.complete(alerts(150, "new", Severity.MODERATE)).size());
    }

    @Test
    void levelChangesOpeningsAndClosingsAreNotPaced() {
        opened(alerts(250, "old", Severity.MODERATE));
        assertEquals(250, scene.complete(alerts(250, "old", Severity.CRITICAL)).size());
        assertEquals(List.of(), scene.holds());

        Scene other = new Scene();
        assertEquals(250, other.complete(alerts(250, "old", Severity.MODERATE)).size());
    }

    @Test
    void longestWithoutUpdateComesFirst() {
        scene.policy = PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build();
        opened(alerts(150, "old", Severity.MODERATE));
        scene.complete(alerts(150, "new", Severity.MODERATE));
        List<Long> first = scene.lastPlan().actions().stream().map(Action::pk).toList();
        carriedOut();

        scene.after(UpdatePace.PERIOD);
        scene.complete(alerts(150, "newer", Severity.MODERATE));
        List<Long> second = scene.lastPlan().actions().stream().map(Action::pk).toList();
        long never = second.stream().filter(pk -> !first.contains(pk)).count();
        assertEquals(50, never, "the fifty that had to wait");
    }

    @Test
    void skippedYoungIncidentsUseNoPace() {
        scene.policy = PolicySketch.DEFAULT.minAge(Duration.ofHours(2)).build();
        opened(alerts(250, "old", Severity.MODERATE));
        assertEquals(List.of(), scene.complete(alerts(250, "new", Severity.MODERATE)));
        assertNull(scene.lastPlan().planAt());
        assertEquals(0, scene.lastPlan().changes());
    }

    @Test
    void clockSetBackDoesNotHoldUpdatesForLong() {
        opened(alerts(150, "old", Severity.MODERATE));
        send(100);
        scene.clockSet(Duration.ofHours(-1));
        scene.complete(alerts(150, "new", Severity.MODERATE));
        assertTrue(scene.lastPlan().actions().size() == 100);
    }
}
