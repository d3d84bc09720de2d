package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.rules.RuleSketch;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.FlapPolicy;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The incident of a flapping alert stays open until the flapping stops. */
final class FlapTest {
    private static final FlapPolicy FLAP = new FlapPolicy(4, Duration.ofMinutes(30), Duration.ofMinutes(15));

    private final Scene scene = new Scene().shaping(new ShapingConfig(List.of(), RuleSet.NONE, FLAP));
    private final Alert a = Scene.keyed("a").build();
    private final Alert b = Scene.keyed("b").build();

    @BeforeEach
    void bIsThere() {
        scene.opened(2, b);
        scene.complete(b);
    }

    @Test
    void changesAreFollowedUntilTheAlertFlaps() {
        assertEquals("create a@20261121T110000Z", come(a));
        assertEquals("end 1", go());
        assertEquals("restart 1", come(a));
        assertEquals("end 1", go());
        assertEquals(List.of(), scene.takeNews());
        assertEquals("restart 1", come(a), "the fifth change, four before it count no more than the last four");
        assertEquals(
                List.of("alert 'a' has started or ended 4 times within 30 min: its incident stays open until the alert"
                        + " has not changed for 15 min"),
                scene.takeNews());
    }

    @Test
    void flappingAlertStaysOpenAndIsReported() {
        flap();
        assertEquals(1, scene.takeNews().size());
        assertEquals("change 1 tags", lines(a, b));
        assertEquals("[flapping=true]", scene.only(Action.Change.class).change().tags() + "");
        carryOut();
        assertEquals("", go());
        assertEquals(List.of("1 closing of flapping alerts ('flap'), until 2026-11-21T12:21:00Z"), scene.holds());
        assertEquals(scene.now.plus(FLAP.hold()), scene.lastPlan().snapshotAt());
        assertEquals("", come(a));
        assertEquals("", go());
        assertEquals("", come(a));
        assertEquals(List.of(), scene.takeNews(), "said once");
    }

    @Test
    void tagIsRemovedWhenFlappingStops() {
        flap();
        scene.takeNews();
        lines(a, b);
        carryOut();
        scene.after(FLAP.hold().minusSeconds(1));
        assertEquals("", lines(a, b));
        scene.after(Duration.ofSeconds(1));

        assertEquals("change 1 tags", lines(a, b));
        assertEquals(List.of("alert 'a' no longer flaps"), scene.takeNews());
        carryOut();
        assertEquals("end 1", go(), "and it is followed again");
    }

    @Test
    void absentAlertEndsWithTheTimeOfItsAbsence() {
        flap();
        go();
        Instant gone = scene.now;
        scene.after(FLAP.hold().minusSeconds(1));
        assertEquals("", lines(b));
        scene.after(Duration.ofSeconds(1));

        assertEquals("end 1", lines(b));
        assertEquals(gone, scene.only(Action.End.class).at());
    }

    @Test
    void reportedEndsAreKeptOpenToo() {
        flap();
        scene.after(Duration.ofMinutes(1));
        Snapshot over =
                Snapshot.partial(List.of(), "half").withEndings(List.of(Ending.reported(a.id(), scene.now, "over")));

        assertEquals(
                List.of(),
                scene.snapshot(over).stream()
                        .filter(line -> line.contains(" 1"))
                        .toList());
    }

    @Test
    void partialSnapshotsDoNotCountAsChanges() {
        scene.opened(1, a);
        lines(a, b);
        for (int i = 0; i < 10; i++) {
            scene.after(Duration.ofMinutes(1));
            scene.partial(b);
            scene.after(Duration.ofMinutes(1));
            scene.complete(a, b);
        }

        assertEquals(List.of(), scene.takeNews());
    }

    @Test
    void absenceCountsFromTheNextCompleteSnapshot() {
        flap();
        scene.after(Duration.ofMinutes(1));
        scene.partial(b);

        assertEquals("", lines(b));
        assertEquals(1, scene.holds().size());
    }

    @Test
    void slowChangesAreFollowed() {
        for (int i = 0; i < 10; i++) {
            scene.after(Duration.ofMinutes(20));
            come(a);
            scene.after(Duration.ofMinutes(20));
            go();
        }

        assertEquals(List.of(), scene.takeNews());
    }

    @Test
    void personsCloseLastsWhileTheAlertFlaps() {
        flap();
        scene.mirror.remove(1);
        scene.ledger.recordEnd(a.id(), new ClosedIncident(1, a.id().value(), scene.now, ClosedIncident.By.PERSON));

        assertEquals("", go());
        assertEquals("", come(a));
        assertEquals("", go());
        scene.after(FLAP.hold());
        assertEquals("", lines(b));
        scene.after(Policy.DEFAULT.confirmAfter());
        assertEquals("", lines(b));
        assertEquals("create a@20261121T110000Z", come(a), "it was calm, and is back");
    }

    @Test
    void aDroppedAlertDoesNotFlap() {
        scene.shaping(new ShapingConfig(
                List.of(),
                RuleSet.of(List.of(RuleSketch.match("alert.key=a").drop().build())),
                FLAP));
        for (int i = 0; i < 10; i++) {
            assertEquals("", come(a));
            assertEquals("", go());
        }
        assertEquals(List.of(), scene.takeNews());
    }

    /** Makes it flap; it is open then, as incident 1. */
    private void flap() {
        for (int i = 0; i < 2; i++) {
            come(a);
            go();
        }
        scene.after(Duration.ofMinutes(1));
        lines(a, b);
        scene.opened(1, a);
        scene.ledger.recordOpen(a.id());
    }

    private String come(Alert alert) {
        scene.after(Duration.ofMinutes(1));
        String line = lines(alert, b);
        carryOut();
        return line;
    }

    private String go() {
        scene.after(Duration.ofMinutes(1));
        String line = lines(b);
        carryOut();
        return line;
    }

    private String lines(Alert... alerts) {
        return String.join(", ", scene.complete(alerts));
    }

    private void carryOut() {
        for (Action action : new ArrayList<>(scene.lastPlan().actions())) {
            AlertId id = action.id();
            if (action instanceof Action.Create || action instanceof Action.Restart) {
                DesiredIncident d =
                        action instanceof Action.Create create ? create.desired() : ((Action.Restart) action).desired();
                IncidentSketch made = IncidentSketch.incident(1, a.id().value()).level(d.level());
                d.tags().forEach(tag -> made.tag(tag.key(), tag.value(), IncidentSketch.US));
                scene.mirror.put(made.build(), null);
                scene.ledger.recordOpen(a.id());
            } else if (action instanceof Action.Change change) {
                MirrorEntry entry = scene.mirror.get(change.pk());
                IncidentSketch changed = IncidentSketch.incident(1, a.id().value());
                change.desired().tags().forEach(tag -> changed.tag(tag.key(), tag.value(), IncidentSketch.US));
                if (entry != null) {
                    scene.mirror.put(changed.build(), null);
                }
            } else if (action instanceof Action.End end && id != null) {
                scene.mirror.remove(end.pk());
                scene.ledger.recordEnd(
                        id, new ClosedIncident(end.pk(), id.value(), end.at(), ClosedIncident.By.SOURCE));
            }
        }
    }
}
