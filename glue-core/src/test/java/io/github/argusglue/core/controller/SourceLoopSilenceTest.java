package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argus hears of a source as long as that is alive, and of none that is not: each request would say that it is. */
final class SourceLoopSilenceTest {
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.heartbeat = Duration.ofHours(1);
        scene.source.open(alert("a"));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void fail() {
        scene.source.script = adapter -> {
            throw SourceException.unreachable("GET http://am: refused", null);
        };
        Await.until("the fault is told", () -> scene.status().sourceFault() != null);
        // What was under way when it failed is over.
        scene.awaitSnapshots(2);
        scene.argus.takeCalls();
    }

    private static long heartbeats(List<String> calls) {
        return calls.stream().filter("heartbeat"::equals).count();
    }

    @Test
    void aHealthySourceHasItsHeartbeat() {
        scene.start().awaitOpen("a");
        Await.until("told", () -> scene.status().vitals().heartbeat() != null);
        scene.awaitSnapshots(3);
        assertEquals(1, heartbeats(scene.argus.takeCalls()), "once an hour");
    }

    @Test
    void atRestItIsNoMoreThanTwoRequestsACycle() {
        scene.interval = Duration.ofMillis(400);
        scene.heartbeat = Duration.ofMillis(1);
        scene.start().awaitOpen("a");
        scene.awaitSnapshots(1);
        scene.argus.takeCalls();
        int before = scene.source.snapshots.get();

        scene.awaitSnapshots(4);

        List<String> calls = scene.argus.takeCalls();
        int cycles = scene.source.snapshots.get() - before;
        assertTrue(calls.size() <= 2 * (cycles + 1), calls::toString);
        assertTrue(heartbeats(calls) >= 2, calls::toString);
    }

    @Test
    void aSourceThatFailsIsSilent() {
        scene.resync = Duration.ofMillis(1);
        scene.source.accepts = Set.of(Feedback.Kind.CLOSED);
        scene.start().awaitOpen("a");
        fail();

        scene.awaitSnapshots(5);

        assertEquals(List.of(), scene.argus.takeCalls());
    }

    @Test
    void aSourceThatHangsIsSilent() {
        scene.snapshotTimeout = Duration.ofMillis(100);
        scene.start().awaitOpen("a");
        CountDownLatch end = new CountDownLatch(1);
        scene.source.script = adapter -> {
            end.await();
            return null;
        };
        Await.until("cut", () -> scene.status().sourceFault() != null);
        scene.awaitSnapshots(1);
        scene.argus.takeCalls();

        scene.awaitSnapshots(2);

        assertEquals(List.of(), scene.argus.takeCalls());
    }

    @Test
    void aSourceThatDoesNotAnswerIsSilentBeforeItIsCut() {
        scene.source.accepts = Set.of(Feedback.Kind.CLOSED);
        scene.snapshotTimeout = Duration.ofHours(1);
        scene.start().awaitOpen("a");
        Await.until("followed", () -> scene.argus.takeCalls().contains("feed"));
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        scene.source.script = adapter -> {
            asked.countDown();
            end.await();
            return null;
        };
        Await.until("asked", () -> asked.getCount() == 0);
        scene.argus.takeCalls();

        // It is followed every four seconds otherwise.
        Await.never(
                "a call", Duration.ofSeconds(9), () -> !scene.argus.takeCalls().isEmpty());
        end.countDown();
    }

    @Test
    void onceItIsBackArgusIsLookedAtBeforeAnythingIsDone() {
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        fail();
        scene.server().person(a, EventType.CLO);
        // By then nobody has just read what happened: this is what all sources of a server share.
        Await.never(
                "a request",
                Duration.ofSeconds(1),
                () -> !scene.argus.takeCalls().isEmpty());

        scene.source.open(alert("a", "worse"), alert("b"));
        scene.awaitOpen("b");

        List<String> calls = scene.argus.takeCalls();
        assertEquals("feed", calls.get(0), calls::toString);
        assertEquals(List.of(EventType.STA, EventType.CLO), scene.server().types(a), "a person's close is respected");
        Await.until("quiet", () -> scene.status().quiet() == 1);
    }

    @Test
    void anOperatorWhoWantsAListingGetsIt() {
        scene.start().awaitOpen("a");
        fail();

        scene.loop().resync();

        Await.until("listed", () -> scene.argus.takeCalls().contains("open"));
    }

    @Test
    void anArgusThatFailsAsWellIsAskedUntilItAnswers() {
        scene.start().awaitOpen("a");
        scene.argus.faults(call -> Fault.DOWN);
        Await.until("Argus is down", () -> scene.status().argusFault() != null);
        scene.source.script = adapter -> {
            throw SourceException.unreachable("GET http://am: refused", null);
        };
        Await.until("the source, too", () -> scene.status().sourceFault() != null);
        assertNotNull(scene.status().argusFault());

        scene.argus.faults(call -> Fault.NONE);

        Await.until("Argus is back", () -> scene.status().argusFault() == null);
        scene.awaitSnapshots(2);
        scene.argus.takeCalls();
        scene.awaitSnapshots(3);
        assertEquals(List.of(), scene.argus.takeCalls());
    }

    @Test
    void whoHasNoHeartbeatIsNotSilent() {
        scene.heartbeat = Duration.ZERO;
        scene.start().awaitOpen("a");
        fail();

        Await.until("Argus is read", () -> scene.argus.takeCalls().contains("feed"));
    }
}
