package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.shape.FlapPolicy;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A snapshot that is complete for some scopes of the source and unknown for others. */
final class ScopeTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Alert inOslo = Scene.keyed("a").scope("oslo").build();
    private final Alert inBergen = Scene.keyed("b").scope("bergen").build();
    private final Alert nowhere = Scene.keyed("c").build();
    private final Scene scene = new Scene();

    private static Snapshot exceptBergen(Alert... alerts) {
        return Snapshot.complete(Arrays.asList(alerts)).except("bergen", "no answer");
    }

    @Test
    void absenceCountsOnlyForAlertsOfKnownScopes() {
        scene.opened(1, inOslo).opened(2, inBergen).opened(3, nowhere);

        assertEquals(List.of("end 1"), scene.snapshot(exceptBergen()));
        assertEquals(
                List.of("2 closings because the snapshot is partial (scope 'bergen' is unknown: no answer)"),
                scene.holds());
        assertEquals(List.of("end 1", "end 2", "end 3"), scene.complete());
    }

    @Test
    void removedScopeIsOver() {
        scene.opened(1, inOslo);

        assertEquals(
                List.of("end 1"),
                scene.snapshot(exceptBergen(inBergen)).stream()
                        .filter(line -> line.startsWith("end"))
                        .toList());
    }

    @Test
    void incidentFromBeforeTheAlertHadAScopeGetsIt() {
        scene.opened(1, Scene.keyed("b").build());

        assertEquals(List.of("change 1 metadata"), scene.complete(inBergen));
        assertEquals(List.of(), scene.snapshot(exceptBergen()), "not known to be elsewhere");
    }

    @Test
    void partialSnapshotIsPartialForAllScopes() {
        scene.opened(1, inOslo).opened(2, inBergen);

        assertEquals(
                List.of(),
                scene.snapshot(Snapshot.partial(List.of(), "page 2 is missing").except("bergen", "no answer")));
        assertEquals(List.of("2 closings because the snapshot is partial (page 2 is missing)"), scene.holds());
    }

    @Test
    void manyUnknownScopesAreOneHold() {
        Snapshot snapshot = Snapshot.complete(List.of());
        for (int i = 0; i < 50; i++) {
            scene.opened(i + 1, Scene.keyed("a" + i).scope("s" + i).build());
            snapshot = snapshot.except("s" + i, "down");
        }

        assertEquals(List.of(), scene.snapshot(snapshot));
        assertEquals(
                List.of(
                        "50 closings because the snapshot is partial (scope 's0' is unknown: down; scope 's1' is unknown:"
                                + " down; scope 's2' is unknown: down; and 47 more scopes)"),
                scene.holds());
    }

    @Test
    void endingsCountInUnknownScopes() {
        scene.opened(1, inBergen);

        assertEquals(
                List.of("end 1"),
                scene.snapshot(
                        exceptBergen().withEndings(List.of(Ending.reported(inBergen.id(), scene.now, "resolved")))));
    }

    @Test
    void unknownIncidentsDoNotMakeTheAbsenceOfAllOthersCredible() {
        scene.policy = PolicySketch.GUARDED.massClose(1, 30).build();
        open(0, 10, "oslo");
        open(10, 990, "bergen");

        assertEquals(List.of(), scene.snapshot(exceptBergen()), "oslo is empty");
        assertEquals(0, ends(scene.snapshot(exceptBergen(alerts(6, 10, "oslo")))), "6 of 10");
        assertEquals(3, ends(scene.snapshot(exceptBergen(alerts(3, 10, "oslo")))), "3 of 10");
    }

    @Test
    void laterSnapshotConfirmsTheAbsenceInKnownScopes() {
        scene.policy = PolicySketch.GUARDED.massClose(1, 30).build();
        open(0, 10, "oslo");
        open(10, 10, "bergen");
        scene.snapshot(exceptBergen());
        assertEquals(2, scene.holds().size(), () -> "mass close and partial: " + scene.holds());
        scene.after(scene.policy.confirmAfter());

        assertEquals(10, ends(scene.snapshot(exceptBergen())));
    }

    @Test
    void unknownScopeDoesNotRestartTheDelayOfAnOpening() {
        scene.policy = PolicySketch.DEFAULT.openAfter(MINUTE).build();
        scene.complete(inOslo, inBergen);
        scene.after(Duration.ofSeconds(50));
        scene.snapshot(exceptBergen());
        scene.after(Duration.ofSeconds(10));

        assertEquals(List.of("create b@20261121T110000Z"), scene.complete(inOslo, inBergen));
    }

    @Test
    void absenceCountsFromTheFirstSnapshotThatKnowsTheScope() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(MINUTE).build();
        scene.opened(1, inOslo).opened(2, inBergen);
        scene.snapshot(exceptBergen());
        scene.after(MINUTE);

        assertEquals(List.of("end 1"), scene.complete());
        scene.after(MINUTE);
        assertEquals(List.of("end 1", "end 2"), scene.complete());
    }

    @Test
    void unknownScopeIsNoChangeOfAFlappingAlert() {
        scene.shaping(new ShapingConfig(
                List.of(), RuleSet.NONE, new FlapPolicy(4, Duration.ofMinutes(30), Duration.ofMinutes(15))));
        scene.opened(1, inOslo).opened(2, inBergen);
        scene.complete(inOslo, inBergen);
        for (int i = 0; i < 10; i++) {
            scene.after(MINUTE);
            scene.snapshot(exceptBergen());
            scene.after(MINUTE);
            scene.complete(inOslo, inBergen);
        }

        List<String> news = scene.takeNews();
        assertEquals(1, news.size(), news::toString);
        assertEquals("alert 'a' has", news.get(0).substring(0, 13));
    }

    @Test
    void alertClosedByAPersonClearsOnlyInAKnownScope() {
        scene.ledger.recordEnd(inOslo.id(), closed(1, "oslo"));
        scene.ledger.recordEnd(inBergen.id(), closed(2, "bergen"));
        scene.snapshot(exceptBergen());
        scene.after(scene.policy.confirmAfter());
        scene.snapshot(exceptBergen());

        assertEquals(
                List.of("b"),
                scene.ledger.quietAlerts().stream()
                        .map(quiet -> quiet.id().key())
                        .toList());
    }

    private ClosedIncident closed(long pk, String scope) {
        return new ClosedIncident(pk, "x" + pk, scene.now.minus(MINUTE), ClosedIncident.By.PERSON, scope);
    }

    private void open(int from, int count, String scope) {
        int pk = from;
        for (Alert alert : alerts(from, from + count, scope)) {
            scene.opened(++pk, alert);
        }
        scene.ledger.assumeCalm(scene.mirror.size(), Scene.NOW);
    }

    private static Alert[] alerts(int from, int to, String scope) {
        List<Alert> alerts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            alerts.add(Scene.keyed("x" + i).scope(scope).build());
        }
        return alerts.toArray(Alert[]::new);
    }

    private static long ends(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("end ")).count();
    }
}
