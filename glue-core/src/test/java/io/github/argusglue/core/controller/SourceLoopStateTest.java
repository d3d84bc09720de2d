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

/** What an adapter keeps is there for the one after it, and only the newest one writes. */
class SourceLoopStateTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Optional<String> kept(ScriptedSource.Adapter adapter) {
        return adapter.context.state().get("seen").map(value -> new String(value, UTF_8));
    }

    @Test
    void anAdapterThatWasCutAndHangsOverwritesNothing() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicReference<IOException> late = new AtomicReference<>();
        try (LoopScene scene = new LoopScene(folder)) {
            scene.snapshotTimeout = Duration.ofSeconds(2);
            scene.source.script = adapter -> {
                if (adapter == scene.source.adapters.get(0)) {
                    adapter.context.state().put("seen", bytes("first"));
                    awaitThrough(hang);
                    try {
                        adapter.context.state().put("seen", bytes("late"));
                    } catch (IOException e) {
                        late.set(e);
                    }
                } else if (adapter.asked.get() == 1) {
                    adapter.context.state().put("seen", bytes(kept(adapter).orElse("nothing") + " and second"));
                }
                return Snapshot.complete(List.of());
            };
            scene.start();
            Await.until(
                    "a second adapter has written",
                    () -> Files.exists(folder.resolve("oslo.adapter/seen"))
                            && scene.source.adapters.size() > 1
                            && kept(scene.source.last()).equals(Optional.of("first and second")));
            hang.countDown();
            Await.until("the first one was refused", () -> late.get() != null);
            assertEquals(Optional.of("first and second"), kept(scene.source.last()));
        }
    }

    /** An interrupt is not enough to end it, as with many a socket. */
    private static void awaitThrough(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // It goes on waiting: that is what is tried.
            }
        }
    }

    @Test
    void aLookThatMustChangeNothingSeesTheStateAndWritesNone() throws Exception {
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
            adapter.context.state().put("seen", bytes(kept(adapter).orElse("nothing") + "!"));
            return Snapshot.partial(List.of(), kept(adapter).orElse(""));
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
