package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G21: what people undo during a downtime is detected and delivered once; what was set and undone meanwhile is not. */
final class FeedbackAfterDowntimeTest {
    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeEach
    void scene() {
        scene = new LoopScene(folder);
        scene.source.accepts = EnumSet.allOf(Kind.class);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void awaitDelivered(LoopScene who, String... told) {
        Await.until("told " + List.of(told), () -> who.source.deliveredLines().equals(List.of(told)));
    }

    private void awaitSaved(String text) {
        Path file = folder.resolve("oslo.people.json");
        Await.until("saved " + text, () -> {
            try {
                return Files.exists(file) && Files.readString(file).contains(text);
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Starts another process with the state of the previous one, and waits until exactly this has been delivered. */
    private void assertDeliveredAfterRestart(String... told) {
        LoopScene before = scene;
        scene = new LoopScene(folder, before.argus);
        scene.source.accepts = before.source.accepts;
        scene.source.script = before.source.script;
        scene.start();
        awaitDelivered(scene, told);
        scene.awaitSnapshots(5);
        assertEquals(List.of(told), scene.source.deliveredLines());
    }

    private void acknowledge(String key) {
        scene.server().personAcks(scene.pk(key), null);
        awaitDelivered(scene, "ACKNOWLEDGED " + key);
        awaitSaved("\"acked\":true");
    }

    private void endAck(String key) {
        long pk = scene.pk(key);
        scene.server().personExpiresAck(pk, scene.server().acks(pk).get(0).pk());
    }

    @Test
    void acknowledgementExpiredDuringDowntime() {
        acknowledge("a");
        scene.close();
        endAck("a");
        assertFalse(scene.server().incident(scene.pk("a")).acked());
        assertDeliveredAfterRestart("UNACKNOWLEDGED a");
        awaitSaved("\"told\":[]");
        scene.close();
        assertDeliveredAfterRestart();
    }

    @Test
    void acknowledgementExpiredAndRenewedDuringDowntime() {
        acknowledge("a");
        scene.close();
        endAck("a");
        scene.server().personAcks(scene.pk("a"), null);
        assertDeliveredAfterRestart("ACKNOWLEDGED a");
    }

    @Test
    void acknowledgementSetAndExpiredDuringDowntime() {
        acknowledge("b");
        scene.close();
        scene.server().personAcks(scene.pk("a"), null);
        endAck("a");
        assertDeliveredAfterRestart();
    }

    @Test
    void reopeningDuringDowntime() {
        scene.server().person(scene.pk("a"), EventType.CLO);
        awaitDelivered(scene, "CLOSED a");
        awaitSaved("\"closed\":true");
        scene.close();
        scene.server().person(scene.pk("a"), EventType.REO);
        assertDeliveredAfterRestart("REOPENED a");
        assertEquals(2, scene.server().open().size());
    }

    /**
     * Without a downtime, but with more events than the feed pages show: only a listing shows that the incidents are
     * open.
     */
    @Test
    void moreReopeningsThanFeedPagesShow() {
        scene.source.open(IntStream.range(0, 100).mapToObj(i -> alert("k" + i)).toArray(Alert[]::new));
        Await.until(
                "open",
                () -> scene.server().open().size() == 100 && scene.status().open() == 100);
        List<Long> all = scene.server().open().stream().map(Incident::pk).toList();
        all.forEach(pk -> scene.server().person(pk, EventType.CLO));
        Await.until("told of closings", () -> scene.source.delivered.size() == 100);
        all.forEach(pk -> scene.server().person(pk, EventType.REO));
        Await.until("told of reopenings", () -> scene.source.delivered.size() == 200);
        scene.awaitSnapshots(3);
        assertEquals(
                100,
                scene.source.deliveredLines().stream()
                        .filter(told -> told.startsWith("REOPENED"))
                        .count());
        assertEquals(200, scene.source.delivered.size());
    }

    @Test
    void expiryAndReopeningOfTwoIncidents() {
        acknowledge("a");
        scene.server().person(scene.pk("b"), EventType.CLO);
        awaitDelivered(scene, "ACKNOWLEDGED a", "CLOSED b");
        awaitSaved("\"closed\":true");
        scene.close();
        endAck("a");
        scene.server().person(scene.pk("b"), EventType.REO);
        LoopScene before = scene;
        scene = new LoopScene(folder, before.argus);
        scene.source.accepts = before.source.accepts;
        scene.source.script = before.source.script;
        scene.start();
        Await.until("both told", () -> scene.source.delivered.size() == 2);
        scene.awaitSnapshots(5);
        assertEquals(
                List.of("REOPENED b", "UNACKNOWLEDGED a"),
                scene.source.deliveredLines().stream().sorted().toList());
    }
}
