package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.executor.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argus is restored from a backup, and known primary keys belong to another source's incidents. */
final class RestoredArgusTest {
    private final LoopScene scene;

    RestoredArgusTest(@TempDir Path folder) {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void doesNotTouchIncidentOfOtherSource() {
        scene.source.open(alert("a"));
        scene.start().awaitOpen("a");
        scene.source.open(alert("a"), alert("b"));
        scene.awaitOpen("a", "b");
        scene.awaitSnapshots(3);

        scene.argus.faults(call -> Fault.DOWN);
        scene.source.open(alert("a", "changed"));
        awaitFailedWrites(2);
        long theirs = scene.server().restore(1);
        scene.argus.faults(call -> Fault.NONE);

        Await.until(
                "in step",
                () -> scene.server().incident(1).description().equals("changed")
                        && scene.status().settled());
        assertEquals(List.of(EventType.STA), scene.server().eventTypes(theirs));
    }

    /** Waits until this many writes have failed; none is in flight then. */
    private void awaitFailedWrites(int writes) {
        Await.until("Argus is missed", () -> scene.status().counts().failed() >= writes);
    }

    @Test
    void readsFeedBeforeRetryBetweenCycles() {
        scene.interval = Duration.ofSeconds(3);
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");

        scene.argus.faults(call -> Fault.DOWN);
        scene.source.open(alert("a"));
        scene.source.lastAdapter().context.requestSnapshot();
        awaitFailedWrites(1);
        scene.argus.takeCalls();
        long theirs = scene.server().restore(1);
        scene.argus.faults(call -> Fault.NONE);

        List<String> calls = new ArrayList<>();
        Await.until("all is listed", () -> {
            calls.addAll(scene.argus.takeCalls());
            return calls.contains("open") && scene.status().settled();
        });
        assertEquals(List.of(EventType.STA), scene.server().eventTypes(theirs));
    }
}
