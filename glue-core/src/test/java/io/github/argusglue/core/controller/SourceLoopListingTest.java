package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.core.executor.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing of many incidents takes long. What happens meanwhile does not wait for it and is not lost. */
final class SourceLoopListingTest {
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final AtomicBoolean slow = new AtomicBoolean();
    private final AtomicBoolean listing = new AtomicBoolean();
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.interval = Duration.ofSeconds(20);
        scene.argus.faults(call -> {
            if (call.equals("open")) {
                answerSlowly();
            }
            return ModelArgus.Fault.NONE;
        });
    }

    /** Argus answers other requests meanwhile, because wait() releases its lock. */
    private void answerSlowly() {
        listing.set(slow.get());
        while (slow.get()) {
            try {
                scene.argus.wait(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                slow.set(false);
            }
        }
    }

    @AfterEach
    void close() {
        slow.set(false);
        scene.close();
    }

    @Test
    void followsHintsDuringListing() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        slow.set(true);
        scene.loop().resync();
        Await.until("being listed", listing::get);

        scene.source.open(alert("b"), alert("c"));
        scene.loop().hint();
        scene.awaitOpen("b", "c");
        assertFalse(scene.status().settled(), "a listing is under way");
        slow.set(false);

        Await.until("settled", () -> scene.status().settled());
        assertEquals(List.of("b", "c"), keys(), "what was done meanwhile is newer than the listing");
        assertEquals(3, scene.server().all().size());
    }

    /** Regression: there were 0 snapshots in 10 intervals. */
    @Test
    void takesSnapshotsDuringListing() {
        scene.interval = Duration.ofMillis(50);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        slow.set(true);
        scene.loop().resync();
        Await.until("being listed", listing::get);

        scene.awaitSnapshots(3);
        scene.source.open(alert("b"), alert("c"));
        scene.awaitOpen("b", "c");
        assertFalse(scene.status().settled(), "a listing is under way");
        slow.set(false);

        Await.until("settled", () -> scene.status().settled());
        assertEquals(List.of("b", "c"), keys(), "what was done meanwhile is newer than the listing");
        assertEquals(3, scene.server().all().size());
    }

    @Test
    void dueListingDoesNotDelayHint() {
        scene.fullListing = Duration.ofMillis(100);
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        slow.set(true);
        Await.never("listed without a hint", A_WHILE, listing::get);

        scene.source.open(alert("a"), alert("b"));
        scene.loop().hint();
        scene.awaitOpen("a", "b");
        Await.until("being listed", listing::get);
    }

    private List<String> keys() {
        return scene.server().openIds().stream()
                .map(id -> id.replaceAll("@.*", ""))
                .toList();
    }
}
