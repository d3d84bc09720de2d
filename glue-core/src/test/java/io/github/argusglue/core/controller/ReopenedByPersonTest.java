package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plan.Hold;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person reopens an incident whose alert has ended: it stays open until the alert returns or a person closes it. */
final class ReopenedByPersonTest {
    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeEach
    void scene() {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void staysOpenAndIsCounted() {
        long a = reopened();

        awaitHeld();
        scene.awaitSnapshots(5);
        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO),
                scene.server().eventTypes(a));
        assertTrue(scene.status().holds().stream()
                .anyMatch(hold -> hold.startsWith("1 closing of incidents that a person reopened")));
    }

    @Test
    void belongsToAlertAgainWhenAlertReturns() {
        long a = reopened();
        awaitHeld();

        scene.source.open(alert("a"), alert("b"));
        Await.until("not held", () -> scene.status().holds().isEmpty());
        scene.source.open(alert("b"));

        scene.awaitOpen("b");
        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO, EventType.END),
                scene.server().eventTypes(a));
    }

    @Test
    void isClosedWhenPersonClosesIt() {
        long a = reopened();
        awaitHeld();

        scene.server().person(a, EventType.CLO);

        Await.until("not held", () -> scene.status().holds().isEmpty());
        scene.awaitSnapshots(3);
        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO, EventType.CLO),
                scene.server().eventTypes(a));
    }

    /** The close is noticed late, for example because Argus could not be read. The person did not see the alert. */
    @Test
    void closeBeforeTheAlertReturnedDoesNotKeepItQuiet() {
        long a = reopened();
        awaitHeld();
        Instant closed = Instant.now();
        Await.until("later", () -> Instant.now().isAfter(closed));

        scene.source.open(alert("a"), alert("b"));
        Await.until("not held", () -> scene.status().holds().isEmpty());
        scene.server().personWithTime(a, EventType.CLO, closed);

        awaitTypes(a, EventType.STA, EventType.END, EventType.REO, EventType.CLO, EventType.RES);
    }

    /** The alert may have returned before the close, but nobody could know it from Argus. */
    @Test
    void closeDuringTheSnapshotThatHasTheAlertAgainDoesNotKeepItQuiet() {
        long a = reopened();
        awaitHeld();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        scene.source.script = adapter -> {
            reading.countDown();
            closed.await();
            return Snapshot.complete(List.of(alert("a"), alert("b")));
        };
        Await.until("a snapshot in progress", () -> reading.getCount() == 0);
        Instant time = Instant.now();
        Await.until("later", () -> Instant.now().isAfter(time));
        closed.countDown();
        Await.until("not held", () -> scene.status().holds().isEmpty());
        scene.server().personWithTime(a, EventType.CLO, time);

        awaitTypes(a, EventType.STA, EventType.END, EventType.REO, EventType.CLO, EventType.RES);
    }

    @Test
    void closeAfterTheAlertReturnedKeepsItQuiet() {
        long a = reopened();
        awaitHeld();

        scene.source.open(alert("a"), alert("b"));
        Await.until("not held", () -> scene.status().holds().isEmpty());
        scene.server().person(a, EventType.CLO);

        Await.until("quiet", () -> scene.status().quiet() == 1);
        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO, EventType.CLO),
                scene.server().eventTypes(a));
    }

    @Test
    void reopenedDuringDowntimeStaysOpen() {
        long a = ended();
        scene.close();
        scene.server().person(a, EventType.REO);

        scene = restart();
        awaitHeld();
        scene.awaitSnapshots(3);
        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO),
                scene.server().eventTypes(a));
    }

    @Test
    void staysOpenAfterRestartWithoutState() {
        long a = reopened();
        awaitHeld();
        scene.close();
        forgetState();

        scene = restart();
        awaitHeld();
        scene.awaitSnapshots(3);
        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO),
                scene.server().eventTypes(a));
    }

    @Test
    void endsIfAlertReturnedAndEndedDuringDowntime() {
        reopened();
        awaitHeld();
        scene.source.open(alert("a"), alert("b"));
        Await.until("not held", () -> scene.status().holds().isEmpty());
        awaitSaved("returned_at");
        scene.close();
        scene.source.open(alert("b"));

        scene = restart();
        scene.awaitOpen("b");
    }

    @Test
    void reopenedDuringDowntimeAfterAlertReturnedStaysOpen() {
        long a = reopened();
        awaitHeld();
        scene.source.open(alert("a"), alert("b"));
        awaitSaved("returned_at");
        scene.close();
        scene.server().person(a, EventType.CLO);
        scene.server().person(a, EventType.REO);
        scene.source.open(alert("b"));

        scene = restart();
        awaitHeld();
        scene.awaitSnapshots(3);
        assertEquals("ab", openKeys());
    }

    @Test
    void heldAlertDoesNotCountAsReturned() {
        long a = reopened();
        awaitHeld();
        Alert held = Alert.builder(alert("a").id(), ScriptedSource.START)
                .held("silent")
                .build();
        scene.source.open(held, alert("b"));
        scene.awaitSnapshots(3);
        scene.source.open(alert("b"));
        scene.awaitSnapshots(5);

        assertEquals(
                List.of(EventType.STA, EventType.END, EventType.REO),
                scene.server().eventTypes(a));
    }

    @Test
    void endsIncidentOfAlertThatEndedDuringDowntime() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.close();
        scene.source.open(alert("b"));

        scene = restart();
        scene.awaitOpen("b");
    }

    @Test
    void unknownIncidentStaysOpen() {
        scene.policy = PolicySketch.DEFAULT
                .updateInterval(Duration.ZERO)
                .closeUnknown(true)
                .build();
        scene.server().addLegacyIncident("4711");
        long pk = scene.server().find("4711").orElseThrow().pk();
        scene.source.open(alert("b"));
        scene.start().awaitOpen("b");
        scene.server().person(pk, EventType.REO);

        scene.loop().resync();
        awaitHeld();
        scene.awaitSnapshots(3);
        assertEquals(
                EventType.REO,
                scene.server().eventTypes(pk).get(scene.server().eventTypes(pk).size() - 1));
    }

    /** The alert is already open in the older incident: two open ones would look like two alerts. */
    @Test
    void duplicateIsEndedAgain() {
        long first = scene.server().addLegacyIncident("a@20261120T100000Z");
        long second = scene.server().addLegacyIncident("a@20261120T110000Z");
        scene.source.open(alert("a"));
        scene.start();
        awaitTypes(second, EventType.STA, EventType.END);

        scene.server().person(second, EventType.REO);
        scene.loop().resync();

        awaitTypes(second, EventType.STA, EventType.END, EventType.REO, EventType.END);
        assertTrue(ModelServer.isOpen(scene.server().incident(first)));
    }

    /** Returns an incident whose alert has ended. */
    private long ended() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.source.open(alert("b"));
        scene.awaitOpen("b");
        scene.awaitSnapshots(2);
        return scene.pk("a");
    }

    private long reopened() {
        long pk = ended();
        scene.server().person(pk, EventType.REO);
        return pk;
    }

    private void awaitHeld() {
        Await.until(
                "held: " + Hold.Guard.REOPENED,
                () -> scene.status().holds().stream().anyMatch(hold -> hold.contains("that a person reopened")));
    }

    private void awaitTypes(long pk, EventType... types) {
        Await.until("log " + List.of(types), () -> scene.server().eventTypes(pk).equals(List.of(types)));
    }

    private String openKeys() {
        return String.join(
                "",
                scene.server().openIds().stream()
                        .map(id -> id.replaceAll("@.*", ""))
                        .toList());
    }

    private LoopScene restart() {
        LoopScene again = new LoopScene(folder, scene.argus);
        Snapshot snapshot = Snapshot.complete(List.of(alert("b")));
        again.source.script = adapter -> snapshot;
        return again.start();
    }

    private void forgetState() {
        try {
            Files.deleteIfExists(folder.resolve("oslo.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitSaved(String text) {
        Await.until("saved " + text, () -> {
            try {
                Path file = folder.resolve("oslo.json");
                return Files.exists(file) && Files.readString(file).contains(text);
            } catch (IOException e) {
                return false;
            }
        });
    }
}
