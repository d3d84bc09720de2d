package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.START;
import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.spi.HistoryEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another glue service has used our token before, or will again: its closings, log entries and ids are respected. */
final class PreviousGlueServiceTest {
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
        scene.source.onAdopt = incident -> incident.sourceIncidentId().equals("4711")
                ? Optional.of(alert("a").id())
                : Optional.empty();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void closeBeforeFirstStartIsRespectedAndDelivered() {
        scene.source.accepts = EnumSet.allOf(Kind.class);
        long a = scene.server().addLegacyIncident("4711");
        scene.server().person(a, EventType.CLO);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("b");

        Await.until("told", () -> scene.source.deliveredLines().equals(List.of("CLOSED a")));
        scene.awaitSnapshots(4);
        assertEquals(2, scene.server().all().size(), "no other incident is made of it");
        assertEquals(List.of("CLOSED a"), scene.source.deliveredLines());
    }

    @Test
    void restartsIncidentThatPreviousServiceEndedTooEarly() throws Exception {
        long a = scene.server().addLegacyIncident("4711");
        scene.server().post(a, EventType.END, Instant.now(), "a mistake");
        scene.source.open(alert("a"));
        scene.start();

        Await.until("restarted", () -> ModelServer.isOpen(scene.server().incident(a)));
        assertEquals(1, scene.server().all().size());
    }

    @Test
    void doesNotRepeatLogEntriesOfPreviousService() throws Exception {
        Instant at = START.plusSeconds(60);
        long a = scene.server().addLegacyIncident("4711");
        scene.server().post(a, EventType.OTH, at, "kari\nlooked at it");
        scene.server().post(a, EventType.OTH, at.plusSeconds(1), "state change open -> working (kari)");
        scene.source.history = (id, since) -> List.of(
                HistoryEntry.of(at, "kari", "looked at it"),
                HistoryEntry.of(at.plusSeconds(1), "kari", "state change open -> working (kari)"),
                HistoryEntry.of(at.plusSeconds(2), "kari", "looked at it"));
        scene.source.open(alert("a"));
        scene.start();

        Await.until("the new one is shown", () -> count(a, EventType.OTH) == 3);
        scene.awaitSnapshots(4);
        assertEquals(3, count(a, EventType.OTH));
    }

    private long count(long pk, EventType type) {
        return scene.server().eventTypes(pk).stream().filter(type::equals).count();
    }

    @Test
    void doesNotReuseIncidentIdOfOtherAlert() {
        scene.source.open(numbered("17@first"));
        scene.start();
        Await.until("opened", () -> scene.server().openIds().equals(List.of("17")));
        scene.source.open();
        Await.until("ended", () -> scene.server().open().isEmpty());

        scene.source.open(numbered("17@second"));
        Await.until("opened", () -> scene.server().openIds().equals(List.of("17@second")));
        // Each incident is restarted for its own alert.
        scene.source.open();
        Await.until("ended", () -> scene.server().open().isEmpty());
        scene.source.open(numbered("17@first"), numbered("17@second"));
        Await.until("opened", () -> scene.server().openIds().equals(List.of("17", "17@second")));
        scene.awaitSnapshots(4);
        assertEquals(2, scene.server().all().size());
    }

    @Test
    void adoptsUnmarkedIncidentWithSameStart() throws Exception {
        scene.source.onAdopt = incident -> Optional.empty();
        long a = scene.server().create("17", unmarked(START)).pk();
        scene.source.open(numbered("17@first"));
        scene.start();

        Await.until("taken over", () -> scene.server().incident(a).description().equals("17@first"));
        assertEquals(1, scene.server().all().size());
    }

    @Test
    void doesNotAdoptUnmarkedIncidentWithOtherStart() throws Exception {
        scene.source.onAdopt = incident -> Optional.empty();
        scene.server().create("17", unmarked(START.minusSeconds(60)));
        scene.source.open(numbered("17@first"));
        scene.start();

        Await.until("opened", () -> scene.server().openIds().equals(List.of("17", "17@first")));
    }

    private static NewIncident unmarked(Instant start) {
        return new NewIncident("17", start, true, 3, "made by another", List.of(), "", "", Map.of());
    }

    private static Alert numbered(String id) {
        return Alert.builder(AlertId.unique(id).withIncidentId("17"), START)
                .description(id)
                .build();
    }
}
