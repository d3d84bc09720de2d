package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.executor.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An action that Argus rejects is held for ten minutes; everything else continues. */
final class RejectedActionsTest {
    private static final Duration BEFORE_TEN_MINUTES = Duration.ofMinutes(9);
    private static final Duration AFTER_TEN_MINUTES = Duration.ofMinutes(11);

    private volatile Clock time = Clock.systemUTC();
    private final LoopScene scene;

    RejectedActionsTest(@TempDir Path folder) {
        scene = new LoopScene(folder, new TestClock(() -> time.instant()));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void rejectCalls(String call) {
        scene.argus.faults(one -> one.startsWith(call) ? Fault.REJECTED : Fault.NONE);
    }

    private void advanceTo(Duration later) {
        time = Clock.offset(Clock.systemUTC(), later);
    }

    private void awaitRejected(int times, String... holds) {
        Await.until(
                times + " times refused",
                () -> scene.status().counts().failed() == times
                        && scene.status().holds().equals(List.of(holds)));
        assertNull(scene.status().argusFault(), "not a fault of Argus or the token");
    }

    private void assertNotTried(String call) {
        scene.argus.takeCalls();
        scene.awaitSnapshots(4);
        List<String> calls = scene.argus.takeCalls();
        assertTrue(calls.stream().noneMatch(one -> one.startsWith(call)), calls::toString);
    }

    /** Asserts that the call is made once, not again within ten minutes, and then once more. */
    private void assertRetriedAfterTenMinutes(String call, String hold) {
        awaitRejected(1, hold);
        assertNotTried(call);
        advanceTo(BEFORE_TEN_MINUTES);
        assertNotTried(call);
        advanceTo(AFTER_TEN_MINUTES);
        awaitRejected(2, hold);
        assertNotTried(call);
    }

    @Test
    void rejectedChange() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");
        rejectCalls("change " + a);
        scene.source.open(alert("a", "changed"), alert("b", "changed"), alert("c"));
        scene.awaitOpen("a", "b", "c");
        assertRetriedAfterTenMinutes("change " + a, "1 update that Argus rejected");
        assertEquals("changed", scene.server().incident(scene.pk("b")).description());

        scene.argus.faults(one -> Fault.NONE);
        scene.source.open(alert("a", "otherwise"), alert("b", "changed"), alert("c"));
        Await.until(
                "a different change is tried at once",
                () -> scene.server().incident(a).description().equals("otherwise"));
    }

    @Test
    void rejectedCreate() {
        rejectCalls("create a@");
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("b");
        assertRetriedAfterTenMinutes("create a@", "1 alert that Argus rejected");
        scene.argus.faults(one -> Fault.NONE);
        advanceTo(AFTER_TEN_MINUTES.multipliedBy(2));
        Await.until("both", () -> scene.server().open().size() == 2);
    }

    @Test
    void rejectedEnd() {
        scene.source.open(alert("a"), alert("b"), alert("c"));
        scene.start().awaitOpen("a", "b", "c");
        long a = scene.pk("a");
        rejectCalls("post END " + a);
        scene.source.open(alert("c"));
        scene.awaitOpen("a", "c");
        Await.until("refused", () -> scene.status().counts().failed() == 1);
        assertNotTried("post END " + a);
        advanceTo(BEFORE_TEN_MINUTES);
        assertNotTried("post END " + a);
        advanceTo(AFTER_TEN_MINUTES);
        Await.until("tried again", () -> scene.status().counts().failed() == 2);
        assertNotTried("post END " + a);
        scene.argus.faults(one -> Fault.NONE);
        advanceTo(AFTER_TEN_MINUTES.multipliedBy(2));
        scene.awaitOpen("c");
    }
}
