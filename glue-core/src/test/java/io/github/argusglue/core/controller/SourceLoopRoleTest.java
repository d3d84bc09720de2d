package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.spi.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the role at unfavourable moments. */
final class SourceLoopRoleTest {
    private final LoopScene scene;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    SourceLoopRoleTest(@TempDir Path folder) {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        gate.countDown();
        scene.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes calls of a kind wait for the gate. */
    private void block(String kind) {
        scene.argus.faults(call -> {
            if (call.startsWith(kind)) {
                blocked.countDown();
                await(gate);
            }
            return ModelArgus.Fault.NONE;
        });
    }

    /** Blocks the loop's thread until the latch is open. */
    private void blockLoop(CountDownLatch until) {
        Thread test = Thread.currentThread();
        AtomicBoolean hangs = new AtomicBoolean();
        Await.until("it hangs", () -> {
            if (!hangs.get()) {
                CompletableFuture<Void> unused = scene.loop().openIncidents(1).thenRun(() -> {
                    if (!Thread.currentThread().equals(test) && hangs.compareAndSet(false, true)) {
                        await(until);
                    }
                });
            }
            return hangs.get();
        });
    }

    @Test
    void dropsQueueBeforeLoopReacts() {
        block("create");
        scene.source.open(IntStream.range(0, 100).mapToObj(i -> alert("a" + i)).toArray(Alert[]::new));
        scene.start();
        await(blocked);
        CountDownLatch end = new CountDownLatch(1);
        blockLoop(end);
        scene.loop().setActive(false);
        gate.countDown();
        Await.never(
                "more than what was under way was written",
                Duration.ofMillis(200),
                () -> scene.server().all().size() > 8);
        end.countDown();
        Await.until("rehearsed", () -> scene.loop().rehearsal().isPresent());
        assertTrue(scene.server().all().size() <= 8);
    }

    @Test
    void activeSourceIsNotRehearsed() {
        scene.source.open(alert("a"));
        scene.startOnStandby();
        Await.until("rehearsed", () -> scene.loop().rehearsal().isPresent());
        scene.loop().setActive(true);
        scene.awaitOpen("a");
        scene.loop().rehearseEvery(Duration.ofMillis(10));
        scene.loop().setActive(false);
        int before = scene.source.snapshots.get();
        Await.until("rehearsed time after time", () -> scene.source.snapshots.get() > before + 3);
        scene.loop().setActive(true);
        Await.until("active", () -> scene.status().state() == RunState.ACTIVE);
        scene.awaitSnapshots(1);
        int adapters = scene.source.adapters.size();
        scene.awaitSnapshots(5);
        assertEquals(adapters, scene.source.adapters.size(), "each rehearsal would make an adapter");
        assertTrue(scene.loop().rehearsal().isEmpty());
    }

    @Test
    void ignoresResultsOfEndedPeriod() {
        block("open");
        scene.source.open(alert("a"));
        scene.start();
        await(blocked);
        scene.loop().setActive(false);
        Await.until("stands by", () -> scene.status().state() == RunState.STANDBY);
        scene.loop().setActive(true);
        Await.until("stands by no longer", () -> scene.status().state() != RunState.STANDBY);
        gate.countDown();
        scene.awaitOpen("a");
        Await.until("settled", () -> scene.status().settled());
        scene.awaitSnapshots(5);
        Await.until(
                "all adapters but one are closed",
                () -> scene.source.adapters.stream()
                                .filter(adapter -> adapter.closes.get() == 0)
                                .count()
                        == 1);
        assertEquals(1, scene.server().all().size());
        assertEquals(1, scene.server().logSize());
    }

    /** Another thread may change the role after the loop has read it and before it opens the queue. */
    @Test
    void closesQueueOpenedDuringRoleChange() {
        AtomicBoolean open = new AtomicBoolean();
        AtomicBoolean turned = new AtomicBoolean();
        scene.queueWrapper = real -> new TaskQueue() {
            @Override
            public void offer(Collection<? extends Task<?>> tasks) {
                real.offer(tasks);
            }

            @Override
            public List<Task<?>> withdraw() {
                return real.withdraw();
            }

            @Override
            public void open() {
                if (turned.compareAndSet(false, true)) {
                    scene.loop().setActive(false);
                }
                real.open();
                open.set(true);
            }

            @Override
            public void close() {
                real.close();
                open.set(false);
            }
        };
        scene.source.open(alert("a"));
        scene.start();
        Await.until("stands by", () -> scene.loop().rehearsal().isPresent());
        assertFalse(open.get());
        assertEquals(0, scene.server().all().size());
    }
}
