package io.github.argusglue.core.source;

import static io.github.argusglue.core.source.ScriptedSource.alert;
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

/** A person closes an incident and its alert ends: when it comes back after a restart, it is a new occurrence. */
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
    void whatHasClearedIsOpenedWhenItComesBackAfterARestart() {
        scene.source.open(alert("b"));
        Await.until("not quiet any more", () -> scene.status().quiet() == 0);
        scene.close();

        again(later("a"), alert("b"));
        scene.awaitOpen("a", "b");
    }

    @Test
    void whatHasNotClearedStaysQuietAfterARestart() {
        scene.close();

        again(later("a"), alert("b"));
        scene.awaitSnapshots(5);
        assertEquals(1, scene.status().quiet());
        scene.awaitOpen("b");
    }

    /** A listing shows both incidents; that the last is over says so of the first as well. */
    @Test
    void anEarlierCloseDoesNotKeepItQuietWhenTheLastOneHasCleared() {
        clear();
        scene.source.open(later("a", 1), alert("b"));
        scene.awaitOpen("a", "b");
        closeTheLastOf("a");
        Await.until("quiet", () -> scene.status().quiet() == 1);
        clear();
        scene.loop().resync();
        scene.awaitSnapshots(5);

        scene.source.open(later("a", 2), alert("b"));
        scene.awaitOpen("a", "b");
    }

    /** What has ended is listed first, then what is open: the incident was in neither. */
    @Test
    void whatIsClosedDuringTheFirstListingStaysQuiet() {
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
        again(folder.resolve("fresh"), later("a"), alert("b"));
        Await.until("quiet", () -> scene.status().quiet() == 1);
        scene.awaitOpen("b");
    }

    private void clear() {
        scene.source.open(alert("b"));
        Await.until("not quiet any more", () -> scene.status().quiet() == 0);
    }

    private void closeTheLastOf(String key) {
        long last = scene.server().all().stream()
                .filter(incident -> incident.sourceIncidentId().startsWith(key + "@"))
                .mapToLong(Incident::pk)
                .max()
                .orElseThrow();
        scene.server().person(last, EventType.CLO);
    }

    /** Nobody has looked who closed it: the alert was over when an argus-glue without a state folder began. */
    @Test
    void whatHasClearedBeforeAnybodyLookedIsOpenedWhenItComesBackAfterARestart() {
        scene.close();
        Path fresh = folder.resolve("fresh");
        again(fresh, alert("b"));
        scene.awaitSnapshots(5);
        scene.close();

        again(fresh, later("a"), alert("b"));
        scene.awaitOpen("a", "b");
        assertEquals(
                1,
                scene.server().all().stream()
                        .filter(incident -> incident.sourceIncidentId().startsWith("a@"))
                        .count());
    }

    private static Alert later(String key) {
        return later(key, 1);
    }

    private static Alert later(String key, int hours) {
        Instant start = ScriptedSource.START.plus(Duration.ofHours(hours));
        return Alert.builder(AlertId.startedAt(key, start), start)
                .description(key)
                .build();
    }

    private void again(Alert... alerts) {
        again(folder, alerts);
    }

    private void again(Path state, Alert... alerts) {
        scene = new LoopScene(state, scene.argus);
        Snapshot snapshot = Snapshot.complete(List.of(alerts));
        scene.source.script = adapter -> snapshot;
        scene.start();
    }
}
