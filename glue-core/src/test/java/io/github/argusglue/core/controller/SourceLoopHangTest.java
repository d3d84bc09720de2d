package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.WebhookRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins whose calls do not return. */
final class SourceLoopHangTest {
    /** A name of its own, because threads are counted by it. */
    private static final String NAME = "hanging";

    private static final Duration A_WHILE = Duration.ofMillis(500);

    private final CountDownLatch end = new CountDownLatch(1);
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.name = NAME;
        scene.snapshotTimeout = Duration.ofMillis(50);
    }

    @AfterEach
    void close() {
        end.countDown();
        scene.close();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("source-" + NAME + "-"))
                .count();
    }

    private void hang() {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                // Ignored, as by a plugin that swallows interrupts.
            }
        }
    }

    private void assertNoMoreThanThreeAdaptersHang() {
        Await.until("three hang", () -> scene.status().vitals().hanging() == AdapterClient.MAX_HANGING);
        Await.until(
                "the reason is told",
                () -> String.valueOf(scene.status().sourceFault()).contains("3 cancelled calls have not returned"));
        Await.never("a fourth is made", A_WHILE, () -> scene.source.adapters.size() > AdapterClient.MAX_HANGING);
        long threads = threads();
        assertTrue(threads <= 1 + 2 * AdapterClient.MAX_HANGING, "threads: " + threads);
    }

    private void assertRecoversWhenTheyReturn() {
        scene.source.open(alert("a"));
        end.countDown();
        scene.awaitOpen("a");
        Await.until("none hangs", () -> scene.status().vitals().hanging() == 0);
        Await.until("all is well", () -> scene.status().sourceFault() == null);
        scene.source
                .adapters
                .subList(0, scene.source.adapters.size() - 1)
                .forEach(adapter -> assertEquals(1, adapter.closes.get(), "closed once"));
    }

    @Test
    void hangingSnapshotsAreBounded() {
        scene.source.script = adapter -> {
            hang();
            return Snapshot.complete(List.of());
        };
        scene.start();

        assertNoMoreThanThreeAdaptersHang();
        assertRecoversWhenTheyReturn();
    }

    @Test
    void hangingClosesAreBounded() {
        scene.source.script = adapter -> {
            new CountDownLatch(1).await();
            return Snapshot.complete(List.of());
        };
        scene.source.onClose = adapter -> hang();
        scene.start();

        assertNoMoreThanThreeAdaptersHang();
        assertRecoversWhenTheyReturn();
    }

    @Test
    void hangingCreationIsBoundedAndClosedLater() {
        scene.source.onMake = () -> {
            hang();
            return true;
        };
        scene.start();

        Await.until("three hang", () -> scene.status().vitals().hanging() == AdapterClient.MAX_HANGING);
        scene.source.open(alert("a"));
        end.countDown();
        scene.awaitOpen("a");
        Await.until(
                "all that came late are closed",
                () -> scene.source.adapters.stream()
                                .filter(adapter -> adapter.closes.get() == 1)
                                .count()
                        == AdapterClient.MAX_HANGING);
    }

    @Test
    void hangingFeedbackIsBounded() {
        scene.source.accepts = Set.of(Feedback.Kind.CLOSED);
        scene.source.onDeliver = () -> {
            hang();
            return true;
        };
        scene.source.open(alert("a"));
        scene.snapshotTimeout = Duration.ofMillis(300);
        scene.start().awaitOpen("a");

        scene.server().person(scene.pk("a"), EventType.CLO);

        Await.until("three hang", () -> scene.status().vitals().hanging() == AdapterClient.MAX_HANGING);
        Await.until(
                "the reason is told",
                () -> String.valueOf(scene.status().vitals().feedbackFault()).contains("snapshot_timeout"));
        assertEquals(1, scene.status().vitals().feedbackWaiting());
        long before = threads();
        Await.never("more threads", A_WHILE, () -> threads() > before);

        end.countDown();
        Await.until("told at last", () -> scene.source.deliveredLines().contains("CLOSED a"));
        Await.until("nothing waits", () -> scene.status().vitals().feedbackWaiting() == 0);
        Await.until("nothing is amiss", () -> scene.status().vitals().feedbackFault() == null);
    }

    @Test
    void reportsHangingLoop(@TempDir Path folder) {
        scene.start();
        CountDownLatch hangs = new CountDownLatch(1);
        TestClock clock = new TestClock(() -> {
            if (hangs.getCount() == 0 && Thread.currentThread().getName().equals("source-oslo-1")) {
                hang();
            }
            return Instant.now();
        });
        try (LoopScene other = new LoopScene(folder, clock)) {
            other.maxIteration = Duration.ofSeconds(2);
            other.start().awaitSnapshots(2);
            Await.until("turns", () -> other.loop().hangReason().isEmpty());

            hangs.countDown();

            Await.until("seen", () -> other.loop().hangReason().isPresent());
            // Queries for open incidents fail once there are too many; they are not collected forever.
            List<CompletableFuture<OpenIncidents>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(other.loop().openIncidents(1));
            }
            assertEquals(
                    200 - 64,
                    answers.stream()
                            .filter(CompletableFuture::isCompletedExceptionally)
                            .count());
            end.countDown();
            Await.until("goes on", () -> other.loop().hangReason().isEmpty());
        }
    }

    @Test
    void replacesAdapterWithHangingWebhookHandler() {
        WebhookRequest request = WebhookRequest.of(Map.of(), new byte[0]);
        scene.webhookTimeout = Duration.ofMillis(50);
        scene.snapshotTimeout = Duration.ofSeconds(20);
        scene.source.script = adapter -> Snapshot.complete(List.of());
        scene.source.onRegister = context -> context.onWebhook(got -> {
            if (scene.source.adapters.size() == 1) {
                hang();
            }
        });
        scene.start().awaitSnapshots(1);
        Await.until("takes webhooks", () -> scene.loop().webhooks().state() == Webhooks.HandlerState.UNCHECKED);

        assertEquals(
                Webhooks.WebhookVerdict.NOT_NOW,
                scene.loop().webhooks().offer(request).join().verdict());

        // On a busy machine the handler may not have been called before its timeout.
        Await.until("a fresh adapter is made", () -> {
            scene.loop().webhooks().offer(request).join();
            return scene.source.adapters.size() == 2;
        });
        Await.until(
                "it takes them",
                () -> scene.loop().webhooks().offer(request).join().verdict() == Webhooks.WebhookVerdict.TAKEN);
        // The status is published after the loop has made the new adapter, and may still be that of a moment before.
        Await.until("one hangs", () -> scene.status().vitals().hanging() == 1);
    }
}
