package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source does on standby, and above all what it does not do. */
final class SourceLoopStandbyTest {
    private final LoopScene scene;

    SourceLoopStandbyTest(@TempDir Path folder) {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void goOnStandby() {
        scene.loop().setActive(false);
        Await.until("rehearsed", () -> scene.loop().rehearsal().isPresent());
    }

    private List<String> writes() {
        return scene.argus.takeCalls().stream()
                .filter(call ->
                        !call.matches("(countOpen|checkToken|open|server|userPk|endedSince|byPk|events|acks|feed).*"))
                .toList();
    }

    @Test
    void readsSourceOnceAndWritesNothing() {
        scene.source.open(alert("a"));
        scene.source.accepts = Set.of(Feedback.Kind.CLOSED);
        scene.start();
        scene.awaitOpen("a");
        Await.until("settled", () -> scene.status().settled());
        goOnStandby();
        scene.argus.takeCalls();
        assertEquals(RunState.STANDBY, scene.status().state());
        assertEquals(1, scene.status().alerts());
        assertEquals(1, scene.status().open());
        assertTrue(
                scene.source.adapters.stream().allMatch(adapter -> adapter.closes.get() == 1), "adapters are closed");

        int read = scene.source.snapshots.get();
        scene.source.open(alert("b"));
        scene.server().person(scene.pk("a"), EventType.CLO);
        scene.loop().hint();
        scene.loop().resync();
        Await.never(
                "something was done",
                Duration.ofMillis(300),
                () -> scene.source.snapshots.get() > read || !writes().isEmpty() || !scene.source.delivered.isEmpty());
    }

    @Test
    void takeoverSyncsArgusWithSource() {
        scene.source.open(alert("a"), alert("b"));
        scene.start();
        scene.awaitOpen("a", "b");
        goOnStandby();
        scene.source.open(alert("b"), alert("c"));
        scene.loop().setActive(true);
        scene.awaitOpen("b", "c");
        Await.until("settled", () -> scene.status().settled());
        assertEquals(RunState.ACTIVE, scene.status().state());
        assertTrue(scene.loop().rehearsal().isEmpty());
        assertEquals(List.of(), scene.server().redundant());
    }

    @Test
    void dropsQueuedWrites() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        scene.argus.faults(call -> {
            if (call.startsWith("create")) {
                begun.countDown();
                await(go);
            }
            return ModelArgus.Fault.NONE;
        });
        scene.source.open(IntStream.range(0, 100).mapToObj(i -> alert("a" + i)).toArray(Alert[]::new));
        scene.start();
        begun.await();
        scene.loop().setActive(false);
        go.countDown();
        Await.until("rehearsed", () -> scene.loop().rehearsal().isPresent());
        int open = scene.server().open().size();
        assertTrue(open >= 1 && open <= 8, () -> "only those in flight: " + open);
        Await.never("more", Duration.ofMillis(200), () -> scene.server().open().size() != open);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void quickRoleChangesLoseNothing() {
        scene.source.open(alert("a"));
        scene.start();
        scene.awaitOpen("a");
        for (int i = 0; i < 50; i++) {
            scene.loop().setActive(false);
            scene.loop().setActive(true);
        }
        scene.source.open(alert("a"), alert("b"));
        scene.awaitOpen("a", "b");
        assertEquals(List.of(), scene.server().redundant());
    }

    @Test
    void reportsThatItCouldNotTakeOver() {
        scene.source.open(alert("a"));
        scene.start();
        scene.awaitOpen("a");
        scene.argus.faults(call -> ModelArgus.Fault.BAD_TOKEN);
        scene.source.script = adapter -> {
            throw SourceException.unreachable("nobody there", null);
        };
        goOnStandby();
        Rehearsal failed = scene.loop().rehearsal().orElseThrow();
        assertFalse(failed.passed());
        assertTrue(failed.text().contains("Argus: ") && failed.text().contains("source: nobody there"), failed::text);
        assertTrue(scene.status().tokenRefused());
        assertEquals(RunState.STANDBY, scene.status().state());

        scene.argus.faults(call -> ModelArgus.Fault.NONE);
        scene.source.open(alert("a"));
        scene.loop().setActive(true);
        Await.until("active", () -> scene.status().state() == RunState.ACTIVE);
        scene.loop().rehearseEvery(Duration.ofMillis(50));
        scene.loop().setActive(false);
        Await.until(
                "passed",
                () -> scene.loop().rehearsal().filter(Rehearsal::passed).isPresent());
        assertEquals(
                "1 alert read, the token is good, 1 incident open when standby began",
                scene.loop().rehearsal().orElseThrow().text());
        int before = scene.source.snapshots.get();
        Await.until("again and again", () -> scene.source.snapshots.get() > before + 2);
    }

    @Test
    void suspectsTokenOtherThanThatOfPrimary() {
        scene.source.open(IntStream.range(0, 5).mapToObj(i -> alert("a" + i)).toArray(Alert[]::new));
        scene.startOnStandby();
        Await.until("rehearsed", () -> scene.loop().rehearsal().isPresent());
        String text = scene.loop().rehearsal().orElseThrow().text();
        assertTrue(text.contains("does the primary use another token?"), text);
        assertEquals(0, scene.server().all().size());
    }

    @Test
    void hangingAdapterDoesNotPreventTakeover() {
        CountDownLatch end = new CountDownLatch(1);
        scene.source.script = adapter -> {
            end.await();
            return null;
        };
        scene.startOnStandby();
        Await.until("it hangs", () -> scene.source.snapshots.get() == 1);
        scene.source.open(alert("a"));
        scene.loop().setActive(true);
        scene.awaitOpen("a");
        end.countDown();
    }
}
