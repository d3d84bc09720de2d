package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.preview.DryRun;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
import io.github.argusglue.core.token.RenewalResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose sources get tokens of other users of Argus. */
final class IdentityTest {
    @TempDir
    Path folder;

    private ServiceScene scene;
    private String oslo = "";
    private String bergen = "";

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene() throws Exception {
        scene = new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\n");
        oslo = scene.argus.addSource("oslo");
        bergen = scene.argus.addSource("bergen");
        put("oslo", oslo);
        put("bergen", bergen);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void put(String source, String token) throws IOException {
        Path fresh = Files.writeString(folder.resolve(source + ".fresh"), token + "\n");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, folder.resolve(source + ".token"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String table(String source, int alerts) {
        List<String> keys = IntStream.range(0, alerts)
                .mapToObj(i -> "\"" + source + i + "\"")
                .toList();
        return "[sources." + source + "]\ntype = \"pretended\"\nargus_token = { file = \"" + source + ".token\" }\n"
                + "interval = \"1s\"\nopen = [" + String.join(", ", keys) + "]\n";
    }

    private void start() throws Exception {
        start(table("oslo", 3) + table("bergen", 15));
    }

    private void start(String tables) throws Exception {
        scene.write(tables);
        scene.reloader.reload("test");
        scene.service.start(name -> true);
        scene.service.startTokenMonitor();
    }

    private void startInStep() throws Exception {
        start();
        Await.until("in step", () -> scene.service.status().stream().allMatch(SourceStatus::settled));
    }

    private SourceStatus status(String source) {
        return scene.loop(source).status();
    }

    private void awaitSnapshots(String source, int more) {
        for (int i = 0; i < more; i++) {
            Instant before = status(source).lastSnapshot();
            Await.until(
                    "another snapshot",
                    () -> !Objects.equals(before, status(source).lastSnapshot()));
        }
    }

    @Test
    void withAnotherSourcesTokenNothingIsWritten() throws Exception {
        startInStep();
        put("oslo", bergen);
        Await.until("noticed or written", () -> status("oslo").argusFault() != null || scene.open("bergen") != 15);
        awaitSnapshots("oslo", 3);
        assertEquals(15, scene.open("bergen"), "bergen's incidents");
        assertEquals(15, scene.argus.incidents("bergen").size(), "nothing opened as bergen");
        assertEquals(3, scene.open("oslo"));
        assertTrue(
                String.valueOf(status("oslo").argusFault()).contains("'bergen'"),
                status("oslo").argusFault());
    }

    @Test
    void withTheRightTokenItContinuesAutomatically() throws Exception {
        startInStep();
        put("oslo", bergen);
        Await.until("noticed", () -> status("oslo").token() == TokenHealth.WRONG_OWNER);
        scene.plugin.opened.put("oslo", List.of("meanwhile"));
        awaitSnapshots("oslo", 2);
        assertEquals(1, status("oslo").pending(), "what would be written");
        put("oslo", oslo);
        scene.awaitOpen("oslo", 4);
        Await.until("in step", () -> status("oslo").settled());
        assertEquals(4, scene.argus.incidents("oslo").size());
        assertEquals(15, scene.argus.incidents("bergen").size());
    }

    @Test
    void aWrongTokenFoundAtTheStartWritesNothing() throws Exception {
        startInStep();
        scene.service.close();
        put("oslo", scene.argus.addSource("bodo"));
        try (ServiceOnTheSide again = new ServiceOnTheSide()) {
            Await.until("noticed", () -> again.status("oslo").token() == TokenHealth.WRONG_OWNER);
            Await.until("bergen in step", () -> again.status("bergen").settled());
            assertEquals(List.of(), scene.argus.incidents("bodo"));
            assertEquals(3, scene.open("oslo"));
            assertEquals(1, new StoredIdentities(scene.read()).refusals().size());
        }
        ArgusException e = assertThrows(ArgusException.class, () -> preview("oslo"));
        assertEquals(ArgusException.Kind.WRONG_OWNER, e.kind());
        put("oslo", oslo);
        assertEquals(List.of(), new StoredIdentities(scene.read()).refusals(), "of a token that was not looked at");
        assertTrue(preview("oslo").plan().isEmpty());
    }

    private DryRun.Result preview(String source) throws Exception {
        Preview preview = Bootstrap.preview(scene.read(), scene.plugins, RunOptions.DEFAULTS, Clock.systemUTC());
        try {
            return preview.of(source);
        } finally {
            preview.close();
        }
    }

    /** One more service with the same state folder. */
    private final class ServiceOnTheSide implements AutoCloseable {
        private final GlueService service =
                Bootstrap.service(scene.read(), scene.plugins, RunOptions.DEFAULTS, Clock.systemUTC());

        ServiceOnTheSide() throws Exception {
            service.start(name -> true);
            service.startTokenMonitor();
        }

        SourceStatus status(String source) {
            return service.loop(source).orElseThrow().status();
        }

        @Override
        public void close() {
            service.close();
        }
    }

    @Test
    void anotherUserIsAcceptedOnRequest() throws Exception {
        startInStep();
        put("oslo", scene.argus.addSource("bodo"));
        Await.until("noticed", () -> status("oslo").token() == TokenHealth.WRONG_OWNER);
        scene.loop("oslo").adoptIdentity();
        scene.awaitOpen("bodo", 3);
        Await.until("in step", () -> status("oslo").settled());
        assertEquals(3, scene.open("oslo"), "what was opened before is left alone");
        put("oslo", oslo);
        Await.until("noticed again", () -> status("oslo").token() == TokenHealth.WRONG_OWNER);
    }

    @Test
    void adoptingWithoutARunningProcessAppliesAtTheNextStart() throws Exception {
        startInStep();
        scene.service.close();
        put("oslo", scene.argus.addSource("bodo"));
        new StoredIdentities(scene.read()).adopt("oslo");
        try (ServiceOnTheSide again = new ServiceOnTheSide()) {
            scene.awaitOpen("bodo", 3);
            Await.until("in step", () -> again.status("oslo").settled());
        }
    }

    @Test
    void theSecondSourceOfAUserWritesNothing() throws Exception {
        put("bergen", scene.argus.newToken(oslo));
        // Of two sources that start together, the one that asks first may write until the other one claims the user.
        start(table("oslo", 3));
        scene.awaitOpen("oslo", 3);
        scene.write(table("oslo", 3) + table("bergen", 15));
        scene.reloader.reload("test");
        Await.until("refused", () -> status("bergen").token() == TokenHealth.WRONG_OWNER);
        assertTrue(
                String.valueOf(status("bergen").argusFault()).contains("'oslo'"),
                status("bergen").argusFault());
        awaitSnapshots("oslo", 2);
        assertEquals(3, scene.argus.incidents("oslo").size());
        put("bergen", bergen);
        scene.awaitOpen("bergen", 15);
        assertEquals(3, scene.open("oslo"));
    }

    @Test
    void anotherTokenOfTheSameUserIsUsedAtOnce() throws Exception {
        startInStep();
        put("oslo", scene.argus.newToken(oslo));
        scene.plugin.opened.put("oslo", List.of("later"));
        scene.awaitOpen("oslo", 4);
        assertEquals(TokenHealth.GOOD, status("oslo").token());
    }

    @Test
    void anotherSourcesTokenIsNotRenewed() throws Exception {
        startInStep();
        put("oslo", bergen);
        Await.until("noticed", () -> status("oslo").token() == TokenHealth.WRONG_OWNER);
        RenewalResult result =
                scene.service.tokens().renew("oslo", Duration.ZERO).orElseThrow();
        assertEquals(RenewalResult.Kind.NOT_BEGUN, result.kind());
        assertTrue(scene.argus.accepts(bergen));
    }
}
