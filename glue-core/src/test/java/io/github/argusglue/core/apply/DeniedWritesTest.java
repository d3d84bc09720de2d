package io.github.argusglue.core.apply;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.controller.LoopScene;
import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.Alert;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A 403 for every write is a failure of the source, not of an alert. */
final class DeniedWritesTest {
    private static final int MANY = 50;

    private volatile Clock time = Clock.systemUTC();
    private final LoopScene scene;

    DeniedWritesTest(@TempDir Path folder) {
        scene = new LoopScene(folder, new TestClock(() -> time.instant()));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void deny(String calls) {
        scene.argus.faults(one -> one.startsWith(calls) ? Fault.FORBIDDEN : Fault.NONE);
    }

    private static Alert[] many() {
        return IntStream.range(0, MANY).mapToObj(i -> alert("a" + i)).toArray(Alert[]::new);
    }

    private void awaitDenied() {
        Await.until("shown " + scene.status(), () -> {
            String fault = scene.status().argusFault();
            return scene.status().state() == SourceStatus.RunState.FAILING && fault != null && fault.contains("403");
        });
    }

    private void awaitAllOpen() {
        Await.until("all are open", () -> scene.server().open().size() == MANY);
        Await.until("nothing is shown any more", () -> scene.status().state() == SourceStatus.RunState.ACTIVE);
        assertNull(scene.status().argusFault());
        assertEquals(List.of(), scene.status().holds());
    }

    @Test
    void temporaryDenialIsReportedAndEnds() {
        deny("create");
        scene.source.open(many());
        scene.start();
        awaitDenied();
        scene.awaitSnapshots(3);
        awaitDenied();
        deny("nothing");
        awaitAllOpen();
    }

    @Test
    void deniedActionIsRetriedAfterAResync() {
        Clock still = Clock.fixed(time.instant(), time.getZone());
        time = still;
        deny("create");
        scene.source.open(many());
        scene.start();
        Await.until("each was tried", () -> scene.status().counts().failed() >= MANY);
        scene.argus.takeCalls();
        scene.awaitSnapshots(4);
        List<String> calls = scene.argus.takeCalls();
        assertTrue(calls.stream().noneMatch(call -> call.startsWith("create")), calls::toString);
        awaitDenied();

        deny("nothing");
        scene.loop().resync();
        awaitAllOpen();
    }

    @Test
    void actionDeniedAloneForAMinuteIsRejected() {
        deny("create bad@");
        List<Alert> alerts = new ArrayList<>(List.of(alert("bad")));
        scene.source.open(alerts.toArray(new Alert[0]));
        scene.start();
        awaitDenied();
        for (int i = 0; i < 7; i++) {
            time = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(15L * i));
            long failed = scene.status().counts().failed();
            int open = i + 1;
            alerts.add(alert("good" + i));
            scene.source.open(alerts.toArray(new Alert[0]));
            Await.until("the good one", () -> scene.server().open().size() == open);
            boolean over = scene.status().holds().contains("1 alert that Argus rejected");
            if (!over) {
                Await.until(
                        "the bad one is tried again",
                        () -> scene.status().counts().failed() > failed
                                || scene.status().holds().contains("1 alert that Argus rejected"));
            }
        }
        Await.until(
                "left for ten minutes " + scene.status(),
                () -> scene.status().holds().equals(List.of("1 alert that Argus rejected")));
        scene.source.open(alerts.subList(0, 4).toArray(new Alert[0]));
        Await.until("nothing is shown any more", () -> scene.status().argusFault() == null);
    }
}
