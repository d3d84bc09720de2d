package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a loop handles an Argus that is down or rejects requests, and what people do there. */
final class SourceLoopArgusTest {
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
    void recoversIfArgusIsDownAtStart() {
        scene.argus.faults(call -> ModelArgus.Fault.DOWN);
        scene.source.open(alert("a"));
        scene.start();
        Await.until("tried", () -> scene.argus.takeCalls().contains("server"));
        Await.until("told", () -> scene.status().argusFault() != null);

        scene.argus.faults(call -> ModelArgus.Fault.NONE);

        scene.awaitOpen("a");
        Await.until("well again", () -> scene.status().argusFault() == null);
    }

    @Test
    void recoversIfArgusGoesDownLater() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.argus.faults(call -> ModelArgus.Fault.DOWN);
        scene.source.open(alert("b"), alert("c"));
        Await.until("told", () -> scene.status().argusFault() != null);

        scene.argus.faults(call -> ModelArgus.Fault.NONE);

        scene.awaitOpen("b", "c");
        assertEquals(List.of(), scene.server().redundant());
    }

    @Test
    void resolvesLostAnswers() {
        AtomicInteger calls = new AtomicInteger();
        scene.source.open(alert("a"), alert("b"), alert("c"));
        scene.argus.faults(
                call -> (call.startsWith("create") || call.startsWith("post")) && calls.incrementAndGet() % 2 == 1
                        ? ModelArgus.Fault.LOST
                        : ModelArgus.Fault.NONE);
        scene.start().awaitOpen("a", "b", "c");
        scene.source.open();

        scene.awaitOpen();
        Await.until("settled", () -> scene.status().open() == 0);
        assertEquals(3, scene.server().all().size());
        assertEquals(List.of(), scene.server().redundant());
    }

    @Test
    void readsSourceButWritesNothingWithBadToken() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.argus.faults(call -> ModelArgus.Fault.BAD_TOKEN);
        Await.until("told", () -> scene.status().argusFault() != null);
        scene.source.open(alert("b"));
        scene.awaitSnapshots(2);
        scene.argus.takeCalls();

        scene.awaitSnapshots(5);

        List<String> writes = scene.argus.takeCalls().stream()
                .filter(call -> call.startsWith("create") || call.startsWith("post"))
                .toList();
        assertEquals(List.of(), writes);
        scene.argus.faults(call -> ModelArgus.Fault.NONE);
        scene.awaitOpen("b");
        Await.until("well again", () -> scene.status().argusFault() == null);
    }

    @Test
    void respectsCloseUntilReopened() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");

        scene.server().person(a, EventType.CLO);
        Await.until("quiet", () -> scene.status().quiet() == 1 && scene.status().open() == 1);
        scene.awaitSnapshots(3);
        assertEquals(List.of(EventType.STA, EventType.CLO), scene.server().eventTypes(a));

        scene.server().person(a, EventType.REO);
        Await.until("seen", () -> scene.status().quiet() == 0 && scene.status().open() == 2);
        scene.source.open(alert("a", "worse"), alert("b"));
        Await.until("ours again", () -> scene.server().incident(a).description().equals("worse"));
    }

    @Test
    void remembersCloseAcrossRestart(@TempDir Path folder) {
        scene.start();
        try (LoopScene first = new LoopScene(folder)) {
            first.source.open(alert("a"));
            first.start().awaitOpen("a");
            first.server().person(first.pk("a"), EventType.CLO);
            Await.until("quiet", () -> first.status().quiet() == 1);
        }
        try (LoopScene second = new LoopScene(folder)) {
            // The same alert with another start: Argus alone could not show that it is the same.
            second.source.open(Alert.builder(alert("a").id(), ScriptedSource.START.plusSeconds(7))
                    .build());
            second.start().awaitSnapshots(3);
            assertEquals(1, second.status().quiet());
            assertEquals(List.of(), second.server().all());
        }
    }

    @Test
    void savesCloseBeforeShowingItInStatus(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.snapshotTimeout = Duration.ofSeconds(1);
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        AtomicBoolean closed = new AtomicBoolean();
        CountDownLatch held = new CountDownLatch(1);
        scene.source.script = adapter -> {
            if (closed.compareAndSet(false, true)) {
                scene.server().person(scene.pk("a"), EventType.CLO);
            } else {
                held.await();
            }
            return Snapshot.complete(List.of(alert("a")));
        };

        Await.until("quiet", () -> scene.status().quiet() == 1);

        assertEquals(
                1,
                new QuietStateFile(folder.resolve("oslo.json"), InstantSource.system())
                        .load()
                        .quiet()
                        .size());
        held.countDown();
    }

    @Test
    void reopensIfCloseByPersonIsNotRespected() {
        scene.policy = PolicySketch.DEFAULT.respectPersonClose(false).build();
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");

        scene.server().person(a, EventType.CLO);

        Await.until("open again", () -> scene.server().eventTypes(a).contains(EventType.RES));
        scene.awaitOpen("a");
    }

    @Test
    void newStartIsNewOccurrenceIfStartsAreStable(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        long closed = scene.pk("a");
        scene.server().person(closed, EventType.CLO);
        Await.until("quiet", () -> scene.status().quiet() == 1);
        scene.close();

        LoopScene again = new LoopScene(folder, scene.argus);
        scene = again;
        Instant later = Instant.now().plusSeconds(60);
        again.source.startsAreStable = true;
        again.source.open(Alert.builder(AlertId.startedAt("a", later), later).build());
        again.start().awaitOpen("a");

        assertEquals(List.of(EventType.STA, EventType.CLO), scene.server().eventTypes(closed));
        assertEquals(2, scene.server().all().size());
    }

    @Test
    void repeatsCloseOverwrittenByOwnChange() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        AtomicBoolean once = new AtomicBoolean();
        scene.argus.duringChange(pk -> {
            if (once.compareAndSet(false, true)) {
                scene.server().person(pk, EventType.CLO);
            }
        });

        scene.source.open(alert("a", "worse"));

        Await.until("closed again", () -> scene.server().eventTypes(a).contains(EventType.END));
        Await.until("quiet", () -> scene.status().quiet() == 1);
        scene.awaitSnapshots(3);
        assertEquals(
                List.of(EventType.STA, EventType.CHI, EventType.CLO, EventType.END),
                scene.server().eventTypes(a));
        assertFalse(ModelServer.isOpen(scene.server().incident(a)));
    }

    @Test
    void repeatsTicketOverwrittenByOwnChange() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        AtomicBoolean once = new AtomicBoolean();
        scene.argus.duringChange(pk -> {
            if (once.compareAndSet(false, true)) {
                scene.server().personSetsTicket(pk, "https://tickets.example.org/7");
            }
        });

        scene.source.open(alert("a", "worse"));

        Await.until("set again", () -> scene.server().eventTypes(a).contains(EventType.OTH));
        scene.awaitSnapshots(3);
        assertEquals("https://tickets.example.org/7", scene.server().incident(a).ticketUrl());
        assertEquals(
                List.of(EventType.STA, EventType.CHI, EventType.CHI, EventType.CHI, EventType.OTH),
                scene.server().eventTypes(a));
    }

    @Test
    void looksOnceAtTicketThatWasNotOverwritten() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        long a = scene.pk("a");
        scene.argus.takeCalls();

        scene.server().personSetsTicket(a, "https://tickets.example.org/7");

        List<String> calls = new ArrayList<>();
        Await.until("seen", () -> {
            calls.addAll(scene.argus.takeCalls());
            return calls.contains("byPk [" + a + "]");
        });
        scene.awaitSnapshots(3);
        calls.addAll(scene.argus.takeCalls());
        assertFalse(calls.contains("events " + a), calls.toString());
        assertEquals(List.of(EventType.STA, EventType.CHI), scene.server().eventTypes(a));
    }

    @Test
    void recreatesDeletedIncident() {
        scene.interval = Duration.ofMillis(600);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.server().person(scene.pk("a"), EventType.CLO);
        Await.until("quiet", () -> scene.status().quiet() == 1);

        scene.server().delete(scene.pk("b"));
        scene.source.open(alert("a"), alert("b", "worse"));

        scene.awaitOpen("b");
        assertEquals("worse", scene.server().incident(scene.pk("b")).description());
    }

    @Test
    void countsBeforeListingIfFeedMissedEvents() {
        scene.interval = Duration.ofMillis(600);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.awaitSnapshots(1);
        AtomicBoolean failed = new AtomicBoolean();
        scene.argus.faults(call -> call.equals("countOpen") && failed.compareAndSet(false, true)
                ? ModelArgus.Fault.DOWN
                : ModelArgus.Fault.NONE);
        scene.argus.takeCalls();

        fillFeed();
        List<String> calls = new ArrayList<>();
        Await.until("counted, in vain at first", () -> {
            calls.addAll(scene.argus.takeCalls());
            return calls.stream().filter(call -> call.equals("countOpen")).count() >= 2;
        });
        scene.awaitSnapshots(2);
        calls.addAll(scene.argus.takeCalls());
        assertFalse(calls.contains("open"), calls::toString);

        scene.server().person(scene.pk("a"), EventType.CLO);
        fillFeed();

        Await.until("listed again", () -> scene.argus.takeCalls().contains("open"));
        Await.until("seen", () -> scene.status().quiet() == 1);
    }

    /** Adds more events of other sources' incidents than a few pages of the feed show. */
    private void fillFeed() {
        long other = scene.server().foreignPk();
        for (int i = 0; i < 1_000; i++) {
            scene.server().person(other, EventType.ACK);
        }
    }

    @Test
    void listingFindsChangesMissingFromFeed() {
        scene.resync = Duration.ofMillis(200);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");

        scene.server().delete(scene.pk("b"));

        Await.until("made again", () -> scene.server().openIds().size() == 2);
    }

    @Test
    void noticeIsCreatedOnce() {
        scene.source.script = adapter -> {
            adapter.context.post(notice("reboot-1"));
            adapter.context.post(notice("reboot-2"));
            return Snapshot.complete(List.of());
        };
        AtomicInteger creates = new AtomicInteger();
        scene.argus.faults(call -> call.startsWith("create") && creates.incrementAndGet() == 1
                ? ModelArgus.Fault.DOWN
                : ModelArgus.Fault.NONE);
        scene.start();
        Await.until("both are shown", () -> scene.server().all().size() == 2);
        scene.awaitSnapshots(2);
        scene.argus.takeCalls();
        scene.awaitSnapshots(3);

        assertTrue(scene.server().all().stream().noneMatch(Incident::isStateful));
        assertEquals(2, scene.server().all().size());
        assertTrue(
                scene.argus.takeCalls().stream().noneMatch(call -> call.startsWith("create")),
                "what was sent is not sent again");
    }

    @Test
    void noticeIsShapedAndHasSourceTags() {
        scene.tags = List.of(new Tag("site", "oslo"));
        scene.start().awaitSnapshots(1);
        scene.source
                .lastAdapter()
                .context
                .post(Notice.builder("n1", ScriptedSource.START)
                        .description(" re\0boot\u00a0")
                        .tag("host", "sw\00041")
                        .build());
        scene.loop().hint();

        Await.until("shown", () -> scene.server().all().size() == 1);
        Incident shown = scene.server().all().get(0);
        assertEquals("reboot", shown.description());
        assertEquals(
                List.of("host=sw41", "site=oslo"),
                shown.tags().stream().map(tag -> tag.tag().toString()).toList());
    }

    @Test
    void rejectedNoticeIsDropped() {
        scene.source.open(alert("a"));
        scene.start().awaitSnapshots(1);
        scene.source
                .lastAdapter()
                .context
                .post(Notice.builder("n1", ScriptedSource.START)
                        .description("poison")
                        .build());
        Await.until("tried", () -> scene.argus.takeCalls().contains("create n1"));
        scene.awaitSnapshots(1);
        scene.argus.takeCalls();

        scene.awaitSnapshots(3);

        assertFalse(scene.argus.takeCalls().contains("create n1"));
    }

    @Test
    void closeFinishesWritesInFlightAndStartsNoMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger creates = new AtomicInteger();
        scene.argus.faults(call -> {
            if (call.startsWith("create") && creates.incrementAndGet() == 1) {
                begun.countDown();
                awaitQuietly(goOn);
            }
            return ModelArgus.Fault.NONE;
        });
        List<Alert> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(alert("a" + i));
        }
        scene.source.open(many.toArray(new Alert[0]));
        scene.start();
        begun.await();

        scene.loop().close();
        Thread closer = new Thread(() -> scene.executor.close(Duration.ofSeconds(10)));
        closer.start();
        Await.never("closed before the work is done", A_WHILE, () -> !closer.isAlive());
        goOn.countDown();
        closer.join();

        int made = scene.server().all().size();
        assertTrue(made >= 1 && made <= 4, () -> made + " made");
        Await.never("more", A_WHILE, () -> scene.server().all().size() > made);
    }

    @Test
    void rejectedAlertIsShownAndOthersContinue() {
        scene.source.open(alert("p", "poison"), alert("a"));
        scene.start().awaitOpen("a");

        Await.until(
                "told",
                () -> scene.status().holds().equals(List.of("1 alert that Argus rejected"))
                        && scene.status().counts().failed() == 1);
        scene.argus.takeCalls();
        scene.awaitSnapshots(3);
        assertTrue(scene.argus.takeCalls().stream().noneMatch(call -> call.startsWith("create")));
        assertNotNull(scene.status().lastSnapshot());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Notice notice(String id) {
        return Notice.builder(id, ScriptedSource.START).description(id).build();
    }

    /** A successful request with another source's token does not show that ours is valid. */
    @Test
    void answerToOtherSourceDoesNotClearRefusedToken() throws Exception {
        scene.interval = Duration.ofHours(1);
        scene.hasPrimary = true;
        scene.start();
        Await.until("the first snapshot", () -> scene.source.snapshots.get() > 0);
        scene.argus.faults(call -> ModelArgus.Fault.BAD_TOKEN);
        Await.until("refused", () -> {
            scene.loop().hint();
            return scene.status().tokenRefused();
        });
        ModelArgus other = new ModelArgus(scene.clock);
        for (int i = 0; i < 3; i++) {
            scene.feed.feed().eventsSince(0, other, Duration.ZERO);
            int before = scene.source.snapshots.get();
            scene.loop().hint();
            Await.until("asked again", () -> scene.source.snapshots.get() > before);
            assertTrue(scene.status().tokenRefused(), "still refused");
        }
    }
}
