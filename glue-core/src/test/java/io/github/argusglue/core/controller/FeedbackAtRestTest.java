package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With many open incidents and no changes, feedback and acknowledgements need almost no requests. */
final class FeedbackAtRestTest {
    private static final int MANY = 3_000;

    /** The simulated Argus takes its time for thousands of incidents on a busy machine. */
    @Test
    @Timeout(180)
    void cycleAtRestTakesAtMostTwoRequests(@TempDir Path folder) {
        Alert[] alerts =
                IntStream.range(0, MANY).mapToObj(FeedbackAtRestTest::alert).toArray(Alert[]::new);
        ModelArgus argus = new ModelArgus(Clock.systemUTC());
        try (LoopScene scene = new LoopScene(folder, argus)) {
            prepare(scene, alerts);
            scene.start();
            Await.until("open", () -> scene.server().logSize() >= MANY + MANY / 100);
            Await.until("settled", () -> scene.status().settled());
            for (int i = 1; i < MANY; i += 100) {
                scene.server().personAcks(scene.pk("k" + i), null);
            }
            Await.until("told", () -> scene.source.delivered.size() == MANY / 100);
            assertRests(scene);
            Await.until("saved", () -> isSaved(folder));
        }
        argus.takeCalls();
        try (LoopScene again = new LoopScene(folder, argus)) {
            prepare(again, alerts);
            again.start().awaitSnapshots(4);
            List<String> calls = argus.takeCalls();
            assertTrue(calls.size() < 20, calls.size() + " requests: " + calls);
            assertEquals(List.of(), again.source.deliveredLines());
        }
    }

    private static boolean isSaved(Path folder) {
        try {
            String text = Files.readString(folder.resolve("oslo.people.json"));
            return text.split("\"acked\":true", -1).length == MANY / 100 + 1
                    && text.split("acknowledged by ola", -1).length == MANY / 100 + 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static void prepare(LoopScene scene, Alert[] alerts) {
        scene.interval = Duration.ofMillis(250);
        scene.source.accepts = EnumSet.allOf(Kind.class);
        scene.source.open(alerts);
    }

    private static void assertRests(LoopScene scene) {
        Await.until("settled", () -> scene.status().settled());
        // On a busy machine, it still reads what people did.
        Await.until("at most two requests in a cycle", () -> {
            scene.argus.takeCalls();
            int before = scene.source.snapshots.get();
            scene.awaitSnapshots(8);
            int cycles = scene.source.snapshots.get() - before;
            return scene.argus.takeCalls().size() <= 2 * (cycles + 1);
        });
    }

    private static Alert alert(int i) {
        Alert plain = ScriptedSource.alert("k" + i);
        return i % 100 != 0
                ? plain
                : Alert.builder(plain.id(), plain.startedAt())
                        .description(plain.description())
                        .acknowledgement(Acknowledgement.of("ola", ScriptedSource.START, "known"))
                        .build();
    }
}
