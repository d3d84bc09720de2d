package io.github.argusglue.core.feedback;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.controller.LoopScene;
import io.github.argusglue.core.controller.ModelArgus;
import io.github.argusglue.core.controller.ScriptedSource;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the source's log in the log of an incident. */
final class HistorySyncTest {
    private static final Instant AT = ScriptedSource.START.plusSeconds(60);

    private final AtomicInteger reads = new AtomicInteger();

    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeEach
    void scene() {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void eachLineIsCopiedOnceWithTimeAndAuthor() {
        log(entry(0, "looked at it"), entry(0, "line card"), entry(5, "looked at it"));
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");

        awaitLines("kari: looked at it", "kari: line card", "kari: looked at it");
        assertEquals(AT, notes().get(0).timestamp());
        scene.awaitSnapshots(5);
        assertEquals(1, reads.get(), "the alert has not changed");
        assertEquals(3, notes().size());
    }

    @Test
    void changedAlertObjectIsReadAgain() {
        log(entry(0, "one"));
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        awaitLines("kari: one");

        log(entry(0, "one"), entry(1, "two"));
        scene.source.open(alert("a"));

        awaitLines("kari: one", "kari: two");
    }

    @Test
    void aRestartRepeatsNothing() {
        log(entry(0, "one"), entry(1, "two"));
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        awaitLines("kari: one", "kari: two");
        scene.close();

        try (LoopScene again = new LoopScene(folder, scene.argus)) {
            AtomicInteger asked = new AtomicInteger();
            again.source.history = (id, since) -> {
                asked.incrementAndGet();
                return List.of(entry(0, "one"), entry(1, "two"), entry(2, "three"));
            };
            again.source.open(alert("a"));
            again.start();
            awaitLines("kari: one", "kari: two", "kari: three");
            again.awaitSnapshots(4);
            assertEquals(3, notes().size());
            assertEquals(1, asked.get());
        }
    }

    @Test
    void aLineWhoseAnswerWasLostIsNotWrittenTwice() {
        AtomicInteger posts = new AtomicInteger();
        scene.argus.faults(call -> call.startsWith("post OTH") && posts.incrementAndGet() == 1
                ? ModelArgus.Fault.LOST
                : ModelArgus.Fault.NONE);
        log(entry(0, "one"), entry(1, "two"));
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");

        awaitLines("kari: one", "kari: two");
    }

    @Test
    void rememberedLinesAreLimitedWithoutRepetition() {
        HistoryEntry[] all =
                IntStream.range(0, 1_200).mapToObj(i -> entry(i, "line " + i)).toArray(HistoryEntry[]::new);
        log(Arrays.copyOf(all, 100));
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        for (int lines = 100; lines <= all.length; lines += 50) {
            // An adapter may return more lines than requested.
            log(Arrays.copyOf(all, lines));
            scene.source.open(alert("a"));
            int wanted = lines;
            Await.until(wanted + " lines", () -> notes().size() == wanted);
        }
        scene.source.open(alert("a"));
        scene.awaitSnapshots(3);
        assertEquals(
                Stream.of(all).map(one -> "kari: " + one.text()).toList(),
                notes().stream().map(IncidentEvent::description).toList());
    }

    @Test
    void onlyTheNewestLinesOfALongLogAreCopied() {
        log(IntStream.range(0, 150).mapToObj(i -> entry(i, "line " + i)).toArray(HistoryEntry[]::new));
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");

        Await.until("all written", () -> notes().size() == 100);
        assertEquals("kari: line 50", notes().get(0).description());
        scene.awaitSnapshots(3);
        assertEquals(100, notes().size());
    }

    @Test
    void aLogThatCannotBeReadIsTriedAgain() {
        scene.source.history = (id, since) -> {
            if (reads.incrementAndGet() == 1) {
                throw SourceException.unreachable("GETHIST: refused", null);
            }
            return List.of(entry(0, "one"));
        };
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");

        awaitLines("kari: one");
    }

    @Test
    void hangingReadIsCancelled() {
        CountDownLatch never = new CountDownLatch(1);
        scene.snapshotTimeout = Duration.ofMillis(400);
        scene.source.history = (id, since) -> {
            if (reads.incrementAndGet() == 1) {
                never.await();
            }
            return List.of(entry(0, "one"));
        };
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");

        Await.until("cut", () -> scene.source.adapters.size() == 2);
        Await.until("goes on", () -> reads.get() > 1);
    }

    @Test
    void laterReadsContinueAfterTheLastLine() {
        List<Instant> asked = new ArrayList<>();
        scene.source.history = (id, since) -> {
            asked.add(since);
            reads.incrementAndGet();
            return List.of(entry(9, "one"));
        };
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        awaitLines("kari: one");
        scene.source.open(alert("a"));
        Await.until("read again", () -> reads.get() == 2);

        assertEquals(List.of(ScriptedSource.START, AT.plusSeconds(9)), asked);
    }

    private void log(HistoryEntry... entries) {
        scene.source.history = (id, since) -> {
            reads.incrementAndGet();
            return List.of(entries);
        };
    }

    private static HistoryEntry entry(int second, String text) {
        return HistoryEntry.of(AT.plusSeconds(second), "kari", text);
    }

    private List<IncidentEvent> notes() {
        try {
            return scene.server().events(scene.pk("a")).stream()
                    .filter(event -> event.type() == EventType.OTH)
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitLines(String... lines) {
        Await.until(
                "lines " + List.of(lines),
                () -> notes().stream().map(IncidentEvent::description).toList().equals(List.of(lines)));
    }
}
