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

/** A source that works sends requests to Argus; one that fails sends none, because each would be a sign of life. */
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
        // Requests that were in flight when it failed are finished.
        scene.awaitSnapshots(2);
        scene.argus.takeCalls();
    }

    private static long heartbeats(List<String> calls) {
        return calls.stream().filter("heartbeat"::equals).count();
    }

    @Test
    void healthySourceSendsHeartbeats() {
        scene.start().awaitOpen("a");
        Await.until("told", () -> scene.status().vitals().heartbeat() != null);
        scene.awaitSnapshots(3);
        assertEquals(1, heartbeats(scene.argus.takeCalls()), "once an hour");
    }

    @Test
    void cycleAtRestTakesAtMostTwoRequests() {
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
    void failingSourceSendsNothing() {
        scene.resync = Duration.ofMillis(1);
        scene.source.accepts = Set.of(Feedback.Kind.CLOSED);
        scene.start().awaitOpen("a");
        fail();

        scene.awaitSnapshots(5);

        assertEquals(List.of(), scene.argus.takeCalls());
    }

    @Test
    void hangingSourceSendsNothing() {
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
    void slowSourceSendsNothingBeforeTimeout() {
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

        // Otherwise the feed is read about every four seconds.
        Await.never(
                "a call", Duration.ofSeconds(9), () -> !scene.argus.takeCalls().isEmpty());
        end.countDown();
    }

    @Test
    void readsArgusBeforeActingAfterRecovery() {
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        fail();
        scene.server().person(a, EventType.CLO);
        // By then no recent feed can be used: it is shared by all sources of a server.
        Await.never(
                "a request",
                Duration.ofSeconds(1),
                () -> !scene.argus.takeCalls().isEmpty());

        scene.source.open(alert("a", "worse"), alert("b"));
        scene.awaitOpen("b");

        List<String> calls = scene.argus.takeCalls();
        assertEquals("feed", calls.get(0), calls::toString);
        assertEquals(
                List.of(EventType.STA, EventType.CLO), scene.server().eventTypes(a), "a person's close is respected");
        Await.until("quiet", () -> scene.status().quiet() == 1);
    }

    @Test
    void resyncListsEvenIfSourceFails() {
        scene.start().awaitOpen("a");
        fail();

        scene.loop().resync();

        Await.until("listed", () -> scene.argus.takeCalls().contains("open"));
    }

    @Test
    void asksFailingArgusUntilItAnswers() {
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
    void failingSourceWithoutHeartbeatStillReadsArgus() {
        scene.heartbeat = Duration.ZERO;
        scene.start().awaitOpen("a");
        fail();

        Await.until("Argus is read", () -> scene.argus.takeCalls().contains("feed"));
    }
}
