package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do in Argus is delivered to the source, and acknowledgements in the source are shown in Argus. */
final class FeedbackLoopTest {
    private static final String TICKET = "https://rt.example.org/7";

    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeEach
    void scene() {
        scene = new LoopScene(folder);
        scene.source.accepts = EnumSet.allOf(Kind.class);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void feedbackIsDeliveredOnceInOrder() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");

        scene.server().personAcks(a, null);
        awaitDelivered("ACKNOWLEDGED a");
        scene.server().personSetsTicket(a, TICKET);
        awaitDelivered("ACKNOWLEDGED a", "TICKET_SET a");
        scene.server().person(a, EventType.CLO);
        awaitDelivered("ACKNOWLEDGED a", "TICKET_SET a", "CLOSED a");
        scene.server().person(a, EventType.REO);
        awaitDelivered("ACKNOWLEDGED a", "TICKET_SET a", "CLOSED a", "REOPENED a");

        scene.awaitSnapshots(5);
        assertEquals(4, scene.source.delivered.size());
        Feedback ack = scene.source.delivered.get(0);
        assertEquals("kari", ack.actor());
        assertEquals("on it", ack.text());
        assertEquals(a, ack.incident());
    }

    @Test
    void readsAgainWhatArgusDidNotAnswer() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        AtomicInteger reads = new AtomicInteger();
        scene.argus.faults(call -> call.equals("acks " + a) && reads.incrementAndGet() <= 2
                ? ModelArgus.Fault.FORBIDDEN
                : ModelArgus.Fault.NONE);

        scene.server().personAcks(a, null);
        awaitDelivered("ACKNOWLEDGED a");
        assertTrue(reads.get() >= 3, () -> reads + " reads");
    }

    @Test
    void deliversReopeningAfterCloseEndedAlert() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");
        scene.server().person(a, EventType.CLO);
        awaitDelivered("CLOSED a");
        scene.source.open(alert("b"));
        scene.awaitSnapshots(5);

        scene.server().person(a, EventType.REO);
        awaitDelivered("CLOSED a", "REOPENED a");
        scene.awaitSnapshots(5);
        assertEquals(2, scene.source.delivered.size());
    }

    @Test
    void redeliversAcknowledgementWhenAlertReturns() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");
        scene.server().personAcks(a, null);
        awaitDelivered("ACKNOWLEDGED a");
        scene.source.open(alert("b"));
        scene.awaitOpen("b");

        scene.source.open(alert("a"), alert("b"));
        scene.awaitOpen("a", "b");
        assertEquals(EventType.RES, scene.server().eventTypes(a).get(3));
        awaitDelivered("ACKNOWLEDGED a", "ACKNOWLEDGED a");
        scene.awaitSnapshots(5);
        assertEquals(2, scene.source.delivered.size());
    }

    @Test
    void redeliversAcknowledgementAfterReopeningByPerson() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");
        scene.server().personAcks(a, null);
        awaitDelivered("ACKNOWLEDGED a");
        scene.source.open(alert("b"));
        scene.awaitOpen("b");
        scene.server().person(a, EventType.REO);
        awaitDelivered("ACKNOWLEDGED a", "REOPENED a");

        scene.source.open(alert("a"), alert("b"));
        awaitDelivered("ACKNOWLEDGED a", "REOPENED a", "ACKNOWLEDGED a");
    }

    @Test
    void unacceptedKindsAreNotDelivered() {
        scene.source.accepts = Set.of(Kind.TICKET_SET);
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.server().personAcks(scene.pk("a"), null);
        scene.server().personSetsTicket(scene.pk("a"), TICKET);

        awaitDelivered("TICKET_SET a");
        scene.awaitSnapshots(4);
        assertEquals(1, scene.source.delivered.size());
    }

    @Test
    void expiryOfAcknowledgementIsDelivered() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.server().personAcks(scene.pk("a"), Instant.now().plusSeconds(3));

        awaitDelivered("ACKNOWLEDGED a", "UNACKNOWLEDGED a");
    }

    @Test
    void retriesInOrderWhileSourceFails() {
        AtomicInteger tries = new AtomicInteger();
        scene.source.onDeliver = () -> {
            if (tries.incrementAndGet() <= 2) {
                throw SourceException.unreachable("PUT: refused", null);
            }
            return true;
        };
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.server().personAcks(scene.pk("a"), null);
        scene.server().person(scene.pk("a"), EventType.CLO);

        awaitDelivered("ACKNOWLEDGED a", "CLOSED a");
        assertTrue(tries.get() >= 4);
    }

    @Test
    void failedDeliveryDoesNotBlockOthers() {
        AtomicInteger failures = new AtomicInteger();
        scene.source.cannotDeliver = feedback -> {
            boolean fails = feedback.alertId().equals(alert("a").id()) && scene.source.delivered.isEmpty();
            failures.addAndGet(fails ? 1 : 0);
            return fails;
        };
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.server().personAcks(scene.pk("a"), null);
        Await.until("tried", () -> failures.get() > 0);
        scene.server().personAcks(scene.pk("b"), null);

        awaitDelivered("ACKNOWLEDGED b", "ACKNOWLEDGED a");
    }

    @Test
    void hangingDeliveryIsCancelled() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        scene.snapshotTimeout = Duration.ofMillis(400);
        scene.source.onDeliver = () -> {
            if (tries.incrementAndGet() == 1) {
                never.await();
            }
            return true;
        };
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.server().personAcks(scene.pk("a"), null);
        Await.until("hangs", () -> tries.get() == 1);

        awaitDelivered("ACKNOWLEDGED a");
        assertEquals(2, scene.source.adapters.size(), "a fresh adapter");
        assertEquals(1, scene.source.adapters.get(0).closes.get());
        scene.source.open(alert("a"), alert("b"));
        scene.awaitOpen("a", "b");
    }

    @Test
    void listingFindsFeedbackThatFeedMissed() {
        Alert[] many = IntStream.range(0, 100).mapToObj(i -> alert("k" + i)).toArray(Alert[]::new);
        scene.source.open(many);
        scene.start();
        Await.until("open", () -> scene.status().open() == 100);
        scene.server().all().forEach(incident -> scene.server().personAcks(incident.pk(), null));

        Await.until("all told", () -> scene.source.delivered.size() == 100);
        scene.awaitSnapshots(5);
        assertEquals(100, scene.source.delivered.size());
    }

    @Test
    void deliversFeedbackFromDowntimeOnce() {
        scene.source.open(alert("a"), alert("b"), alert("c"));
        scene.start().awaitOpen("a", "b", "c");
        scene.server().personAcks(scene.pk("a"), null);
        awaitDelivered("ACKNOWLEDGED a");
        awaitSaved("\"acked\":true");
        scene.close();
        scene.server().personSetsTicket(scene.pk("a"), TICKET);
        scene.server().personAcks(scene.pk("a"), null);
        scene.server().personAcks(scene.pk("b"), null);
        scene.server().person(scene.pk("c"), EventType.CLO);

        try (LoopScene again = restart(true)) {
            Await.until("told " + again.source.deliveredLines(), () -> again.source.delivered.size() == 4);
            assertEquals(
                    Set.of("TICKET_SET a", "ACKNOWLEDGED a", "ACKNOWLEDGED b", "CLOSED c"),
                    Set.copyOf(again.source.deliveredLines()));
            again.awaitSnapshots(5);
            assertEquals(4, again.source.delivered.size());
        }
    }

    @Test
    void redeliversCurrentFeedbackWithoutState() throws Exception {
        scene.source.open(alert("a"), alert("b"), alert("c"));
        scene.start().awaitOpen("a", "b", "c");
        scene.server().personAcks(scene.pk("a"), Instant.now().minusSeconds(1));
        scene.server().personAcks(scene.pk("b"), null);
        scene.server().personSetsTicket(scene.pk("b"), TICKET);
        scene.server().person(scene.pk("c"), EventType.CLO);
        scene.close();

        try (LoopScene again = restart(false)) {
            Await.until("told", () -> again.source.delivered.size() == 3);
            assertEquals(
                    Set.of("TICKET_SET b", "ACKNOWLEDGED b", "CLOSED c"), Set.copyOf(again.source.deliveredLines()));
            again.awaitSnapshots(5);
            assertEquals(3, again.source.delivered.size());
        }
    }

    @Test
    void doesNotRedeliverAfterRestart() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.server().personAcks(scene.pk("a"), null);
        scene.server().personSetsTicket(scene.pk("a"), TICKET);
        scene.server().person(scene.pk("b"), EventType.CLO);
        Await.until("told", () -> scene.source.delivered.size() == 3);
        awaitSaved("\"closed\":true");
        awaitSaved(TICKET);
        scene.close();

        try (LoopScene again = restart(true)) {
            again.awaitSnapshots(8);
            assertEquals(List.of(), again.source.deliveredLines());
        }
    }

    @Test
    void ownActionsAreNotDelivered() {
        scene.source.open(acked("a", Acknowledgement.of("ola", ScriptedSource.START, "known")));
        scene.start().awaitOpen("a");
        Await.until("acknowledged", () -> scene.server().incident(scene.pk("a")).acked());
        scene.source.open();
        scene.awaitOpen();
        scene.source.open(alert("a", "back"));
        scene.awaitOpen("a");

        scene.awaitSnapshots(5);
        assertEquals(List.of(), scene.source.deliveredLines());
    }

    @Test
    void acknowledgementInSourceIsSetAndExpired() {
        scene.source.open(acked("a", Acknowledgement.of("ola", ScriptedSource.START, "known")));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        Await.until("acknowledged", () -> scene.server().incident(a).acked());
        IncidentAck ack = scene.server().acks(a).get(0);
        assertEquals("acknowledged by ola: known", ack.description());
        assertEquals(IncidentSketch.US, ack.actorPk());
        scene.awaitSnapshots(4);
        assertEquals(List.of(EventType.STA, EventType.ACK), scene.server().eventTypes(a));

        scene.source.open(alert("a"));
        Await.until("taken back", () -> !scene.server().incident(a).acked());
        assertEquals(List.of(EventType.STA, EventType.ACK), scene.server().eventTypes(a));
        assertEquals(List.of(), scene.server().redundant());
    }

    @Test
    void recognizesOwnAcknowledgementAfterRestart() {
        scene.source.open(acked("a", Acknowledgement.of("ola", ScriptedSource.START, "known")));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        Await.until("acknowledged", () -> scene.server().incident(a).acked());
        awaitSaved("known");
        scene.close();
        for (boolean state : List.of(true, false)) {
            try (LoopScene again = restart(state)) {
                again.awaitSnapshots(5);
                assertEquals(
                        List.of(EventType.STA, EventType.ACK), again.server().eventTypes(a));
                assertTrue(again.server().incident(a).acked());
            }
        }
        scene.source.open(alert("a"));
        try (LoopScene again = restart(false)) {
            Await.until("taken back", () -> !again.server().incident(a).acked());
        }
    }

    @Test
    void readsNoAcknowledgementsIfSourceNeedsNone() {
        scene.source.accepts = Set.of();
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.server().personAcks(scene.pk("a"), null);
        awaitSaved("\"perhaps_more_acks\":false");
        scene.close();
        scene.argus.takeCalls();

        try (LoopScene again = restart(true)) {
            again.awaitSnapshots(4);
            assertEquals(
                    List.of(),
                    again.argus.takeCalls().stream()
                            .filter(call -> call.startsWith("acks"))
                            .toList());
        }
    }

    @Test
    void hangingSinkDelaysSourceNoLongerThanTimeout() {
        scene.snapshotTimeout = Duration.ofSeconds(1);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        scene.source.onDeliver = () -> {
            tries.incrementAndGet();
            slow.await();
            return true;
        };
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.server().personAcks(scene.pk("a"), null);
        Await.until("under way", () -> tries.get() == 1);
        scene.server().person(scene.pk("a"), EventType.CLO);

        Await.until("seen", () -> scene.status().open() == 0 || scene.status().quiet() == 1);
        slow.countDown();
        awaitDelivered("ACKNOWLEDGED a", "CLOSED a");
    }

    @Test
    void deliversNothingForEndedAlert() {
        scene.source.onDeliver = () -> {
            throw SourceException.unreachable("PUT: refused", null);
        };
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.server().personAcks(scene.pk("a"), null);
        scene.awaitSnapshots(3);
        scene.source.open(alert("b"));
        scene.awaitOpen("b");
        scene.awaitSnapshots(2);
        scene.source.onDeliver = () -> true;
        scene.server().personAcks(scene.pk("b"), null);
        awaitDelivered("ACKNOWLEDGED b");
    }

    private LoopScene restart(boolean withState) {
        if (!withState) {
            try {
                Files.deleteIfExists(folder.resolve("oslo.people.json"));
                Files.deleteIfExists(folder.resolve("oslo.json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        LoopScene again = new LoopScene(folder, scene.argus);
        again.source.accepts = scene.source.accepts;
        again.source.script = scene.source.script;
        return again.start();
    }

    private static Alert acked(String key, Acknowledgement acknowledgement) {
        return Alert.builder(alert(key).id(), ScriptedSource.START)
                .description(key)
                .acknowledgement(acknowledgement)
                .build();
    }

    private void awaitDelivered(String... told) {
        Await.until("told " + List.of(told), () -> scene.source.deliveredLines().equals(List.of(told)));
    }

    private void awaitSaved(String text) {
        Await.until("saved " + text, () -> {
            try {
                Path file = folder.resolve("oslo.people.json");
                return Files.exists(file) && Files.readString(file).contains(text);
            } catch (IOException e) {
                return false;
            }
        });
    }
}
