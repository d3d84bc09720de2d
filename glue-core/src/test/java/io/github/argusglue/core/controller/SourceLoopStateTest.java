package io.github.argusglue.core.controller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an adapter saves is available to its successor, and only the latest adapter may write. */
class SourceLoopStateTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Optional<String> storedValue(ScriptedSource.Adapter adapter) {
        return adapter.context.state().get("seen").map(value -> new String(value, UTF_8));
    }

    @Test
    void cancelledAdapterCannotOverwriteState() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicReference<IOException> late = new AtomicReference<>();
        try (LoopScene scene = new LoopScene(folder)) {
            scene.snapshotTimeout = Duration.ofSeconds(2);
            scene.source.script = adapter -> {
                if (adapter == scene.source.adapters.get(0)) {
                    adapter.context.state().put("seen", bytes("first"));
                    awaitIgnoringInterrupts(hang);
                    try {
                        adapter.context.state().put("seen", bytes("late"));
                    } catch (IOException e) {
                        late.set(e);
                    }
                } else if (adapter.snapshotCalls.get() == 1) {
                    adapter.context
                            .state()
                            .put("seen", bytes(storedValue(adapter).orElse("nothing") + " and second"));
                }
                return Snapshot.complete(List.of());
            };
            scene.start();
            Await.until(
                    "a second adapter has written",
                    () -> Files.exists(folder.resolve("oslo.adapter/seen"))
                            && scene.source.adapters.size() > 1
                            && storedValue(scene.source.lastAdapter()).equals(Optional.of("first and second")));
            hang.countDown();
            Await.until("the first one was refused", () -> late.get() != null);
            assertEquals(Optional.of("first and second"), storedValue(scene.source.lastAdapter()));
        }
    }

    /** Ignores interrupts, as many sockets do. */
    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Continue to wait.
            }
        }
    }

    @Test
    void oneSnapshotReadsStateAndWritesNone() throws Exception {
        SourceSettings settings = new SourceSettings(
                "oslo",
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ZERO,
                PolicySketch.DEFAULT.build(),
                List.of(),
                ShapingConfig.tagsOnly(List.of()),
                folder.resolve("oslo.json"),
                AdapterSketch.in(folder));
        ScriptedSource source = new ScriptedSource();
        source.script = adapter -> {
            adapter.context.state().put("seen", bytes(storedValue(adapter).orElse("nothing") + "!"));
            return Snapshot.partial(List.of(), storedValue(adapter).orElse(""));
        };
        assertEquals("nothing!", look(settings, source));
        assertFalse(Files.exists(folder.resolve("oslo.adapter")));
        settings.adapter().store().newSession().put("seen", bytes("something"));
        assertEquals("something!", look(settings, source));
        assertEquals("something", Files.readString(folder.resolve("oslo.adapter/seen")));
    }

    private static String look(SourceSettings settings, ScriptedSource source)
            throws SourceException, InterruptedException {
        return OneSnapshot.snapshot(settings.adapterSettings(), source, Clock.systemUTC())
                .partialReason()
                .orElseThrow();
    }
}
