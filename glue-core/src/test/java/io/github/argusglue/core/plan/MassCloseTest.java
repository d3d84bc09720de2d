package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many ends within a period need confirmation by a later snapshot. */
final class MassCloseTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Scene scene = new Scene();

    @BeforeEach
    void guarded() {
        scene.policy = PolicySketch.GUARDED.build();
    }

    @ParameterizedTest(name = "{0} open, {1} absent: {2} end at once")
    @CsvSource({
        "1, 1, 0", // all gone
        "2, 1, 1", // at least one may end
        "2, 2, 0",
        "3, 1, 1",
        "3, 2, 0",
        "20, 6, 6",
        "20, 7, 0",
        "100, 30, 30", // 30 %
        "100, 31, 0",
        "103, 30, 30", // 30.9 is 30
        "103, 31, 0",
        "1000, 300, 300",
        "1000, 301, 0",
        "1000, 1000, 0",
    })
    void limits(int open, int absent, int ended) {
        open(open);

        assertEquals(ended, scene.complete(alerts(absent, open)).size());
        assertEquals(ended == absent ? List.of() : List.of(waits(absent, open)), scene.holds());
    }

    @Test
    void budgetIsPerTimeNotPerSnapshot() {
        open(100);

        assertEquals(20, closings(scene.complete(alerts(20, 100))));
        scene.carryOutClosings(20);
        scene.after(Duration.ofMinutes(5));
        assertEquals(0, closings(scene.complete(alerts(31, 100))), "11 more would be 31 of 100");
        assertEquals(10, closings(scene.complete(alerts(30, 100))), "10 more are 30 of 100");
        scene.carryOutClosings(10);
        scene.after(Duration.ofMinutes(11));
        assertEquals(0, closings(scene.complete(alerts(45, 100))), "10 of 80 did, and 30 % of 80 are 24");
        assertEquals(11, closings(scene.complete(alerts(41, 100))));
    }

    @Test
    void endsBeforeTheStartOfTheProcessAreUnknown() {
        for (int i = 0; i < 100; i++) {
            scene.opened(i + 1, alert(i));
        }

        assertEquals(0, closings(scene.complete(alerts(1, 100))), "who is restarted all the time would end everything");
        scene.after(INTERVAL);
        assertEquals(1, closings(scene.complete(alerts(1, 100))));
        scene.carryOutClosings(1);
        scene.after(Duration.ofMinutes(16));
        assertEquals(29, closings(scene.complete(alerts(30, 100))), "30 % of 99");
    }

    @Test
    void laterSnapshotConfirms() {
        open(100);

        assertEquals(0, closings(scene.complete()));
        scene.after(INTERVAL);
        assertEquals(100, closings(scene.complete()));
        assertEquals(List.of(), scene.holds());
    }

    @Test
    void snapshotTooSoonDoesNotConfirm() {
        open(100);

        scene.complete();
        assertEquals(Scene.NOW.plus(INTERVAL), scene.lastPlan().snapshotAt());
        for (int i = 0; i < 10; i++) {
            scene.after(Duration.ofMillis(2990));
            assertEquals(0, closings(scene.complete()));
            assertEquals(Scene.NOW.plus(INTERVAL), scene.lastPlan().snapshotAt());
        }
        scene.after(Duration.ofMillis(100));
        assertEquals(100, closings(scene.complete()));
    }

    @Test
    void clockSetForwardDoesNotConfirm() {
        open(100);
        scene.complete();
        scene.clockSet(Duration.ofHours(1)).after(Duration.ofMillis(100));

        assertEquals(0, closings(scene.complete()));
        assertEquals(
                Scene.NOW.plus(Duration.ofHours(1)).plus(INTERVAL),
                scene.lastPlan().snapshotAt());
    }

    @Test
    void aClockThatIsSetBackDelaysNothing() {
        open(100);
        scene.complete();
        scene.clockSet(Duration.ofHours(-1)).after(INTERVAL);

        assertEquals(100, closings(scene.complete()));
    }

    @Test
    void sameSnapshotDoesNotConfirm() {
        open(100);
        scene.complete();
        scene.after(INTERVAL);

        assertEquals(0, closings(scene.again()));
        assertEquals(0, closings(scene.again()));
        assertEquals(100, scene.ledger.awaitingConfirmation());
    }

    @Test
    void onlyAlertsAbsentFromBothSnapshotsEnd() {
        open(100);

        assertEquals(0, closings(scene.complete(alerts(60, 100)))); // 0..59 absent
        scene.after(INTERVAL);
        assertEquals(50, closings(completeOf(List.of(alerts(10, 20), alerts(70, 100))))); // 0..9, 20..69 absent
        assertTrue(scene.lastPlan().actions().stream().noneMatch(action -> action.pk() >= 61));
        assertEquals(
                List.of("10 closings out of 100 open: waiting for a later snapshot to confirm,"
                        + " the first until 2026-11-21T12:01:00Z"),
                scene.holds());
    }

    @Test
    void alertSeenInBetweenStartsAgain() {
        open(100);
        scene.complete();
        scene.complete(alerts(0, 50));
        scene.after(INTERVAL);

        assertEquals(50, closings(scene.complete()), "50..99 were absent all the time, 0..49 only now");
    }

    @Test
    void allSeenInBetweenStartAgain() {
        open(100);
        scene.complete();
        scene.complete(alerts(0, 100));
        scene.after(INTERVAL);

        assertEquals(0, closings(scene.complete()));
        scene.after(INTERVAL);
        assertEquals(100, closings(scene.complete()));
    }

    @Test
    void partialSnapshotNeitherConfirmsNorRestarts() {
        open(100);
        scene.complete();
        scene.after(INTERVAL);

        assertEquals(0, closings(scene.partial()));
        assertEquals(100, closings(scene.complete()), "two whole ones agree");
    }

    @Test
    void aClosingInProgressIsNotInterruptedByAnotherPlan() {
        open(100);
        scene.complete();
        scene.after(INTERVAL);
        scene.complete();
        scene.carryOutClosings(30);

        assertEquals(70, closings(scene.again()));
        assertEquals(70, closings(scene.again()));
        scene.carryOutClosings(40);
        assertEquals(30, closings(scene.again()));
    }

    @Test
    void aClosingInProgressIsNotInterruptedByLaterSnapshots() {
        open(100);
        scene.complete();
        scene.after(INTERVAL);
        scene.complete();
        scene.carryOutClosings(30);
        scene.after(INTERVAL);

        assertEquals(70, closings(scene.complete()));
        scene.carryOutClosings(30);
        scene.after(INTERVAL);
        assertEquals(40, closings(scene.complete()));
    }

    @Test
    void closingsInProgressAreNotCountedTwice() {
        open(100);

        assertEquals(30, closings(scene.complete(alerts(30, 100))));
        assertEquals(30, closings(scene.again()));
        scene.after(Duration.ofSeconds(1));
        assertEquals(30, closings(scene.complete(alerts(30, 100))));
    }

    @Test
    void lastIncidentNeedsASecondSnapshot() {
        open(2);

        assertEquals(List.of("end 1"), scene.complete(alert(1)));
        assertEquals(List.of("end 1"), scene.complete());
        scene.after(INTERVAL);
        assertEquals(List.of("end 1", "end 2"), scene.complete());
    }

    @Test
    void closingInProgressSkipsReturningAlerts() {
        open(100);
        scene.complete();
        scene.after(INTERVAL);
        scene.complete();

        assertEquals(90, closings(scene.complete(alerts(0, 10))));
    }

    @Test
    void elapsedTimeAloneDoesNotConfirm() {
        scene.policy = PolicySketch.GUARDED.closeAfter(Duration.ofSeconds(2)).build();
        open(100);
        scene.complete();
        scene.after(Duration.ofSeconds(2));

        assertEquals(0, closings(scene.complete()));
        scene.after(Duration.ofSeconds(28));
        assertEquals(100, closings(scene.complete()));
    }

    @Test
    void manyReportedEndsAreCounted() {
        open(100);
        scene.snapshot(Snapshot.complete(List.of(alerts(30, 100))).withEndings(told(0, 30)));
        assertEquals(0, scene.lastPlan().massClose().reportedRecently(), "30 of 100");
        scene.carryOutClosings(30);
        scene.after(Duration.ofMinutes(5));

        assertEquals(
                1,
                closings(scene.snapshot(
                        Snapshot.complete(List.of(alerts(31, 100))).withEndings(told(30, 31)))));
        assertEquals(31, scene.lastPlan().massClose().reportedRecently());
        assertEquals(List.of(), scene.holds());
        scene.again();
        assertEquals(31, scene.lastPlan().massClose().reportedRecently(), "each is counted once");
        scene.carryOutClosings(1);
        scene.after(Duration.ofMinutes(16));
        scene.complete(alerts(31, 100));
        assertEquals(0, scene.lastPlan().massClose().reportedRecently());
    }

    @Test
    void reportedEndsNeedNoSecondSnapshot() {
        open(100);
        List<Ending> endings = new ArrayList<>();
        for (Alert alert : alerts(0, 100)) {
            endings.add(Ending.reported(alert.id(), Scene.NOW, "over"));
        }

        assertEquals(100, closings(scene.snapshot(Snapshot.complete(List.of()).withEndings(endings))));
    }

    @Test
    void inferredEndsCountAsAbsence() {
        open(100);
        Snapshot inferred = Snapshot.complete(List.of()).withEndings(inferred(0, 100, "not in the list any more"));

        assertEquals(0, closings(scene.snapshot(inferred)));
        assertEquals(List.of(waits(100, 100)), scene.holds());
        scene.after(INTERVAL);
        assertEquals(100, closings(scene.snapshot(inferred)));
        assertTrue(scene.lastPlan().actions().stream()
                .allMatch(action -> action instanceof Action.End end
                        && end.reason().equals("not in the list any more")
                        && end.at().equals(Scene.NOW.minusSeconds(5))));
    }

    @Test
    void inferredAndAbsentAreCountedTogether() {
        open(100);

        assertEquals(
                0,
                closings(scene.snapshot(
                        Snapshot.complete(List.of(alerts(40, 100))).withEndings(inferred(0, 20, "")))));
    }

    @Test
    void partialSnapshotCanInferAFew() {
        open(100);

        assertEquals(
                5,
                closings(scene.snapshot(
                        Snapshot.partial(List.of(), "half").withEndings(inferred(0, 5, "not in the list any more")))));
    }

    @Test
    void partialSnapshotConfirmsOnlyWhatItStates() {
        open(100);
        Snapshot inferred = Snapshot.partial(List.of(), "half").withEndings(inferred(0, 50, "gone"));
        scene.snapshot(inferred);
        scene.after(INTERVAL);

        assertEquals(0, closings(scene.partial()));
        assertEquals(50, closings(scene.snapshot(inferred)));
    }

    @Test
    void budgetIsConfigurable() {
        scene.policy = PolicySketch.GUARDED.massClose(1, 0).build();
        open(100);

        assertEquals(1, closings(scene.complete(alerts(1, 100))));
        scene.carryOutClosings(1);
        assertEquals(0, closings(scene.complete(alerts(2, 100))));
        scene.policy = PolicySketch.GUARDED.massClose(0, 100).build();
        assertEquals(99, closings(scene.complete()));
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            scene.opened(i + 1, alert(i));
        }
        scene.ledger.assumeCalm(count, Scene.NOW);
    }

    private static String waits(int count, int open) {
        return count + (count == 1 ? " closing" : " closings") + " out of " + open
                + " open: waiting for a later snapshot to confirm, " + (count == 1 ? "" : "the first ")
                + "until 2026-11-21T12:00:30Z";
    }

    private static List<Ending> told(int from, int to) {
        return Arrays.stream(alerts(from, to))
                .map(alert -> Ending.reported(alert.id(), Scene.NOW, "over"))
                .toList();
    }

    private static List<Ending> inferred(int from, int to, String reason) {
        return Arrays.stream(alerts(from, to))
                .map(alert -> Ending.inferred(alert.id(), Scene.NOW.minusSeconds(5), reason))
                .toList();
    }

    private List<String> completeOf(List<Alert[]> parts) {
        return scene.complete(parts.stream().flatMap(Arrays::stream).toArray(Alert[]::new));
    }

    private static int closings(List<String> lines) {
        return (int) lines.stream().filter(line -> line.startsWith("end ")).count();
    }

    private static Alert alert(int i) {
        return Scene.keyed("a" + i).build();
    }

    private static Alert[] alerts(int from, int to) {
        Alert[] alerts = new Alert[to - from];
        for (int i = from; i < to; i++) {
            alerts[i - from] = alert(i);
        }
        return alerts;
    }
}
