package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argus executes a request, but its response cannot be parsed: the result is looked up, and nothing is done twice. */
final class GarbledResponseTest {
    private static final int SOME = 3;
    private static final String CREATES = "POST /api/v2/incidents/";
    private static final String CHANGES = "PATCH /api/v2/incidents/\\d+/";
    private static final String EVENTS = "POST /api/v2/incidents/\\d+/events/";
    private static final String ACKS = "POST /api/v2/incidents/\\d+/acks/";

    private HttpLoopScene scene;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        scene = new HttpLoopScene(folder);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void eachWriteIsDoneOnce() throws Exception {
        scene.standIn.faults().garbleAnswers(SOME, CREATES);
        scene.source.open(alert("a"));
        SourceLoop loop = scene.start();
        awaitLog(loop, "STA");

        scene.standIn.faults().garbleAnswers(SOME, CHANGES);
        scene.source.open(alert("a", "changed"));
        awaitLog(loop, "STA CHI");

        scene.standIn.faults().garbleAnswers(SOME, ACKS);
        scene.source.open(Alert.builder(alert("a").id(), ScriptedSource.START)
                .description("changed")
                .acknowledgement(Acknowledgement.of("kari", ScriptedSource.START, "seen"))
                .build());
        awaitLog(loop, "STA CHI ACK");

        scene.standIn.faults().garbleAnswers(SOME, EVENTS);
        scene.source.open();
        awaitLog(loop, "STA CHI ACK END");

        scene.standIn.faults().garbleAnswers(SOME, EVENTS);
        scene.source.open(alert("a", "changed"));
        awaitLog(loop, "STA CHI ACK END RES");
        assertEquals(1, scene.argus().listOpen().size());
    }

    /** Asserts the event types in the log of the only incident, once everything is at rest. */
    private void awaitLog(SourceLoop loop, String types) throws Exception {
        int before = scene.source.snapshots.get();
        Await.until(
                "three more snapshots and rest",
                () -> scene.source.snapshots.get() >= before + SOME
                        && loop.status().settled());
        Argus argus = scene.argus();
        List<Incident> all = new ArrayList<>(argus.listOpen());
        all.addAll(argus.listEndedSince(Instant.EPOCH));
        assertEquals(1, all.size(), all::toString);
        List<IncidentEvent> events = argus.events(all.get(0).pk());
        assertEquals(
                types,
                String.join(
                        " ", events.stream().map(event -> event.type().name()).toList()));
        scene.standIn.faults().clear();
    }
}
