package io.github.argusglue.core.service;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.status.SourceStatus.RunState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with one source whose primary listens on a port, and one without a primary. */
final class FailoverServiceTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private ServerSocket primary;
    private ServiceScene scene;
    private String sources = "";
    private Path state = Path.of("");

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene(@TempDir Path folder) throws IOException, ConfigException {
        primary = listen(0);
        state = folder.resolve("state");
        scene = new ServiceScene(
                folder,
                "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\n[http]\nlisten = \"127.0.0.1:0\"\n");
        sources = scene.source("oslo", "open = [\"a\", \"b\"]\nfailover = \"zino\"")
                + scene.source("bergen", "open = [\"c\"]");
        scene.write(sources + group(2));
        scene.reloader.reload("test");
        scene.service.start(name -> true);
        scene.awaitOpen("bergen", 1);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
        primary.close();
    }

    /** Accepts every connection: otherwise it would look dead as soon as its backlog is full. */
    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try {
                            server.accept().close();
                        } catch (IOException e) {
                            // The connection or the server was closed.
                        }
                    }
                },
                "primary");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private String group(int threshold) {
        return """
                [failover.zino]
                probe = "tcp"
                address = "127.0.0.1:%d"
                interval = "100ms"
                timeout = "5s"
                threshold = %d
                recovery_threshold = 2
                """.formatted(primary.getLocalPort(), threshold);
    }

    private void awaitState(RunState state) {
        Await.until(state.name(), () -> scene.loop("oslo").status().state() == state);
    }

    private JsonNode ask(String command, Map<String, String> request) throws CommandRefusedException {
        ObjectNode answer = mapper.createObjectNode();
        ControlCommand asked = requireNonNull(
                new ServiceControl(scene.service, scene.reloader).commands().get(command));
        asked.run(mapper.valueToTree(request), answer);
        return answer;
    }

    @Test
    void takesOverWhenThePrimaryIsGoneAndLeavesItsIncidentsWhenItIsBack() throws Exception {
        awaitState(RunState.STANDBY);
        Await.until("rehearsed", () -> scene.loop("oslo").rehearsal().isPresent());
        assertEquals(0, scene.argus.incidents("oslo").size());
        int port = primary.getLocalPort();
        primary.close();
        scene.awaitOpen("oslo", 2);
        JsonNode status = ask("status", Map.of());
        assertEquals("active", status.at("/failover/0/role").asText());
        assertTrue(status.at("/failover/0/reason").asText().contains("refuses"), status::toString);

        primary = listen(port);
        awaitState(RunState.STANDBY);
        assertEquals(2, scene.open("oslo"), "they are the primary's now");
        Await.until("rehearsed", () -> scene.loop("oslo").rehearsal().isPresent());
        JsonNode standby = ask("status", Map.of()).at("/sources/0");
        assertEquals("standby", standby.path("state").asText());
        assertTrue(standby.at("/rehearsal/passed").asBoolean(), standby::toString);
    }

    @Test
    void byHand() throws Exception {
        awaitState(RunState.STANDBY);
        JsonNode set = ask("failover", Map.of("group", "zino", "role", "active"));
        assertTrue(set.path("text").asText().startsWith("zino: active BY HAND since "), set::toString);
        scene.awaitOpen("oslo", 2);
        ask("failover", Map.of("group", "zino", "role", "auto"));
        awaitState(RunState.STANDBY);
        assertTrue(ask("failover", Map.of("group", "zino", "role", ""))
                .path("text")
                .asText()
                .startsWith("zino: standby since "));
        CommandRefusedException wrong =
                assertThrows(CommandRefusedException.class, () -> ask("failover", Map.of("group", "zimo", "role", "")));
        assertEquals("there is no failover group 'zimo'; existing groups: zino", wrong.getMessage());
        assertThrows(CommandRefusedException.class, () -> ask("failover", Map.of("group", "zino", "role", "on")));
    }

    @Test
    void statusOfAGroupAndItsStandbySource() throws Exception {
        awaitState(RunState.STANDBY);
        Await.until("answered", () -> group("answer").equals("up"));
        String target = "tcp 127.0.0.1:" + primary.getLocalPort();
        JsonNode standby = ask("status", Map.of()).at("/failover/0");
        assertEquals("zino", standby.path("group").asText());
        assertEquals("standby", standby.path("role").asText());
        assertEquals("standby", standby.path("automatic").asText());
        assertTrue(standby.path("by_hand").isNull());
        assertEquals("the primary accepts connections", standby.path("reason").asText());
        assertEquals(target, standby.path("target").asText());
        assertTrue(standby.hasNonNull("answered_at"), standby::toString);
        assertEquals(0, standby.path("in_a_row").asInt(-1));
        assertEquals(2, standby.path("needed").asInt());
        assertEquals(
                "zino: standby since " + standby.path("since").asText() + ": the primary accepts connections (" + target
                        + ")",
                standby.path("line").asText());

        ask("failover", Map.of("group", "zino", "role", "active"));
        JsonNode byHand = ask("status", Map.of()).at("/failover/0");
        assertEquals("active", byHand.path("role").asText());
        assertEquals("active", byHand.path("by_hand").asText());
        assertEquals("standby", byHand.path("automatic").asText());
        assertTrue(byHand.path("line").asText().startsWith("zino: active BY HAND since "), byHand::toString);
        assertTrue(ask("status", Map.of()).at("/sources/1/rehearsal").isMissingNode(), "bergen never stands by");
    }

    private String group(String what) {
        try {
            return ask("status", Map.of()).at("/failover/0/" + what).asText();
        } catch (CommandRefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theEndpointShowsIt() throws Exception {
        URI url = scene.service.listen().orElseThrow();
        awaitState(RunState.STANDBY);
        assertTrue(get(url).contains("<strong>Failover 'zino': STANDBY</strong>"));
        assertTrue(get(url.resolve("/metrics")).contains("argus_glue_failover_active{group=\"zino\"} 0.0"));
        Await.until("rehearsed", () -> scene.loop("oslo").rehearsal().isPresent());
        assertTrue(get(url.resolve("/readyz")).contains("source 'oslo': standby, rehearsed OK at "));
    }

    private static String get(URI url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
    }

    /** 'sync' synchronises even if the primary is active. */
    @Test
    void withoutStandbyTheSourceIsActiveDespiteThePrimary() throws Exception {
        awaitState(RunState.STANDBY);
        GlueService sync = Bootstrap.service(
                scene.read(), scene.plugins, new RunOptions(Duration.ZERO, false, true), Clock.systemUTC());
        try {
            sync.start(name -> name.equals("oslo"));
            scene.awaitOpen("oslo", 2);
        } finally {
            sync.close();
        }
        assertEquals(RunState.STANDBY, scene.loop("oslo").status().state());
    }

    @Test
    void aRehearsalComesAsOftenAsTheGroupSays() throws Exception {
        awaitState(RunState.STANDBY);
        scene.write(sources + group(2) + "rehearsal = \"1s\"\n");
        assertTrue(scene.reloader.reload("test").success());
        ask("failover", Map.of("group", "zino", "role", "active"));
        awaitState(RunState.ACTIVE);
        ask("failover", Map.of("group", "zino", "role", "auto"));
        awaitState(RunState.STANDBY);
        int made = scene.plugin.made("oslo");
        Await.until("rehearsed again and again", () -> scene.plugin.made("oslo") >= made + 3);
    }

    @Test
    void aRoleThatCannotBeStoredIsInForceAndReported() throws Exception {
        awaitState(RunState.STANDBY);
        Files.createDirectories(state.resolve("failover/zino.json.new/in the way"));
        String text = ask("failover", Map.of("group", "zino", "role", "active"))
                .path("text")
                .asText();
        assertTrue(text.startsWith("zino: active BY HAND since "), text);
        assertTrue(text.contains("\nthe role is in force, but will be lost at the next restart: cannot write '"), text);
        awaitState(RunState.ACTIVE);
    }

    @Test
    void aReloadKeepsTheRoleAndASourceMayChangeItsGroup() throws Exception {
        primary.close();
        scene.awaitOpen("oslo", 2);
        awaitState(RunState.ACTIVE);
        Object before = scene.loop("oslo");
        scene.write(sources + group(5));
        assertTrue(scene.reloader.reload("test").success());
        assertEquals(before, scene.loop("oslo"));
        assertEquals(RunState.ACTIVE, scene.loop("oslo").status().state());

        scene.write(sources.replace("failover = \"zino\"", "") + group(5));
        assertTrue(scene.reloader.reload("test").success());
        Await.until("goes on without", () -> scene.loop("oslo").status().settled());
        ask("failover", Map.of("group", "zino", "role", "standby"));
        scene.write(sources + group(5));
        assertTrue(scene.reloader.reload("test").success());
        awaitState(RunState.STANDBY);
        assertEquals(2, scene.argus.incidents("oslo").size());
        assertEquals(2, scene.open("oslo"));
    }

    @Test
    void aSourceWithoutAPrimaryIsNotAffected() throws Exception {
        Object before = scene.loop("bergen");
        primary.close();
        scene.awaitOpen("oslo", 2);
        assertEquals(before, scene.loop("bergen"));
        assertEquals(1, scene.plugin.made("bergen"));
    }
}
