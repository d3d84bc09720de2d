package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What broke other glue services: see docs/plugins/zino-faults.md. */
final class OldFaultsTest {
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** G5: three refusals in a row, and nothing that would speak of the alert again. */
    @Test
    void anIncidentThatCouldNotBeMadeIsMadeAsSoonAsArgusTakesIt() {
        AtomicInteger creates = new AtomicInteger();
        scene.start().awaitSnapshots(1);
        scene.argus.faults(call -> call.startsWith("create") && creates.incrementAndGet() <= 3
                ? ModelArgus.Fault.DOWN
                : ModelArgus.Fault.NONE);

        scene.source.open(alert("a"));

        scene.awaitOpen("a");
        assertTrue(creates.get() >= 4, () -> creates + " tries");
    }

    /**
     * G22: what may not be done to one incident ends nothing, and the others are not kept waiting. How long it is left:
     * {@link RefusalTest}.
     */
    @Test
    void oneIncidentThatMayNotBeChangedStopsNothing() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");

        scene.source.open(alert("a", "forbidden"), alert("b", "changed"), alert("c"));

        scene.awaitOpen("a", "b", "c");
        Await.until(
                "changed",
                () -> scene.server().all().stream()
                        .anyMatch(incident -> incident.description().equals("changed")));
        Await.until("told", () -> scene.status().counts().failed() >= 1);
        scene.source.open(alert("b", "changed"));
        scene.awaitOpen("b");
        assertEquals(3, scene.server().all().size());
    }
}
