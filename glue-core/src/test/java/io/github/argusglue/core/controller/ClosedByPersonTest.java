package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person closes an incident and its alert ends: if the alert returns after a restart, it is a new occurrence. */
final class ClosedByPersonTest {
    @TempDir
    private Path folder;

    private LoopScene scene;

    @BeforeEach
    void scene() {
        scene = new LoopScene(folder);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        scene.server().person(scene.pk("a"), EventType.CLO);
        Await.until("quiet", () -> scene.status().quiet() == 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void reopensAlertThatClearedBeforeRestart() {
        scene.source.open(alert("b"));
        Await.until("no longer quiet", () -> scene.status().quiet() == 0);
        scene.close();

        restart(laterAlert("a"), alert("b"));
        scene.awaitOpen("a", "b");
    }

    /** An adapter whose state is a little older than ours continues the occurrence that ended. */
    @Test
    void reopensAlertThatClearedAndReturnsWithTheSameStart() {
        scene.source.open(alert("b"));
        Await.until("no longer quiet", () -> scene.status().quiet() == 0);
        scene.close();

        restart(alert("a"), alert("b"));
        scene.awaitOpen("a", "b");
        assertEquals(2, scene.server().all().size());
    }

    @Test
    void keepsAlertQuietThatDidNotClearBeforeRestart() {
        scene.close();

        restart(laterAlert("a"), alert("b"));
        scene.awaitSnapshots(5);
        assertEquals(1, scene.status().quiet());
        scene.awaitOpen("b");
    }

    /** A listing shows both incidents; that the last occurrence ended also applies to the first. */
    @Test
    void earlierCloseDoesNotKeepAlertQuietAfterLastOneCleared() {
        endAlert();
        scene.source.open(laterAlert("a", 1), alert("b"));
        scene.awaitOpen("a", "b");
        closeLastIncident("a");
        Await.until("quiet", () -> scene.status().quiet() == 1);
        endAlert();
        scene.loop().resync();
        scene.awaitSnapshots(5);

        scene.source.open(laterAlert("a", 2), alert("b"));
        scene.awaitOpen("a", "b");
    }

    /** Ended incidents are listed before open ones: closed in between, the incident is in neither list. */
    @Test
    void closeDuringFirstListingIsRespected() {
        scene.server().person(scene.pk("a"), EventType.REO);
        scene.awaitOpen("a", "b");
        scene.close();

        ModelArgus argus = scene.argus;
        argus.faults(call -> {
            if (call.equals("open") && argus.server.openIds().size() == 2) {
                argus.server.person(scene.pk("a"), EventType.CLO);
            }
            return ModelArgus.Fault.NONE;
        });
        restart(folder.resolve("fresh"), laterAlert("a"), alert("b"));
        Await.until("quiet", () -> scene.status().quiet() == 1);
        scene.awaitOpen("b");
    }

    private void endAlert() {
        scene.source.open(alert("b"));
        Await.until("no longer quiet", () -> scene.status().quiet() == 0);
    }

    private void closeLastIncident(String key) {
        long last = scene.server().all().stream()
                .filter(incident -> incident.sourceIncidentId().startsWith(key + "@"))
                .mapToLong(Incident::pk)
                .max()
                .orElseThrow();
        scene.server().person(last, EventType.CLO);
    }

    /** Who closed the incident was never looked up: its alert had ended before argus-glue started without state. */
    @Test
    void opensAlertThatClearedBeforeCloserWasKnown() {
        scene.close();
        Path fresh = folder.resolve("fresh");
        restart(fresh, alert("b"));
        scene.awaitSnapshots(5);
        scene.close();

        restart(fresh, laterAlert("a"), alert("b"));
        scene.awaitOpen("a", "b");
        assertEquals(
                1,
                scene.server().all().stream()
                        .filter(incident -> incident.sourceIncidentId().startsWith("a@"))
                        .count());
    }

    private static Alert laterAlert(String key) {
        return laterAlert(key, 1);
    }

    private static Alert laterAlert(String key, int hours) {
        Instant start = ScriptedSource.START.plus(Duration.ofHours(hours));
        return Alert.builder(AlertId.startedAt(key, start), start)
                .description(key)
                .build();
    }

    private void restart(Alert... alerts) {
        restart(folder, alerts);
    }

    private void restart(Path state, Alert... alerts) {
        scene = new LoopScene(state, scene.argus);
        Snapshot snapshot = Snapshot.complete(List.of(alerts));
        scene.source.script = adapter -> snapshot;
        scene.start();
    }
}
