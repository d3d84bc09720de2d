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

/** What Argus refuses to do to one incident is left for ten minutes, and everything else goes on. */
final class RefusalTest {
    private static final Duration ALMOST = Duration.ofMinutes(9);
    private static final Duration OVER = Duration.ofMinutes(11);

    private volatile Clock time = Clock.systemUTC();
    private final LoopScene scene;

    RefusalTest(@TempDir Path folder) {
        scene = new LoopScene(folder, new TestClock(() -> time.instant()));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void refuse(String call) {
        scene.argus.faults(one -> one.startsWith(call) ? Fault.REJECTED : Fault.NONE);
    }

    private void itIsNow(Duration later) {
        time = Clock.offset(Clock.systemUTC(), later);
    }

    private void awaitRefused(int schedule, String... holds) {
        Await.until(
                schedule + " times refused",
                () -> scene.status().counts().failed() == schedule
                        && scene.status().holds().equals(List.of(holds)));
        assertNull(scene.status().argusFault(), "it is no fault of Argus or the token");
    }

    private void assertNotTried(String call) {
        scene.argus.takeCalls();
        scene.awaitSnapshots(4);
        List<String> calls = scene.argus.takeCalls();
        assertTrue(calls.stream().noneMatch(one -> one.startsWith(call)), calls::toString);
    }

    /** Once, and not again before ten minutes have passed; then once more. */
    private void assertLeftForTenMinutes(String call, String hold) {
        awaitRefused(1, hold);
        assertNotTried(call);
        itIsNow(ALMOST);
        assertNotTried(call);
        itIsNow(OVER);
        awaitRefused(2, hold);
        assertNotTried(call);
    }

    @Test
    void aChangeThatIsRefused() {
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("a", "b");
        long a = scene.pk("a");
        refuse("change " + a);
        scene.source.open(alert("a", "changed"), alert("b", "changed"), alert("c"));
        scene.awaitOpen("a", "b", "c");
        assertLeftForTenMinutes("change " + a, "1 updates that Argus rejected");
        assertEquals("changed", scene.server().incident(scene.pk("b")).description());

        scene.argus.faults(one -> Fault.NONE);
        scene.source.open(alert("a", "otherwise"), alert("b", "changed"), alert("c"));
        Await.until(
                "what it asks for now is tried at once",
                () -> scene.server().incident(a).description().equals("otherwise"));
    }

    @Test
    void anOpeningThatIsRefused() {
        refuse("create a@");
        scene.source.open(alert("a"), alert("b"));
        scene.start().awaitOpen("b");
        assertLeftForTenMinutes("create a@", "1 alerts that Argus rejected");
        scene.argus.faults(one -> Fault.NONE);
        itIsNow(OVER.multipliedBy(2));
        Await.until("both", () -> scene.server().open().size() == 2);
    }

    @Test
    void anEndThatIsRefused() {
        scene.source.open(alert("a"), alert("b"), alert("c"));
        scene.start().awaitOpen("a", "b", "c");
        long a = scene.pk("a");
        refuse("post END " + a);
        scene.source.open(alert("c"));
        scene.awaitOpen("a", "c");
        Await.until("refused", () -> scene.status().counts().failed() == 1);
        assertNotTried("post END " + a);
        itIsNow(ALMOST);
        assertNotTried("post END " + a);
        itIsNow(OVER);
        Await.until("tried again", () -> scene.status().counts().failed() == 2);
        assertNotTried("post END " + a);
        scene.argus.faults(one -> Fault.NONE);
        itIsNow(OVER.multipliedBy(2));
        scene.awaitOpen("c");
    }
}
