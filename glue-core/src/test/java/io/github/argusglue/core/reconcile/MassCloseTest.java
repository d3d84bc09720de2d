package io.github.argusglue.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When many incidents would end at once, a second snapshot has to agree. */
final class MassCloseTest {
    private final Scene scene = new Scene();

    @ParameterizedTest(name = "{0} open, {1} absent: {2} end at once")
    @CsvSource({
        "20, 20, 20", // at least 20 are always believed
        "21, 21, 0",
        "60, 20, 20",
        "60, 21, 0", // 30 % of 60 is less than 20
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
        assertEquals(
                ended == absent
                        ? List.of()
                        : List.of(absent + " closings out of " + open
                                + " open at once: waiting for a second snapshot to agree"),
                scene.holds());
    }

    @Test
    void aSecondSnapshotThatAgreesIsBelieved() {
        open(100);

        assertEquals(0, closings(scene.complete()));
        scene.after(Duration.ofSeconds(30));
        assertEquals(100, closings(scene.complete()));
        assertEquals(List.of(), scene.holds());
    }

    @Test
    void planningAgainWithTheSameSnapshotIsNoSecondOne() {
        open(100);
        scene.complete();

        assertEquals(0, closings(scene.again()));
        assertEquals(0, closings(scene.again()));
        assertEquals(100, scene.ledger.awaitingAgreement());
    }

    @Test
    void onlyThoseThatBothSnapshotsMissEnd() {
        open(100);

        assertEquals(0, closings(scene.complete(alerts(60, 100)))); // 0..59 absent
        assertEquals(50, closings(completeOf(List.of(alerts(10, 20), alerts(70, 100))))); // 0..9, 20..69 absent
        assertTrue(scene.lastPlan().actions().stream().noneMatch(action -> action.pk() >= 61));
        assertEquals(
                List.of("10 closings out of 100 open at once: waiting for a second snapshot to agree"), scene.holds());
    }

    @Test
    void anAlertThatWasBackInBetweenIsAsGoodAsNew() {
        open(100);
        scene.complete();
        scene.complete(alerts(0, 50));

        assertEquals(50, closings(scene.complete()), "50..99 were absent three times, 0..49 only now");
    }

    @Test
    void allBackInBetweenBeginsAnew() {
        open(100);
        scene.complete();
        scene.complete(alerts(0, 100));

        assertEquals(0, closings(scene.complete()));
        assertEquals(100, closings(scene.complete()));
    }

    @Test
    void aPartialSnapshotDoesNotAgree() {
        open(100);
        scene.complete();

        assertEquals(0, closings(scene.partial()));
        assertEquals(0, closings(scene.complete()));
        assertEquals(100, closings(scene.complete()));
    }

    @Test
    void aClosingInProgressIsNotInterruptedByAnotherPlan() {
        open(100);
        scene.complete();
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
        scene.complete();
        scene.carryOutClosings(30);
        scene.after(Duration.ofSeconds(30));

        assertEquals(70, closings(scene.complete()));
        scene.carryOutClosings(30);
        scene.after(Duration.ofSeconds(30));
        assertEquals(40, closings(scene.complete()));
    }

    @Test
    void aClosingInProgressLeavesOutWhatComesBack() {
        open(100);
        scene.complete();
        scene.complete();

        assertEquals(90, closings(scene.complete(alerts(0, 10))));
    }

    @Test
    void whatTheSourceSaysIsOverNeedsNoSecondSnapshot() {
        open(100);
        List<Ending> endings = new ArrayList<>();
        for (Alert alert : alerts(0, 100)) {
            endings.add(Ending.told(alert.id(), Scene.NOW, "over"));
        }

        assertEquals(100, closings(scene.snapshot(Snapshot.complete(List.of()).withEndings(endings))));
    }

    @Test
    void whatAnAdapterInfersFromAbsenceIsCountedAsAbsence() {
        open(100);
        Snapshot inferred = Snapshot.complete(List.of()).withEndings(inferred(0, 100, "not in the list any more"));

        assertEquals(0, closings(scene.snapshot(inferred)));
        assertEquals(
                List.of("100 closings out of 100 open at once: waiting for a second snapshot to agree"), scene.holds());
        scene.after(Duration.ofSeconds(30));
        assertEquals(100, closings(scene.snapshot(inferred)));
        assertTrue(scene.lastPlan().actions().stream()
                .allMatch(action -> action instanceof Action.End end
                        && end.reason().equals("not in the list any more")
                        && end.at().equals(Scene.NOW.minusSeconds(5))));
    }

    @Test
    void whatIsInferredAndWhatIsAbsentAreCountedTogether() {
        open(100);

        assertEquals(
                0,
                closings(scene.snapshot(
                        Snapshot.complete(List.of(alerts(40, 100))).withEndings(inferred(0, 20, "")))));
    }

    @Test
    void aPartialSnapshotMayInferAFew() {
        open(100);

        assertEquals(
                5,
                closings(scene.snapshot(
                        Snapshot.partial(List.of(), "half").withEndings(inferred(0, 5, "not in the list any more")))));
    }

    @Test
    void aSourceThatIsAllClearEndsAFewAtOnce() {
        open(12);

        assertEquals(12, closings(scene.complete()));
    }

    @Test
    void limitsAreTheOperators() {
        scene.policy = PolicySketch.DEFAULT.massClose(1, 0).build();
        open(100);

        assertEquals(1, closings(scene.complete(alerts(1, 100))));
        assertEquals(0, closings(scene.complete(alerts(2, 100))));
        scene.policy = PolicySketch.DEFAULT.massClose(0, 100).build();
        assertEquals(100, closings(scene.complete()));
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            scene.opened(i + 1, alert(i));
        }
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
