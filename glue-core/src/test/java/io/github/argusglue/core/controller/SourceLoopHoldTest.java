package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held actions run when they are due, or when an operator releases them. */
final class SourceLoopHoldTest {
    private static final int MANY = 130;

    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void heldActionRunsWhenDueNotInNextCycle() {
        scene.interval = Duration.ofHours(1);
        scene.policy = PolicySketch.DEFAULT
                .updateInterval(Duration.ZERO)
                .openAfter(Duration.ofMillis(400))
                .closeAfter(Duration.ofMillis(400))
                .build();
        scene.source.open(alert("a"));
        Instant begun = Instant.now();
        scene.start().awaitOpen("a");
        assertTrue(Duration.between(begun, Instant.now()).toMillis() >= 400);

        scene.source.open();
        scene.loop().hint();
        scene.awaitOpen();
        assertEquals(List.of(EventType.STA, EventType.END), scene.server().eventTypes(scene.pk("a")));
    }

    @Test
    void isNotSettledWhileOpeningIsHeld() throws InterruptedException {
        scene.policy = PolicySketch.DEFAULT.openAfter(Duration.ofSeconds(2)).build();
        scene.source.open(alert("a"));
        scene.start();

        assertTrue(scene.loop().awaitSettled(Duration.ofSeconds(20)));
        assertEquals(1, scene.status().open());
    }

    @Test
    void heldUpdateIsSentWhenDue() {
        scene.policy =
                PolicySketch.DEFAULT.updateInterval(Duration.ofSeconds(1)).build();
        scene.source.open(alert("a", "one"));
        scene.start().awaitOpen("a");
        scene.source.open(alert("a", "two"));
        long pk = scene.pk("a");
        Await.until("two", () -> scene.server().incident(pk).description().equals("two"));
        scene.source.open(alert("a", "three"));
        scene.awaitSnapshots(2);

        Await.until("three", () -> scene.server().incident(pk).description().equals("three"));
    }

    @Test
    void manyUpdatesAreSpreadOut(@TempDir Path folder) {
        // The clock stands still, so that the 10 s have not passed before the assertions, however slow the machine is.
        TestClock clock = new TestClock(Instant.now());
        scene = new LoopScene(folder, clock);
        scene.source.open(many("old"));
        scene.start();
        Await.until("open", () -> scene.server().openIds().size() == MANY);
        scene.source.open(many("new"));
        scene.loop().hint();

        Await.until("held", () -> !scene.status().holds().isEmpty() && updated() == 100);
        scene.awaitSnapshots(2);
        assertEquals(100, updated());
        assertTrue(
                scene.status().holds().get(0).startsWith("30 updates of open incidents"),
                () -> scene.status().toString());
        assertFalse(scene.status().settled());

        clock.advance(Duration.ofSeconds(10));
        scene.loop().hint();
        Await.until("updated", () -> updated() == MANY);
    }

    private long updated() {
        return scene.server().all().stream()
                .filter(incident -> incident.description().equals("new"))
                .count();
    }

    private static Alert[] many(String description) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> alert("a" + i, description))
                .toArray(Alert[]::new);
    }

    @Test
    void operatorReleasesHeldClosings() throws Exception {
        scene.interval = Duration.ofHours(1);
        scene.policy = PolicySketch.GUARDED.massClose(0, 0).build();
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.source.open();
        scene.loop().hint();
        Await.until("held", () -> !scene.status().holds().isEmpty());

        assertEquals(2, scene.loop().release().get(20, TimeUnit.SECONDS));
        scene.awaitOpen();
        assertEquals(0, scene.loop().release().get(20, TimeUnit.SECONDS));
    }

    @Test
    void takesConfirmingSnapshotWhenDue() {
        scene.interval = Duration.ofHours(1);
        scene.confirmAfter = Duration.ofMillis(700);
        scene.policy = PolicySketch.GUARDED.updateInterval(Duration.ZERO).build();
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.source.open();
        long begun = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            int asked = scene.source.snapshots.get();
            scene.loop().hint();
            Await.until("asked", () -> scene.source.snapshots.get() > asked);
        }

        scene.awaitOpen();
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toMillis() >= 700);
    }

    @Test
    void holdsDoNotMakeLoopPollFailingSource() {
        scene.policy = PolicySketch.DEFAULT.closeAfter(Duration.ofMillis(300)).build();
        scene.interval = Duration.ofHours(1);
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.source.open();
        scene.loop().hint();
        Await.until("held", () -> !scene.status().holds().isEmpty());
        scene.source.script = adapter -> {
            throw SourceException.unreachable("down", null);
        };
        Await.until("failing", () -> scene.status().sourceFault() != null);
        int asked = scene.source.snapshots.get();

        scene.source.open();
        scene.loop().hint();
        scene.awaitOpen();
        assertTrue(scene.source.snapshots.get() <= asked + 2, "asked " + scene.source.snapshots.get());
    }
}
