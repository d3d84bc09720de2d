package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Tag;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a loop handles its source: plugins that are slow, wrong or missing. */
final class SourceLoopTest {
    private static final Duration A_WHILE = Duration.ofMillis(250);

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
    void opensUpdatesAndEnds() {
        scene.tags = List.of(new Tag("site", "oslo"));
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");

        scene.source.open(alert("a", "worse"));
        scene.awaitOpen("a");
        long a = scene.pk("a");
        Await.until("updated", () -> scene.server().incident(a).description().equals("worse"));

        assertEquals(
                List.of(new Tag("site", "oslo")),
                scene.server().incident(a).tags().stream().map(tag -> tag.tag()).toList());
        assertEquals(List.of(EventType.STA, EventType.CHI), scene.server().eventTypes(a));
        assertEquals(List.of(EventType.STA, EventType.END), scene.server().eventTypes(scene.pk("b")));
    }

    @Test
    void reportsStatus() throws InterruptedException {
        scene.source.open(alert("a"), alert("b"));
        scene.start();

        assertTrue(scene.loop().awaitSettled(Duration.ofSeconds(20)));

        SourceStatus status = scene.status();
        assertEquals(2, status.alerts());
        assertEquals(2, status.open());
        assertEquals(0, status.pending());
        assertEquals(2, status.counts().opened());
        assertNotNull(status.lastSnapshot());
        assertNull(status.sourceFault());
        assertNull(status.argusFault());
    }

    @Test
    void cycleAtRestIsOneSmallReadRequest() {
        scene.source.open(alert("a"), alert("b"));
        scene.interval = Duration.ofMillis(600);
        scene.start().awaitOpen("a", "b");
        scene.awaitSnapshots(1);
        scene.argus.takeCalls();

        scene.awaitSnapshots(3);

        List<String> calls = scene.argus.takeCalls();
        assertTrue(calls.stream().allMatch(call -> call.equals("feed")), calls::toString);
        assertTrue(calls.size() <= 4, calls::toString);
    }

    @Test
    void coalescesHints() {
        scene.interval = Duration.ofHours(1);
        scene.start();
        Await.until("the first snapshot", () -> scene.source.snapshots.get() > 0);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean waiting = new AtomicBoolean();
        scene.source.script = adapter -> {
            waiting.set(true);
            goOn.await();
            return Snapshot.complete(List.of());
        };
        scene.loop().hint();
        Await.until("the hint is followed", waiting::get);
        int before = scene.source.snapshots.get();

        for (int i = 0; i < 100_000; i++) {
            scene.source.lastAdapter().context.requestSnapshot();
        }
        goOn.countDown();

        Await.until("one more snapshot", () -> scene.source.snapshots.get() > before);
        Await.never("one more is enough", A_WHILE, () -> scene.source.snapshots.get() > before + 1);
    }

    @Test
    void hintsDoNotDelayFeed() {
        scene.interval = Duration.ofMillis(600);
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        AtomicBoolean enough = new AtomicBoolean();
        scene.source.script = adapter -> {
            if (!enough.get()) {
                adapter.context.requestSnapshot();
            }
            return Snapshot.complete(List.of(alert("a")));
        };
        scene.loop().hint();

        scene.server().person(scene.pk("a"), EventType.CLO);

        Await.until("the close is seen", () -> scene.status().quiet() == 1);
        enough.set(true);
    }

    @Test
    void cancelsHangingCallAndReplacesAdapter() {
        CountDownLatch closed = new CountDownLatch(1);
        scene.snapshotTimeout = Duration.ofMillis(150);
        scene.source.onClose = adapter -> closed.countDown();
        scene.source.script = adapter -> {
            if (scene.source.adapters.size() == 1) {
                awaitIgnoringInterrupts(closed);
            }
            return Snapshot.complete(List.of(alert("a")));
        };

        scene.start().awaitOpen("a");

        assertEquals(2, scene.source.adapters.size());
        assertEquals(1, scene.source.adapters.get(0).closes.get());
        assertEquals(1, scene.source.adapters.get(0).snapshotCalls.get());
    }

    @Test
    void replacesAdapterWhoseCloseHangs() {
        CountDownLatch end = new CountDownLatch(1);
        scene.snapshotTimeout = Duration.ofMillis(150);
        scene.source.onClose = adapter -> awaitIgnoringInterrupts(end);
        scene.source.script = adapter -> {
            if (scene.source.adapters.size() == 1) {
                awaitIgnoringInterrupts(end);
            }
            return Snapshot.complete(List.of(alert("a")));
        };

        scene.start().awaitOpen("a");
        end.countDown();
    }

    @Test
    void retriesFailedStartWithNewAdapter() {
        AtomicInteger starts = new AtomicInteger();
        scene.source.onStart = () -> {
            if (starts.incrementAndGet() < 3) {
                throw SourceException.unreachable("GET https://am1:9093: connection refused", null);
            }
            return true;
        };
        scene.source.open(alert("a"));

        scene.start().awaitOpen("a");

        assertEquals(3, scene.source.adapters.size());
        assertEquals(1, scene.source.adapters.get(0).closes.get());
        assertEquals(1, scene.source.adapters.get(1).closes.get());
        assertEquals(0, scene.source.adapters.get(2).closes.get());
    }

    static Stream<Throwable> faults() {
        return Stream.of(
                new IllegalStateException("bug"),
                new NoClassDefFoundError("com/example/Missing"),
                new StackOverflowError(),
                new AssertionError("bug"),
                SourceException.unauthorized("GET https://am1:9093: 401: check 'password'"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void pluginFailureClosesNothingAndIsShown(Throwable fault) {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");

        scene.source.script = adapter -> {
            throw sneak(fault);
        };
        Await.until("the fault is told", () -> scene.status().sourceFault() != null);
        scene.awaitSnapshots(3);
        assertEquals(1, scene.server().open().size());

        scene.source.open(alert("b"));
        scene.awaitOpen("b");
        Await.until("all is well", () -> scene.status().sourceFault() == null);
        assertEquals(1, scene.source.adapters.size(), "one that has started is kept");
    }

    @Test
    void retriesFailedCreationOfAdapter() {
        AtomicInteger makes = new AtomicInteger();
        scene.source.onMake = () -> {
            if (makes.incrementAndGet() < 3) {
                throw new NoSuchMethodError("of another SPI");
            }
            return true;
        };
        scene.source.open(alert("a"));

        scene.start().awaitOpen("a");
    }

    @Test
    void nullSnapshotIsPluginFailure() {
        scene.source.script = adapter -> null;
        scene.start();

        Await.until("the fault is told", () -> scene.status().sourceFault() != null);
    }

    @Test
    void showsHealthOfAdapter() {
        scene.source.health = () -> Health.degraded("push channel down, polling every 30 s");
        scene.start();

        Await.until(
                "shown",
                () -> scene.status().degraded().equals(List.of("push channel down, polling every 30 s"))
                        && scene.status().state() == RunState.DEGRADED);
        assertNull(scene.status().sourceFault());
        scene.source.health = () -> {
            throw new IllegalStateException("bug");
        };
        Await.until("shown, too", () -> scene.status().degraded().toString().contains("bug"));
        scene.source.health = Health::ok;
        Await.until("well again", () -> scene.status().state() == RunState.ACTIVE);
        assertEquals(List.of(), scene.status().degraded());
    }

    @Test
    void unknownScopeDegradesTheSource() {
        scene.source.script = adapter -> Snapshot.complete(List.of()).except("bergen", "503 from its controller");
        scene.start();

        Await.until("degraded", () -> scene.status().state() == RunState.DEGRADED);
        assertEquals(
                List.of("scope 'bergen' is unknown: 503 from its controller"),
                scene.status().degraded());
    }

    /** A snapshot that waits for its second half is no damage. */
    @Test
    void partialSnapshotAloneDoesNotDegradeTheSource() {
        scene.source.script = adapter -> Snapshot.partial(List.of(), "no complete list so far");
        scene.start();

        Await.until("read", () -> scene.status().missing() != null);
        assertEquals(RunState.ACTIVE, scene.status().state());
    }

    @Test
    void cancelsHangingHealthCall() {
        CountDownLatch end = new CountDownLatch(1);
        scene.snapshotTimeout = Duration.ofMillis(150);
        scene.source.open(alert("a"));
        scene.source.health = () -> {
            if (scene.source.adapters.size() == 1) {
                awaitIgnoringInterrupts(end);
            }
            return Health.ok();
        };

        scene.start().awaitOpen("a");
        Await.until("a fresh adapter is made", () -> scene.source.adapters.size() == 2);
        end.countDown();
    }

    @Test
    void adoptsIncidentsOfOtherGlueService() {
        long a = scene.server().addLegacyIncident("4711");
        long nobody = scene.server().addLegacyIncident("4712");
        scene.source.onAdopt = incident -> incident.sourceIncidentId().equals("4711")
                ? Optional.of(AlertId.startedAt("a", ScriptedSource.START))
                : Optional.empty();
        scene.source.open(alert("a", "as we say it"));
        scene.start();

        Await.until("updated", () -> scene.server().incident(a).description().equals("as we say it"));
        scene.source.open();
        Await.until("ended", () -> !ModelServer.isOpen(scene.server().incident(a)));

        assertTrue(ModelServer.isOpen(scene.server().incident(nobody)));
        Await.until("counted", () -> scene.status().unknown() == 1);
        assertEquals(2, scene.server().all().size());
    }

    @Test
    void failedAdoptDoesNotAffectOtherIncidents() {
        scene.server().addLegacyIncident("poison");
        long a = scene.server().addLegacyIncident("4711");
        scene.source.onAdopt = incident -> {
            if (incident.sourceIncidentId().equals("poison")) {
                throw new NumberFormatException("poison");
            }
            return Optional.of(AlertId.startedAt("a", ScriptedSource.START));
        };
        scene.source.open(alert("a"), alert("b"));
        scene.start();

        Await.until("taken over", () -> scene.server().incident(a).description().equals("a"));
        Await.until("the other is opened", () -> scene.server().open().size() == 3);
    }

    @Test
    void internalErrorDoesNotEndLoop(@TempDir Path folder) {
        scene.start();
        AtomicInteger faults = new AtomicInteger(2);
        Clock faulty = new TestClock(() -> {
            if (Thread.currentThread().getName().equals("source-oslo-1") && faults.getAndDecrement() > 0) {
                throw new StackOverflowError();
            }
            return Instant.now();
        });
        try (LoopScene other = new LoopScene(folder, faulty)) {
            other.source.open(alert("a"));
            other.start().awaitOpen("a");
        }
    }

    @Test
    void doesNothingAfterClose() throws InterruptedException {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.loop().close();
        assertEquals(1, scene.source.lastAdapter().closes.get());
        int before = scene.source.snapshots.get();
        scene.source.open();
        scene.loop().hint();
        // A call that was about to begin does no harm.
        Await.never("asked again and again", A_WHILE, () -> scene.source.snapshots.get() > before + 1);

        int settled = scene.source.snapshots.get();
        scene.loop().hint();
        Await.never("asked", A_WHILE, () -> scene.source.snapshots.get() > settled);
        assertEquals(1, scene.server().open().size());
    }

    @Test
    void closeDoesNotWaitForHangingCall() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        scene.source.script = adapter -> {
            awaitIgnoringInterrupts(end);
            return Snapshot.complete(List.of());
        };
        scene.start().awaitSnapshots(1);

        scene.loop().close();

        assertEquals(1, scene.source.lastAdapter().closes.get());
        end.countDown();
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Ignored, as by a socket.
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneak(Throwable e) throws E {
        throw (E) e;
    }
}
