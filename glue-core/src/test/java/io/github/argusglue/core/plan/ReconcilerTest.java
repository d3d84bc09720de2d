package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the reconciler decides, example by example: opening, closing, matching and adoption. */
final class ReconcilerTest {
    private static final String HOUR_AGO = "@20261121T110000Z";

    private final Scene scene = new Scene();

    @Test
    void opensMissingIncidents() {
        assertEquals(List.of("create a" + HOUR_AGO, "create b"), scene.complete(keyed("a"), unique("b")));
    }

    @Test
    void sendsTheWholeAlert() {
        Alert alert = Scene.unique("b")
                .description("Link down")
                .severity(Severity.CRITICAL)
                .tag("host", "sw1")
                .metadata(Map.of("port", 7))
                .build();

        scene.complete(alert);

        Action.Create create = scene.only(Action.Create.class);
        assertEquals(1, create.desired().level());
        assertEquals("Link down", create.desired().description());
        assertEquals(alert.tags(), create.desired().tags());
        assertEquals(Map.of("port", 7, IncidentIds.MARK, "b"), create.desired().metadata());
        assertTrue(create.desired().stateful());
    }

    @Test
    void doesNotTouchMatchingIncidents() {
        scene.opened(1, keyed("a")).opened(2, unique("b"));

        assertEquals(List.of(), scene.complete(keyed("a"), unique("b")));
        assertEquals(List.of(), scene.again());
    }

    @Test
    void changesOnlyDifferentFields() {
        scene.opened(1, Scene.keyed("a").description("old").build());

        assertEquals(
                List.of("change 1 level description"),
                scene.complete(Scene.keyed("a")
                        .description("new")
                        .severity(Severity.HIGH)
                        .build()));
    }

    @Test
    void endsIncidentsAbsentFromACompleteSnapshot() {
        scene.opened(1, keyed("a")).opened(2, keyed("b"));

        assertEquals(List.of("end 2"), scene.complete(keyed("a")));

        Action.End end = scene.only(Action.End.class);
        assertEquals(Scene.NOW, end.at());
        assertEquals("no longer reported by oslo", end.reason());
    }

    @Test
    void aMovedStartIsTheSameOccurrence() {
        scene.opened(1, keyed("a"));

        assertEquals(
                List.of(),
                scene.complete(Scene.keyed("a", Scene.NOW.minusSeconds(5)).build()));
    }

    @Test
    void aUniqueIdAndAKeyOfTheSameTextAreTwoAlerts() {
        scene.opened(1, keyed("a")).opened(2, unique("a"));

        assertEquals(List.of(), scene.complete(keyed("a"), unique("a")));
        assertEquals(List.of("end 1"), scene.complete(unique("a")));
    }

    @Test
    void uniqueIdThatLooksLikeAKeyIsRecognizedByItsMark() {
        scene.opened(1, unique("x@20261121T110000Z"));

        assertEquals(List.of(), scene.complete(unique("x@20261121T110000Z")));
        assertEquals(List.of("create x@20261121T110000Z", "end 1"), scene.complete(keyed("x")));
    }

    @Test
    void sequelBelongsToTheSameAlert() {
        scene.open(IncidentSketch.incident(1, "a" + HOUR_AGO + "~2").build());

        assertEquals(List.of(), scene.complete(keyed("a")));
    }

    @Test
    void ofSeveralIncidentsOfOneAlertTheOldestIsKept() {
        scene.opened(9, keyed("a"))
                .opened(3, Scene.keyed("a", Scene.NOW).build())
                .opened(5, keyed("a"));

        assertEquals(List.of("end 5", "end 9"), scene.complete(keyed("a")));
        scene.carryOutClosings(9);
        assertEquals(List.of(), scene.complete(keyed("a")));
        assertEquals(
                List.of(3L),
                scene.mirror.entries().stream()
                        .map(entry -> entry.incident().pk())
                        .toList());
    }

    @Test
    void theNextOldestTakesOverWhenTheOldestGoes() {
        scene.opened(3, keyed("a")).opened(5, keyed("a")).opened(7, keyed("a"));

        scene.mirror.remove(3);

        assertEquals(List.of("end 7"), scene.complete(keyed("a")));
    }

    @Test
    void duplicatesEndEvenInAPartialSnapshotThatDoesNotNameThem() {
        scene.opened(3, keyed("a")).opened(5, keyed("a"));

        assertEquals(List.of("end 5"), scene.partial());
    }

    @Test
    void unrecognisedIncidentsAreOnlyCounted() {
        scene.open(IncidentSketch.incident(1, "made by somebody").build());

        assertEquals(List.of(), scene.complete());
        assertEquals(1, scene.lastPlan().unknown());
    }

    @Test
    void unrecognisedIncidentsEndIfTheOperatorWantsIt() {
        scene.policy = PolicySketch.DEFAULT.closeUnknown(true).build();
        scene.open(IncidentSketch.incident(1, "made by somebody").build()).opened(2, keyed("a"));

        assertEquals(List.of("end 1"), scene.complete(keyed("a")));
        assertEquals(0, scene.lastPlan().unknown());
        assertEquals(List.of(), scene.partial(keyed("a")), "a partial snapshot does not end them either");
    }

    @Test
    void anAdoptedIncidentKeepsItsId() {
        scene.open(IncidentSketch.incident(1, "4711").description("a").build());
        adoptAll(AlertId.startedAt("a", Scene.NOW));

        assertEquals(
                List.of("change 1 description"),
                scene.complete(Scene.keyed("a").description("new").build()));
        assertEquals(List.of("end 1"), scene.complete());
        assertEquals("4711", scene.only(Action.End.class).sourceIncidentId());
    }

    @Test
    void metadataAloneDoesNotChangeAnAdoptedIncident() {
        scene.open(IncidentSketch.incident(1, "4711")
                .metadata(Map.of("old", "glue"))
                .build());
        adoptAll(AlertId.unique("a"));

        assertEquals(List.of(), scene.complete(unique("a")));
        assertEquals(
                List.of("change 1 level metadata"),
                scene.complete(Scene.unique("a").severity(Severity.HIGH).build()));
    }

    @Test
    void anOlderAdoptedIncidentWinsOverOurs() {
        scene.opened(5, keyed("a")).open(IncidentSketch.incident(1, "4711").build());
        adoptAll(keyed("a").id());

        assertEquals(List.of("end 5"), scene.complete(keyed("a")));
    }

    @Test
    void anOlderAdoptedIncidentIsNotEndedWithOursThoughOthersEnd() {
        scene.opened(5, keyed("a")).opened(6, keyed("b"));
        Alert a = keyed("a");
        scene.complete(a, keyed("b"));
        scene.open(IncidentSketch.incident(1, "4711").build());
        adoptAll(a.id());

        assertEquals(List.of("end 5", "end 6"), scene.complete(a));
        scene.carryOutClosings(9);
        assertEquals(List.of(), scene.complete(a));
        scene.mirror.remove(1);
        scene.opened(7, a).opened(8, a);
        scene.complete(a);
        scene.mirror.remove(7);
        assertEquals(List.of(), scene.complete(a), "the one that took over is compared and left alone");
    }

    @Test
    void heldAlertsAreNeitherOpenedNorUpdatedNorClosed() {
        scene.opened(1, keyed("a"));
        Alert opened = Scene.keyed("a")
                .description("other")
                .severity(Severity.CRITICAL)
                .held("silent")
                .build();
        Alert unopened = Scene.keyed("b").held("silent").build();

        assertEquals(List.of(), scene.complete(opened, unopened));
    }

    @Test
    void unknownStateIsAddedToTheDescriptionOnce() {
        scene.policy = PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build();
        Alert alert = Scene.keyed("a").description("link down").build();
        scene.opened(1, alert);
        Alert held = Scene.keyed("a")
                .held("silent", Instant.parse("2026-11-21T10:00:30Z"))
                .build();
        assertEquals(List.of("change 1 description"), scene.complete(held));
        assertEquals("link down (state unknown since 2026-11-21 10:00 UTC)", changed(scene));

        Alert saysSo = Scene.keyed("a")
                .description("link down (state unknown since 2026-11-21 10:00 UTC)")
                .build();
        scene.mirror.remove(1);
        scene.opened(1, saysSo);
        assertEquals(List.of(), scene.complete(held));
        assertEquals(
                List.of(),
                scene.complete(Scene.keyed("a")
                        .held("still silent", Instant.parse("2026-11-21T11:00:00Z"))
                        .build()));
        assertEquals(List.of(), scene.complete(Scene.keyed("a").held("soon").build()));
        assertEquals(List.of("change 1 description"), scene.complete(alert));
        assertEquals("link down", changed(scene));
    }

    private static String changed(Scene scene) {
        return scene.lastPlan().actions().stream()
                .filter(Action.Change.class::isInstance)
                .map(action -> String.valueOf(((Action.Change) action).change().description()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAlertThatIsNoLongerHeldIsUpdatedAgain() {
        scene.opened(1, keyed("a"));
        scene.complete(Scene.keyed("a").held("silent").build());

        assertEquals(
                List.of("change 1 description"),
                scene.complete(Scene.keyed("a").description("new").build()));
    }

    @Test
    void endingsCloseEvenInAPartialSnapshot() {
        scene.opened(1, keyed("a")).opened(2, keyed("b"));
        Instant at = Scene.NOW.minusSeconds(90);
        Snapshot snapshot = Snapshot.partial(List.of(), "catching up")
                .withEndings(List.of(Ending.reported(keyed("a").id(), at, "case closed by ops")));

        assertEquals(List.of("end 1"), scene.snapshot(snapshot));

        Action.End end = scene.only(Action.End.class);
        assertEquals(at, end.at());
        assertEquals("case closed by ops", end.reason());
        assertEquals(
                List.of("1 closing because the snapshot is partial (catching up)"),
                scene.holds(),
                "the other one is held");
    }

    @Test
    void endingsOfWhatIsNotOpenAreIgnored() {
        scene.opened(1, keyed("a"));

        assertEquals(
                List.of(),
                scene.snapshot(Snapshot.complete(List.of(keyed("a")))
                        .withEndings(List.of(Ending.reported(AlertId.unique("never"), Scene.NOW, "")))));
    }

    @Test
    void presentAlertStaysOpenDespiteAnEnding() {
        scene.opened(1, keyed("a"));

        assertEquals(
                List.of(),
                scene.snapshot(Snapshot.complete(List.of(keyed("a")))
                        .withEndings(List.of(Ending.reported(keyed("a").id(), Scene.NOW, "")))));
    }

    @Test
    void anEndIsNeverInTheFuture() {
        scene.opened(1, keyed("a"));

        end("a", Scene.NOW.plusSeconds(60));

        assertEquals(Scene.NOW, scene.only(Action.End.class).at());
    }

    @Test
    void anEndIsNeverBeforeTheStart() {
        Alert alert = keyed("a");
        scene.opened(1, alert);

        end("a", Instant.EPOCH);

        assertEquals(
                Scene.madeOf(1, alert).startTime(), scene.only(Action.End.class).at());
    }

    @Test
    void endWithoutAReasonNamesTheSource() {
        scene.opened(1, keyed("a"));

        end("a", Scene.NOW);

        assertEquals("ended in oslo", scene.only(Action.End.class).reason());
    }

    @Test
    void aPartialSnapshotClosesNothing() {
        scene.opened(1, keyed("a"));

        assertEquals(List.of(), scene.partial());
        assertEquals(List.of("1 closing because the snapshot is partial (one of two members is down)"), scene.holds());
        assertEquals(List.of("create b" + HOUR_AGO), scene.partial(keyed("b")), "but it opens");
    }

    @Test
    void aStaleSnapshotClosesNothing() {
        scene.opened(1, keyed("a"));
        scene.complete(keyed("a"), keyed("b"));
        scene.opened(2, keyed("b"));
        scene.complete(keyed("a"));

        scene.after(Duration.ofMinutes(3));

        assertEquals(List.of(), scene.again());
        assertEquals(List.of("1 closing because the snapshot is 180 s old"), scene.holds());
    }

    private void end(String key, Instant at) {
        scene.snapshot(Snapshot.complete(List.of())
                .withEndings(List.of(Ending.reported(keyed(key).id(), at, ""))));
    }

    private void adoptAll(AlertId id) {
        long pk = scene.mirror.unrecognised().iterator().next().incident().pk();
        assertEquals(1, scene.mirror.adopt(Map.of(pk, id)));
    }

    private static Alert keyed(String key) {
        return Scene.keyed(key).build();
    }

    private static Alert unique(String id) {
        return Scene.unique(id).build();
    }
}
