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

/** Faults of other glue services, see docs/plugins/zino-faults.md. */
final class LegacyFaultsTest {
    private LoopScene scene;

    @BeforeEach
    void scene(@TempDir Path folder) {
        scene = new LoopScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** G5: three failed requests in a row, and no further event of the alert. */
    @Test
    void failedCreateIsRetriedUntilArgusAcceptsIt() {
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
     * G22: a forbidden change of one incident ends nothing and does not delay others. For how long it is held:
     * {@link RejectedActionsTest}.
     */
    @Test
    void forbiddenChangeDoesNotStopOthers() {
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
