package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delays of openings and closings. */
final class FloodLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scene scene = new Scene();
    private final Alert a = Scene.keyed("a").build();
    private final Alert b = Scene.keyed("b").build();

    @Test
    void anAlertIsOpenedWhenItHasBeenSeenForLongEnough() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();

        assertEquals(List.of(), scene.complete(a));
        assertEquals(
                List.of("1 alert open for less than 1 min ('open_after'), until 2026-11-21T12:01:00Z"), scene.holds());
        assertEquals(Scene.NOW.plus(MINUTE), scene.lastPlan().snapshotAt());
        scene.after(Duration.ofSeconds(30));
        assertEquals(List.of(), scene.complete(a, b));
        assertEquals(
                List.of("2 alerts open for less than 1 min ('open_after'), the first until 2026-11-21T12:01:00Z"),
                scene.holds());
        scene.after(Duration.ofSeconds(30));

        assertEquals(List.of("create a@20261121T110000Z"), scene.complete(a, b));
        assertEquals(Scene.NOW.plusSeconds(90), scene.lastPlan().snapshotAt());
    }

    @Test
    void openAfterNeedsAnotherSnapshot() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.complete(a);
        scene.after(Duration.ofMinutes(5));

        assertEquals(List.of(), scene.again());
        assertEquals(List.of("create a@20261121T110000Z"), scene.complete(a));
    }

    @Test
    void returningAlertWaitsAgain() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.complete(a);
        scene.after(Duration.ofSeconds(50));
        scene.complete();
        scene.after(Duration.ofSeconds(10));

        assertEquals(List.of(), scene.complete(a));
        assertEquals(Scene.NOW.plusSeconds(120), scene.lastPlan().snapshotAt());
    }

    @Test
    void partialSnapshotDoesNotRestartTheWait() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.complete(a, b);
        scene.after(Duration.ofSeconds(50));
        scene.snapshot(
                Snapshot.partial(List.of(), "half").withEndings(List.of(Ending.reported(b.id(), scene.now, ""))));
        scene.after(Duration.ofSeconds(10));

        assertEquals(List.of("create a@20261121T110000Z"), scene.complete(a, b));
    }

    @Test
    void clockSetBackDoesNotExtendTheWait() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).closeAfter(MINUTE).build();
        scene.opened(1, a);
        scene.complete(b);
        scene.clockSet(Duration.ofHours(-1));
        assertEquals(List.of(), scene.complete(b));
        scene.after(MINUTE);

        assertEquals(List.of("create b@20261121T110000Z", "end 1"), scene.complete(b));
    }

    @Test
    void openIncidentNeedNotWait() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.opened(1, a);
        Alert worse = Scene.keyed("a").severity(Severity.CRITICAL).build();

        assertEquals(List.of("change 1 level"), scene.complete(worse));
        assertNull(scene.lastPlan().snapshotAt());
        assertEquals(List.of(), scene.holds());
    }

    @Test
    void restartedAlertWaitsToo() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.ended(1, a, Duration.ofMinutes(2), ClosedIncident.By.SOURCE);

        assertEquals(List.of(), scene.complete(a));
        scene.after(MINUTE);
        assertEquals(List.of("restart 1"), scene.complete(a));
    }

    @Test
    void heldOrRejectedAlertKeepsItsWait() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.complete(a, b);
        scene.after(Duration.ofSeconds(30));
        scene.complete(Scene.keyed("a").held("silent").build(), b);
        scene.after(Duration.ofSeconds(30));

        assertEquals(List.of("create a@20261121T110000Z", "create b@20261121T110000Z"), scene.complete(a, b));
    }

    @Test
    void failedOpenIsRetriedAtOnce() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.complete(a);
        scene.after(MINUTE);
        scene.complete(a);

        assertEquals(List.of("create a@20261121T110000Z"), scene.again());
        scene.after(Duration.ofSeconds(1));
        assertEquals(List.of("create a@20261121T110000Z"), scene.complete(a));
    }

    @Test
    void anIncidentIsEndedWhenItsAlertHasBeenAbsentForLongEnough() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).build();
        scene.opened(1, a);

        assertEquals(List.of(), scene.complete());
        assertEquals(
                List.of("1 closing of alerts absent for less than 1 min ('close_after'), until 2026-11-21T12:01:00Z"),
                scene.holds());
        assertEquals(Scene.NOW.plus(MINUTE), scene.lastPlan().snapshotAt());
        scene.after(Duration.ofSeconds(59));
        assertEquals(List.of(), scene.complete());
        scene.after(Duration.ofSeconds(1));

        assertEquals(List.of(), scene.again(), "another snapshot has to say so");
        assertEquals(List.of("end 1"), scene.complete());
        assertEquals(Scene.NOW, scene.only(Action.End.class).at(), "when it was first missed");
    }

    @Test
    void returningAlertRestartsTheAbsence() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).build();
        scene.opened(1, a);
        scene.complete();
        scene.after(Duration.ofSeconds(50));
        scene.complete(a);
        scene.after(Duration.ofSeconds(10));

        assertEquals(List.of(), scene.complete());
        assertEquals(Scene.NOW.plusSeconds(120), scene.lastPlan().snapshotAt());
    }

    @Test
    void partialAndOldSnapshotsDoNotAffectTheAbsence() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).build();
        scene.opened(1, a).opened(2, b);
        scene.complete(b);
        scene.after(MINUTE);
        assertEquals(List.of(), scene.partial());
        assertEquals(List.of("2 closings because the snapshot is partial (one of two members is down)"), scene.holds());

        assertEquals(List.of("end 1"), scene.complete());
        assertEquals(Scene.NOW.plusSeconds(120), scene.lastPlan().snapshotAt());
        scene.after(Duration.ofMinutes(3));
        assertEquals(List.of(), scene.again());
        assertEquals(List.of("end 1", "end 2"), scene.complete());
    }

    @Test
    void reportedEndWaitsTooAndKeepsItsTime() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).build();
        scene.opened(1, a);
        Instant over = Scene.NOW.minusSeconds(5);
        Snapshot ended =
                Snapshot.partial(List.of(), "half").withEndings(List.of(Ending.reported(a.id(), over, "resolved")));

        assertEquals(List.of(), scene.snapshot(ended));
        assertEquals(
                List.of("1 closing of alerts absent for less than 1 min ('close_after'), until 2026-11-21T12:01:00Z"),
                scene.holds());
        scene.after(MINUTE);
        assertEquals(List.of("end 1"), scene.snapshot(ended));
        assertEquals(over, scene.only(Action.End.class).at());
        assertEquals("resolved", scene.only(Action.End.class).reason());
    }

    @Test
    void reportedEndDoesNotWaitWithoutCloseAfter() {
        scene.opened(1, a);

        assertEquals(
                List.of("end 1"),
                scene.snapshot(Snapshot.complete(List.of())
                        .withEndings(List.of(Ending.reported(a.id(), Scene.NOW.minusSeconds(5), "")))));
    }

    @Test
    void replacedAlertNeedNotWaitToReopen() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).maxOpen(1).build();
        scene.opened(1, a).opened(2, b);
        scene.complete(a, b);
        assertEquals(1, scene.lastPlan().hidden());
        scene.ledger.beginAction(b.id(), 2);
        scene.again();
        scene.ledger.endAction(b.id(), 2);
        scene.mirror.remove(2);
        scene.ledger.recordEnd(b.id(), new ClosedIncident(2, b.id().value(), scene.now, ClosedIncident.By.SOURCE));

        scene.again();
        assertEquals(1, scene.lastPlan().hidden());
        assertEquals(
                List.of("restart 2"),
                scene.complete(b).stream()
                        .filter(line -> line.startsWith("restart"))
                        .toList());
    }

    @Test
    void longAbsenceNeedsNoFurtherSnapshot() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).massClose(1, 0).build();
        scene.opened(1, a).opened(2, b);
        scene.complete();
        scene.after(MINUTE);

        assertEquals(List.of("end 1", "end 2"), scene.complete());
    }

    @Test
    void anOperatorReleasesWhatWaitsForASecondSnapshot() {
        scene.policy = PolicySketch.DEFAULT.massClose(1, 0).build();
        scene.opened(1, a).opened(2, b);
        assertEquals(List.of(), scene.complete());

        assertEquals(2, scene.ledger.release());
        assertEquals(List.of("end 1", "end 2"), scene.again());
        assertEquals(List.of("end 1", "end 2"), scene.again(), "until it is done");
        assertEquals(0, scene.ledger.release());
    }

    @Test
    void anOperatorReleasesWhatWaitsForTimeToPass() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).build();
        scene.opened(1, a).opened(2, b);
        assertEquals(List.of(), scene.complete(b));

        assertEquals(1, scene.ledger.release());
        assertEquals(List.of("end 1"), scene.complete());
        assertEquals(List.of("end 1"), scene.complete());
        assertEquals(List.of(), scene.complete(a, b));
        assertEquals(List.of(), scene.complete(), "what came back is no longer released");
    }

    @Test
    void releaseDoesNotApplyToPartialSnapshots() {
        scene.opened(1, a);
        scene.partial();

        assertEquals(0, scene.ledger.release());
        assertEquals(List.of(), scene.again());
    }

    @Test
    void reservedKeysAreNoAlerts() {
        Alert odd = Scene.keyed("argus-glue/max-open").build();

        assertEquals(List.of(), scene.complete(odd));
    }

    @Test
    void summaryIncidentIsNoAlert() {
        Incident summary = IncidentSketch.incident(9, "argus-glue/max-open@20261121T110000Z")
                .build();
        scene.open(summary);

        assertEquals(List.of("end 9"), scene.complete(a).subList(1, 2));
        assertEquals(
                List.of(),
                scene.partial().stream().filter(line -> line.startsWith("end")).toList());
        assertEquals(Instant.MAX, summary.endTime());
        assertEquals(0, scene.mirror.unrecognised().size());
    }
}
