package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.rules.RuleSketch;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alerts that rules drop, and their incidents. */
final class DroppedTest {
    private final Scene scene =
            new Scene().shaping(shaping(RuleSketch.match("noise=yes").drop()));
    private final Alert noise = Scene.keyed("n").tag("noise", "yes").build();
    private final Alert other = Scene.keyed("o").build();

    @Test
    void aDroppedAlertIsNotOpened() {
        assertEquals(List.of("create o@20261121T110000Z"), scene.complete(noise, other));
    }

    @Test
    void itsOpenIncidentIsEndedWithTheRule() {
        scene.opened(1, noise);

        assertEquals(List.of("create o@20261121T110000Z", "end 1"), scene.complete(noise, other));
        Action.End end = (Action.End) scene.lastPlan().actions().stream()
                .filter(Action.End.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals("dropped by rule 1 (noise=\"yes\")", end.reason());
        assertEquals(Scene.NOW, end.at());
    }

    @Test
    void dropAlsoAppliesInPartialSnapshots() {
        scene.opened(1, noise).opened(2, other);

        assertEquals(List.of("end 1"), scene.partial(noise));
    }

    @Test
    void heldAlertsAreDroppedToo() {
        scene.opened(1, noise);

        assertEquals(
                List.of("end 1"),
                scene.complete(
                        Scene.keyed("n").tag("noise", "yes").held("silent").build()));
    }

    @Test
    void heldAlertWithoutDetailsIsNotDropped() {
        Scene positive =
                new Scene().shaping(shaping(RuleSketch.match("host!=\"web1\"").drop()));
        positive.opened(1, Scene.keyed("a").tag("host", "web1").build());

        assertEquals(
                List.of(), positive.complete(Scene.keyed("a").held("silent").build()));
    }

    @Test
    void closeAfterDoesNotApplyToDroppedAlerts() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(Duration.ofMinutes(5)).build();
        scene.opened(1, noise);

        assertEquals(List.of("end 1"), scene.complete(noise));
    }

    @Test
    void ruleThatDropsManyNeedsASecondSnapshot() {
        scene.policy = PolicySketch.GUARDED.build();
        List<Alert> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(Scene.keyed("n" + i).tag("noise", "yes").build());
            scene.opened(i + 1, many.get(i));
        }

        assertEquals(List.of(), scene.snapshot(Snapshot.complete(many)));
        assertEquals(
                List.of("50 closings out of 50 open: waiting for a later snapshot to confirm,"
                        + " the first until 2026-11-21T12:00:30Z"),
                scene.holds());
        assertEquals(List.of(), scene.again());
        scene.after(Duration.ofSeconds(30));
        assertEquals(50, scene.snapshot(Snapshot.complete(many)).size());
    }

    @Test
    void anOperatorCanReleaseThose() {
        scene.policy = PolicySketch.DEFAULT.massClose(0, 0).build();
        scene.opened(1, noise);
        scene.complete(noise);

        assertEquals(1, scene.ledger.release());
        assertEquals(List.of("end 1"), scene.again());
        assertEquals(List.of("end 1"), scene.again());
    }

    @Test
    void droppedAlertThatEndsHasItsOwnReason() {
        scene.opened(1, noise);

        scene.snapshot(Snapshot.complete(List.of())
                .withEndings(List.of(Ending.reported(noise.id(), Scene.NOW.minusSeconds(9), "over"))));
        assertEquals("over", scene.only(Action.End.class).reason());
    }

    @Test
    void alertThatIsNoLongerDroppedIsOpenedAgain() {
        scene.ended(1, noise, Duration.ofMinutes(1), ClosedIncident.By.SOURCE);

        assertEquals(
                List.of("restart 1"),
                scene.complete(Scene.keyed("n").tag("noise", "no").build()));
    }

    @Test
    void personsCloseIsRememberedWhileTheAlertIsDropped() {
        scene.ended(1, noise, Duration.ofMinutes(1), ClosedIncident.By.PERSON);
        scene.complete(noise);

        assertEquals(
                List.of(), scene.complete(Scene.keyed("n").tag("noise", "no").build()));
        assertEquals(1, scene.lastPlan().quiet());
    }

    @Test
    void rulesAreNotAppliedToUnchangedAlerts() {
        AlertShaper shaper = new AlertShaper(shaping(
                RuleSketch.match("noise=yes").drop(), RuleSketch.everything().tag("site", "{alert.key}")));
        Snapshot snapshot = Snapshot.complete(List.of(noise, other));
        Desired first = shaper.shape(snapshot, Scene.NOW);
        Desired second =
                shaper.shape(Snapshot.complete(List.of(noise, Scene.keyed("o").build())), Scene.NOW.plusSeconds(30));

        assertSame(first.incidents().get(0), second.incidents().get(0));
        assertEquals(List.of(new Tag("site", "o")), second.incidents().get(0).tags());
        assertEquals(first.dropped(), second.dropped());
        assertEquals(1, second.incidents().size());
        assertEquals(false, shaper.contains(noise.id()));
        assertEquals(true, shaper.contains(other.id()));
    }

    private static ShapingConfig shaping(RuleSketch... rules) {
        return new ShapingConfig(
                List.of(),
                RuleSet.of(Arrays.stream(rules).map(RuleSketch::build).toList()),
                null);
    }
}
