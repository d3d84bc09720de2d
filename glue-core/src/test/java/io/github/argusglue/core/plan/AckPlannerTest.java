package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Acknowledgements of alerts in the source, and what is shown of them in Argus. */
final class AckPlannerTest {
    private static final Instant AT = Scene.NOW.minusSeconds(100);
    private static final String TEXT = "acknowledged by kari: on it";

    private final Scene scene = new Scene();

    @Test
    void isAddedToAnIncidentWeCreated() {
        made();

        assertEquals(List.of("ack 1 " + TEXT), scene.complete(acked()));
        assertEquals(AT, scene.only(Action.Ack.class).ack().at());
    }

    @Test
    void containsUserAndTextIfTheSourceHasThem() {
        made();

        assertEquals(List.of("ack 1 acknowledged"), scene.complete(acked(Acknowledgement.of("", AT, ""))));
        assertEquals(List.of("ack 1 acknowledged by kari"), scene.complete(acked(Acknowledgement.of("kari", AT, " "))));
        assertEquals(List.of("ack 1 acknowledged: later"), scene.complete(acked(Acknowledgement.of("", AT, "later"))));
    }

    @Test
    void isNotRepeated() {
        made();
        scene.complete(acked());
        shown(AT, TEXT, null);

        assertEquals(List.of(), scene.again());
        assertEquals(List.of(), scene.complete(acked()));
    }

    @Test
    void isWithdrawnWhenItEnds() {
        made();
        shown(AT, TEXT, null);

        assertEquals(List.of("unack 1 [61]"), scene.complete(plain()));
        scene.ledger.acks().recordWithdrawn(1, List.of(61L));
        scene.mirror.markForCompare(1);
        assertEquals(List.of(), scene.again());
    }

    @Test
    void isLookedUpFirstOnOlderIncidents() {
        scene.opened(1, plain());

        assertEquals(List.of("look at acks of 1"), scene.complete(acked()));
        scene.ledger.acks().recordLookup(1, List.of(ours(61, AT, TEXT, null)), IncidentSketch.US);
        assertEquals(List.of(), scene.again(), "a lost answer, or a start without state");
    }

    @Test
    void restoredAcksNeedNoLookup() {
        scene.opened(1, plain());
        shown(AT, TEXT, null);

        assertEquals(List.of(), scene.complete(acked()));
    }

    @Test
    void acknowledgementOfAPersonIsEnough() {
        scene.opened(1, plain());
        scene.ledger.acks().recordLookup(1, List.of(persons(70, null)), IncidentSketch.US);

        assertEquals(List.of(), scene.complete(acked()));
    }

    @Test
    void isAddedWhenThePersonsExpires() {
        scene.opened(1, plain());
        scene.ledger.acks().recordLookup(1, List.of(persons(70, Scene.NOW.plusSeconds(60))), IncidentSketch.US);

        assertEquals(List.of(), scene.complete(acked()));
        assertEquals(Scene.NOW.plusSeconds(60), scene.lastPlan().planAt());
        scene.after(Duration.ofSeconds(60));
        assertEquals(List.of("ack 1 " + TEXT), scene.again());
    }

    @Test
    void acknowledgementOfAPersonIsNeverWithdrawn() {
        scene.opened(1, plain());
        scene.ledger.acks().recordLookup(1, List.of(persons(70, null)), IncidentSketch.US);

        assertEquals(List.of(), scene.complete(plain()));
    }

    @Test
    void acknowledgementFromArgusIsNotAddedAgain() {
        made();

        assertEquals(
                List.of(),
                scene.complete(acked(Acknowledgement.of("argus", AT, "").fromArgus())));
    }

    @Test
    void expiredAcknowledgementIsIgnored() {
        made();
        Acknowledgement over = Acknowledgement.of("kari", AT, "").until(Scene.NOW);

        assertEquals(List.of(), scene.complete(acked(over)));
    }

    @Test
    void expiresWithoutAnAction() {
        made();
        Instant until = Scene.NOW.plusSeconds(30);
        scene.complete(acked(Acknowledgement.of("kari", AT, "on it").until(until)));
        assertEquals(until, scene.only(Action.Ack.class).ack().until());
        shown(AT, TEXT, until);

        scene.after(Duration.ofMinutes(5));
        assertEquals(List.of(), scene.again());
    }

    @Test
    void isExtendedWithoutAnotherOne() {
        made();
        shown(AT, TEXT, Scene.NOW.plusSeconds(30));
        Alert longer = acked(Acknowledgement.of("kari", AT, "on it").until(Scene.NOW.plusSeconds(90)));

        assertEquals(List.of(), scene.complete(longer), "once a minute is enough");
        assertEquals(Scene.NOW.plusSeconds(60), scene.lastPlan().planAt());
        scene.policy = PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build();
        assertEquals(List.of("prolong 61 of 1 " + TEXT), scene.again());
    }

    @Test
    void expiredAndExtendedIsAddedAgain() {
        made();
        shown(AT, TEXT, Scene.NOW.plusSeconds(30));
        scene.after(Duration.ofMinutes(2));

        assertEquals(
                List.of("ack 1 " + TEXT),
                scene.complete(acked(Acknowledgement.of("kari", AT, "on it").until(scene.now.plusSeconds(90)))));
    }

    @Test
    void endedByAPersonStaysEnded() {
        made();
        shown(AT, TEXT, null);
        scene.ledger.acks().recordLookup(1, List.of(ours(61, AT, TEXT, Scene.NOW.minusSeconds(1))), IncidentSketch.US);

        assertEquals(List.of(), scene.complete(acked()));
    }

    @Test
    void newAcknowledgementReplacesTheOldOne() {
        made();
        shown(AT, TEXT, null);
        Alert other = acked(Acknowledgement.of("ola", AT.plusSeconds(9), "mine"));

        assertEquals(List.of("ack 1 acknowledged by ola: mine"), scene.complete(other));
        scene.ledger.acks().recordWritten(1, ours(62, AT.plusSeconds(9), "acknowledged by ola: mine", null), Scene.NOW);
        assertEquals(List.of("unack 1 [61]"), scene.again());
    }

    @Test
    void waitsForARequestedLookup() {
        made();
        scene.ledger.acks().requestLookup(1);

        assertEquals(List.of("look at acks of 1"), scene.complete(plain()));
    }

    @Test
    void rejectedAcknowledgementIsNotRetriedForAWhile() {
        made();
        scene.ledger.acks().recordRejected(1, Scene.NOW, Ledger.REJECTION_TIME);

        assertEquals(List.of(), scene.complete(acked()));
        scene.after(Ledger.REJECTION_TIME);
        assertEquals(List.of("ack 1 " + TEXT), scene.again());
    }

    @Test
    void levelChangeComesFirst() {
        made();

        assertEquals(
                List.of("change 1 level"),
                scene.complete(Scene.keyed("a")
                        .severity(Severity.CRITICAL)
                        .acknowledgement(Acknowledgement.of("kari", AT, "on it"))
                        .build()));
    }

    @Test
    void acknowledgementOfAHeldAlertIsUnchanged() {
        made();
        shown(AT, TEXT, null);

        assertEquals(
                List.of(), scene.complete(Scene.keyed("a").held("lease ran out").build()));
    }

    @Test
    void acknowledgementInTheFutureStartsNow() {
        made();
        scene.complete(acked(Acknowledgement.of("kari", Scene.NOW.plusSeconds(30), "")));

        assertEquals(Scene.NOW, scene.only(Action.Ack.class).ack().at());
    }

    private void made() {
        scene.opened(1, plain());
        scene.ledger.acks().recordCreated(1);
    }

    private void shown(Instant at, String text, @Nullable Instant until) {
        scene.ledger.acks().recordWritten(1, ours(61, at, text, until), Scene.NOW);
        scene.mirror.markForCompare(1);
    }

    private static Alert plain() {
        return Scene.keyed("a").build();
    }

    private static Alert acked() {
        return acked(Acknowledgement.of("kari", AT, "on it"));
    }

    private static Alert acked(Acknowledgement acknowledgement) {
        return Scene.keyed("a").acknowledgement(acknowledgement).build();
    }

    private static IncidentAck ours(long pk, Instant at, String text, @Nullable Instant until) {
        return new IncidentAck(pk, IncidentSketch.US, "oslo", at, text, until);
    }

    private static IncidentAck persons(long pk, @Nullable Instant until) {
        return new IncidentAck(pk, IncidentSketch.PERSON, "ola", AT, "seen", until);
    }
}
