package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alerts whose last incident was closed by us or by a person. */
final class RecurrenceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LOOK = Policy.DEFAULT.confirmAfter();
    private static final String HOUR_AGO = "@20261121T110000Z";
    private static final String MINUTE_AGO = "@20261121T115900Z";

    private final Scene scene = new Scene();

    @Test
    void recentlyEndedIncidentIsRestarted() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.SOURCE);

        assertEquals(List.of("restart 1"), scene.complete(recent("a")));
        assertEquals(Scene.NOW, scene.only(Action.Restart.class).at());
    }

    @Test
    void alertEndedLongAgoIsANewOccurrence() {
        scene.ended(1, keyed("a"), Duration.ofMinutes(16), ClosedIncident.By.SOURCE);

        assertEquals(List.of("create a" + MINUTE_AGO), scene.complete(recent("a")));
    }

    @Test
    void usedIdIsRestartedHoweverLongAgo() {
        scene.ended(1, keyed("a"), Duration.ofMinutes(50), ClosedIncident.By.SOURCE)
                .ended(2, unique("b"), Duration.ofDays(300), ClosedIncident.By.SOURCE);

        assertEquals(List.of("restart 1", "restart 2"), scene.complete(keyed("a"), unique("b")));
    }

    @Test
    void reopenWithinIsConfigurable() {
        scene.policy = PolicySketch.DEFAULT.reopenWithin(Duration.ZERO).build();
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.SOURCE);

        assertEquals(List.of("create a" + MINUTE_AGO), scene.complete(recent("a")));
    }

    @Test
    void whoClosedItIsLookedUpFirst() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.UNKNOWN);

        assertEquals(List.of("look up 1"), scene.complete(keyed("a")));
    }

    @Test
    void aPersonsCloseIsRespected() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);

        assertEquals(List.of(), scene.complete(keyed("a")));
        assertEquals(1, scene.lastPlan().quiet());
    }

    @Test
    void laterStartIsANewOccurrenceIfStartsAreStable() {
        scene.startsAreStable = true;
        scene.ended(1, hoursOld("a", 6), Duration.ofHours(5), ClosedIncident.By.PERSON);

        assertEquals(List.of("create a" + HOUR_AGO), scene.complete(keyed("a")));
        assertEquals(0, scene.lastPlan().quiet());
    }

    @Test
    void earlierStartStaysQuietIfStartsAreStable() {
        scene.startsAreStable = true;
        scene.ended(1, hoursOld("a", 6), MINUTE, ClosedIncident.By.PERSON);

        assertEquals(List.of(), scene.complete(hoursOld("a", 6)));
        scene.after(Duration.ofDays(3));
        assertEquals(List.of(), scene.complete(hoursOld("a", 6)));
        assertEquals(1, scene.lastPlan().quiet());
    }

    @Test
    void closedOccurrenceIsRecognizedDespiteAClockAhead() {
        scene.startsAreStable = true;
        scene.ended(1, keyed("a"), Duration.ofHours(2), ClosedIncident.By.PERSON);

        assertEquals(List.of(), scene.complete(keyed("a")));
    }

    @Test
    void personsCloseExpiresIfStartsAreNotStable() {
        scene.ended(1, hoursOld("a", 25), Duration.ofHours(23), ClosedIncident.By.PERSON);
        assertEquals(List.of(), scene.complete(recent("a")));

        scene.after(Duration.ofHours(1));
        assertEquals(List.of("restart 1"), scene.complete(recent("a")));
        assertEquals(
                "still open in the source 24 h after it was closed by a person ('person_close_holds')",
                scene.only(Action.Restart.class).reason());
        assertEquals(0, scene.lastPlan().quiet());
    }

    @Test
    void personCloseHoldsIsConfigurable() {
        scene.policy =
                PolicySketch.DEFAULT.personCloseHolds(Duration.ofDays(30)).build();
        scene.ended(1, keyed("a"), Duration.ofDays(29), ClosedIncident.By.PERSON);

        assertEquals(List.of(), scene.complete(recent("a")));
    }

    @Test
    void oldSnapshotDoesNotShowThatAnAlertIsOpen() {
        scene.ended(1, keyed("a"), Duration.ofHours(23), ClosedIncident.By.PERSON);
        scene.complete(recent("a"));
        scene.after(Duration.ofHours(1));

        assertEquals(List.of(), scene.again());
    }

    @Test
    void personsCloseOfAUniqueIdLastsAsLongAsTheAlert() {
        scene.ended(1, unique("b"), Duration.ofDays(300), ClosedIncident.By.PERSON);

        assertEquals(List.of(), scene.complete(unique("b")));
        assertEquals(1, scene.lastPlan().quiet());
    }

    @Test
    void oneSnapshotDoesNotShowThatAnAlertHasCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.complete();
        scene.after(LOOK);

        assertEquals(List.of(), scene.complete(recent("a")), "a source that lied once");
        assertEquals(1, scene.lastPlan().quiet());
    }

    @Test
    void aSecondSnapshotThatComesTooSoonDoesNotConfirmThatItHasCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.complete();
        scene.after(LOOK.minusMillis(1)).complete();

        assertEquals(List.of(), scene.complete(recent("a")));
    }

    @Test
    void alertSeenInBetweenHasNotCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.complete();
        scene.after(LOOK).complete(recent("a"));
        scene.after(LOOK).complete();

        assertEquals(List.of(), scene.complete(recent("a")));
    }

    @Test
    void anInferredEndingHasToBeConfirmedToo() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.snapshot(Snapshot.partial(List.of(), "events only")
                .withEndings(List.of(Ending.inferred(keyed("a").id(), Scene.NOW, "gone"))));
        assertEquals(List.of(), scene.partial(recent("a")));

        scene.snapshot(Snapshot.partial(List.of(), "events only")
                .withEndings(List.of(Ending.inferred(keyed("a").id(), Scene.NOW, "gone"))));
        scene.after(LOOK).complete();
        assertEquals(List.of("create a" + MINUTE_AGO), scene.complete(recent("a")));
    }

    @Test
    void aPersonsCloseIsRespectedUntilTheProblemHasCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.complete(keyed("a"));
        clears();

        assertEquals(List.of("create a" + MINUTE_AGO), scene.complete(recent("a")));
    }

    @Test
    void partialSnapshotDoesNotShowThatAnAlertHasCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.partial();

        assertEquals(List.of(), scene.complete(keyed("a")));
    }

    @Test
    void endingShowsThatAnAlertHasCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.snapshot(Snapshot.partial(List.of(), "events only")
                .withEndings(List.of(Ending.reported(keyed("a").id(), Scene.NOW, "over"))));

        assertEquals(List.of("create a" + MINUTE_AGO), scene.partial(recent("a")));
    }

    @Test
    void anEndingOfAnEarlierOccurrenceDoesNotEndTheLaterOne() {
        scene.startsAreStable = true;
        scene.opened(1, recent("a"));

        assertEquals(List.of(), ended(keyed("a")));
        assertEquals(List.of("end 1"), ended(recent("a")));
    }

    @Test
    void endingAppliesToTheOpenOccurrenceIfStartsMove() {
        scene.opened(1, recent("a"));

        assertEquals(List.of("end 1"), ended(keyed("a")));
    }

    @Test
    void endingOfAnEarlierOccurrenceDoesNotClearTheLaterOne() {
        scene.startsAreStable = true;
        scene.ended(1, recent("a"), MINUTE, ClosedIncident.By.PERSON);
        ended(keyed("a"));

        assertEquals(List.of(), scene.complete(recent("a")));
    }

    private List<String> ended(Alert alert) {
        return scene.snapshot(Snapshot.partial(List.of(), "events only")
                .withEndings(List.of(Ending.reported(alert.id(), Scene.NOW, "over"))));
    }

    @Test
    void personsCloseIsForgottenAfterClearingDespiteAListing() {
        Incident closed = IncidentSketch.like(Scene.madeOf(1, keyed("a")))
                .endTime(Scene.NOW.minus(MINUTE))
                .build();
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        clears();
        scene.ledger.recordListedEnd(closed);

        assertEquals(List.of("create a" + MINUTE_AGO), scene.complete(recent("a")));
    }

    @Test
    void unknownCloseIsForgottenAfterClearing() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.UNKNOWN);
        clears();

        assertEquals(List.of("restart 1"), scene.complete(recent("a")));
    }

    @Test
    void aHeldAlertHasNotCleared() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);
        scene.complete(Scene.keyed("a").held("silent").build());

        assertEquals(List.of(), scene.complete(recent("a")));
    }

    @Test
    void aPersonsCloseIsUndoneIfTheOperatorWantsIt() {
        scene.policy = PolicySketch.DEFAULT.respectPersonClose(false).build();
        scene.ended(1, keyed("a"), Duration.ofHours(5), ClosedIncident.By.PERSON);

        assertEquals(List.of("restart 1"), scene.complete(recent("a")));
    }

    @Test
    void aServerWithoutRestartGetsASequelOfAUsedId() {
        scene.policy = PolicySketch.DEFAULT.canRestart(false).build();
        scene.ended(1, unique("b"), MINUTE, ClosedIncident.By.SOURCE);

        assertEquals(List.of("create b~2"), scene.complete(unique("b")));
    }

    @Test
    void aServerWithoutRestartGetsTheIdIfItIsUnused() {
        scene.policy = PolicySketch.DEFAULT.canRestart(false).build();
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.SOURCE);

        assertEquals(List.of("create a" + MINUTE_AGO), scene.complete(recent("a")));
    }

    @Test
    void sequelsContinue() {
        scene.policy = PolicySketch.DEFAULT.canRestart(false).build();
        endedAs("b~2", MINUTE);

        assertEquals(List.of("create b~3"), scene.complete(unique("b")));
    }

    @Test
    void sequelsContinueHoweverLongAgo() {
        scene.policy = PolicySketch.DEFAULT.canRestart(false).build();
        endedAs("b~2", Duration.ofDays(1));

        assertEquals(List.of("create b~3"), scene.complete(unique("b")), "'b' and 'b~2' are used up");
    }

    @Test
    void idWithTheSamePrefixIsNotUsed() {
        scene.policy = PolicySketch.DEFAULT.canRestart(false).build();
        endedAs("borehole", MINUTE);

        assertEquals(List.of("create b"), scene.complete(unique("b")));
    }

    @Test
    void busyAlertsAndIncidentsAreSkipped() {
        scene.opened(1, keyed("a")).opened(2, keyed("b"));
        scene.ledger.beginAction(keyed("a").id(), 1);
        scene.ledger.beginAction(null, 2);
        scene.ledger.beginAction(keyed("c").id(), 0);

        assertEquals(
                List.of(), scene.complete(Scene.keyed("a").description("new").build(), keyed("c")));

        scene.ledger.endAction(keyed("a").id(), 1);
        scene.ledger.endAction(null, 2);
        scene.ledger.endAction(keyed("c").id(), 0);
        assertEquals(List.of("change 1 description", "create c" + HOUR_AGO, "end 2"), scene.again());
    }

    @Test
    void anIncidentIsNotEndedWhileItsCreateIsUnderWay() {
        scene.ledger.beginAction(keyed("a").id(), 0);
        scene.opened(1, keyed("a")); // a listing shows it before the answer arrives

        assertEquals(List.of(), scene.complete());
    }

    @Test
    void doubtfulIncidentsAreSkipped() {
        scene.opened(1, keyed("a")).opened(2, keyed("b")).ended(3, keyed("c"), MINUTE, ClosedIncident.By.SOURCE);
        List.of(1L, 2L, 3L).forEach(scene.ledger::doubt);

        assertEquals(
                List.of(), scene.complete(Scene.keyed("a").description("new").build(), keyed("c")));

        List.of(1L, 2L, 3L).forEach(scene.ledger::clearDoubt);
        assertEquals(List.of("change 1 description", "end 2", "restart 3"), scene.again());
    }

    @Test
    void rejectedAlertIsNotRetriedWhileUnchanged() {
        Alert refused = keyed("a");
        scene.complete(refused);
        scene.ledger.recordRejected(scene.only(Action.Create.class).desired(), scene.now);

        assertEquals(List.of(), scene.complete(refused));
        assertEquals(List.of("1 alert that Argus rejected"), scene.holds());
        assertEquals(
                List.of("create a" + HOUR_AGO),
                scene.complete(Scene.keyed("a").description("better").build()));
    }

    @Test
    void rejectedAlertIsRetriedLater() {
        scene.complete(keyed("a"));
        scene.ledger.recordRejected(scene.only(Action.Create.class).desired(), scene.now);
        scene.after(Ledger.REJECTION_TIME);

        assertEquals(List.of("create a" + HOUR_AGO), scene.complete(keyed("a")));
        assertEquals(0, scene.ledger.rejected());
    }

    @Test
    void rejectedUpdateIsHeld() {
        scene.opened(1, keyed("a"));
        Alert changed = Scene.keyed("a").description("new").build();
        scene.complete(changed);
        scene.ledger.recordRejected(scene.only(Action.Change.class).desired(), scene.now);

        assertEquals(List.of(), scene.complete(changed));
        assertEquals(List.of("1 update that Argus rejected"), scene.holds());
    }

    @Test
    void rejectedEndIsHeld() {
        scene.opened(1, keyed("a"));
        scene.ledger.recordRejectedEnd(1, scene.now);

        assertEquals(List.of(), scene.complete());
        assertEquals(List.of("1 closing that Argus rejected"), scene.holds());
        assertEquals(List.of("end 1"), scene.after(Ledger.REJECTION_TIME).complete());
    }

    @Test
    void endsTooOldToBeRestartedAreForgotten() {
        scene.ended(1, keyed("a"), Duration.ofMinutes(14), ClosedIncident.By.SOURCE)
                .ended(2, keyed("b"), Duration.ofMinutes(16), ClosedIncident.By.SOURCE);

        scene.complete();

        assertNotNull(scene.ledger.ended(keyed("a").id()));
        assertNull(scene.ledger.ended(keyed("b").id()));
    }

    @Test
    void endsOfASourceThatIsAlwaysPartialAreForgottenToo() {
        scene.ended(1, keyed("a"), Duration.ofMinutes(16), ClosedIncident.By.SOURCE);

        scene.partial();

        assertNull(scene.ledger.ended(keyed("a").id()));
    }

    @Test
    void aListedEndIsLookedUpUnlessANewerOneIsKnown() {
        Instant at = Scene.NOW.minus(MINUTE);
        Incident older =
                IncidentSketch.like(Scene.madeOf(1, keyed("a"))).endTime(at).build();
        scene.ended(2, keyed("a"), Duration.ofSeconds(30), ClosedIncident.By.SOURCE);

        scene.ledger.recordListedEnd(older);
        assertEquals(List.of("restart 2"), scene.complete(keyed("a")));

        scene.ledger.recordListedEnd(IncidentSketch.like(Scene.madeOf(3, keyed("a")))
                .endTime(Scene.NOW.minusSeconds(20))
                .build());
        assertEquals(List.of("look up 3"), scene.complete(keyed("a")));
    }

    @Test
    void personsCloseIsNotReplacedByTheEndOfADuplicate() {
        scene.ended(1, keyed("a"), MINUTE, ClosedIncident.By.PERSON);

        scene.ledger.recordListedEnd(IncidentSketch.like(Scene.madeOf(3, keyed("a")))
                .endTime(Scene.NOW.minusSeconds(20))
                .build());
        assertEquals(List.of(), scene.complete(keyed("a")));

        scene.ledger.recordListedEnd(IncidentSketch.like(Scene.madeOf(
                        4, Scene.keyed("a", Scene.NOW.minusSeconds(30)).build()))
                .endTime(Scene.NOW.minusSeconds(20))
                .build());
        assertEquals(List.of("look up 4"), scene.complete(keyed("a")), "a later occurrence");
    }

    private void endedAs(String sourceIncidentId, Duration ago) {
        scene.ledger.recordEnd(
                unique("b").id(),
                new ClosedIncident(1, sourceIncidentId, Scene.NOW.minus(ago), ClosedIncident.By.SOURCE));
    }

    /** Two snapshots, far enough apart, confirm that nothing is open. */
    private void clears() {
        scene.complete();
        scene.after(LOOK).complete();
    }

    private static Alert hoursOld(String key, int hours) {
        return Scene.keyed(key, Scene.NOW.minus(Duration.ofHours(hours))).build();
    }

    private static Alert keyed(String key) {
        return Scene.keyed(key).build();
    }

    private static Alert recent(String key) {
        return Scene.keyed(key, Scene.NOW.minus(MINUTE)).build();
    }

    private static Alert unique(String id) {
        return Scene.unique(id).metadata(Map.of()).build();
    }
}
