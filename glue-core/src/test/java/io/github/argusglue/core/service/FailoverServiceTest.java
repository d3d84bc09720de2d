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
import io.github.argusglue.core.control.ControlCommand.RefusedException;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.source.SourceStatus.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene(@TempDir Path folder) throws IOException, ConfigException {
        primary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        scene = new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\n");
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

    private void awaitState(State state) {
        Await.until(state.name(), () -> scene.loop("oslo").status().state() == state);
    }

    private JsonNode ask(String command, Map<String, String> request) throws RefusedException {
        ObjectNode answer = mapper.createObjectNode();
        ControlCommand asked = requireNonNull(
                new ServiceControl(scene.service, scene.reloader).commands().get(command));
        asked.run(mapper.valueToTree(request), answer);
        return answer;
    }

    @Test
    void takesOverWhenThePrimaryIsGoneAndLeavesItsIncidentsWhenItIsBack() throws Exception {
        awaitState(State.STANDBY);
        Await.until("rehearsed", () -> scene.loop("oslo").rehearsal().isPresent());
        assertEquals(0, scene.argus.incidents("oslo").size());
        int port = primary.getLocalPort();
        primary.close();
        scene.awaitOpen("oslo", 2);
        JsonNode status = ask("status", Map.of());
        assertEquals("active", status.at("/failover/0/role").asText());
        assertTrue(status.at("/failover/0/reason").asText().contains("refuses"), status::toString);

        primary = new ServerSocket();
        primary.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        awaitState(State.STANDBY);
        assertEquals(2, scene.open("oslo"), "they are the primary's now");
        Await.until("rehearsed", () -> scene.loop("oslo").rehearsal().isPresent());
        JsonNode standby = ask("status", Map.of()).at("/sources/0");
        assertEquals("standby", standby.path("state").asText());
        assertTrue(standby.at("/rehearsal/passed").asBoolean(), standby::toString);
    }

    @Test
    void byHand() throws Exception {
        awaitState(State.STANDBY);
        JsonNode set = ask("failover", Map.of("group", "zino", "role", "active"));
        assertTrue(set.path("text").asText().startsWith("zino: active BY HAND since "), set::toString);
        scene.awaitOpen("oslo", 2);
        ask("failover", Map.of("group", "zino", "role", "auto"));
        awaitState(State.STANDBY);
        assertTrue(ask("failover", Map.of("group", "zino", "role", ""))
                .path("text")
                .asText()
                .startsWith("zino: standby"));
        RefusedException wrong =
                assertThrows(RefusedException.class, () -> ask("failover", Map.of("group", "zimo", "role", "")));
        assertEquals("there is no failover group 'zimo'; there are: zino", wrong.getMessage());
        assertThrows(RefusedException.class, () -> ask("failover", Map.of("group", "zino", "role", "on")));
    }

    @Test
    void aReloadKeepsTheRoleAndASourceMayChangeItsGroup() throws Exception {
        primary.close();
        scene.awaitOpen("oslo", 2);
        awaitState(State.ACTIVE);
        Object before = scene.loop("oslo");
        scene.write(sources + group(5));
        assertTrue(scene.reloader.reload("test").success());
        assertEquals(before, scene.loop("oslo"));
        assertEquals(State.ACTIVE, scene.loop("oslo").status().state());

        scene.write(sources.replace("failover = \"zino\"", "") + group(5));
        assertTrue(scene.reloader.reload("test").success());
        Await.until("goes on without", () -> scene.loop("oslo").status().settled());
        ask("failover", Map.of("group", "zino", "role", "standby"));
        scene.write(sources + group(5));
        assertTrue(scene.reloader.reload("test").success());
        awaitState(State.STANDBY);
        assertEquals(2, scene.argus.incidents("oslo").size());
        assertEquals(2, scene.open("oslo"));
    }

    @Test
    void aSourceWithoutAPrimaryIsNotConcerned() throws Exception {
        Object before = scene.loop("bergen");
        primary.close();
        scene.awaitOpen("oslo", 2);
        assertEquals(before, scene.loop("bergen"));
        assertEquals(1, scene.plugin.made("bergen"));
    }
}
