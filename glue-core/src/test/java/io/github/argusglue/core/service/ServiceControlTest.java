package io.github.argusglue.core.service;

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
import io.github.argusglue.standin.StandInRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of a running service to commands. */
final class ServiceControlTest {
    private static final String OPEN = "open = [\"a\", \"b\"]\n";

    private final ObjectMapper mapper = new ObjectMapper();
    private ServiceScene scene;
    private Map<String, ControlCommand> commands = Map.of();

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene(@TempDir Path folder) throws IOException, ConfigException {
        scene = new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\n");
        scene.write(
                scene.source("oslo", "open = [\"a\", \"b\"]\ninterval = \"1h\"").replace("interval = \"1s\"\n", "")
                        + scene.source("bergen", ""));
        scene.reloader.reload("test");
        scene.service.start(name -> true);
        commands = new ServiceControl(scene.service, scene.reloader).commands();
        Await.until("in step", () -> scene.service.status().stream().allMatch(status -> status.settled()));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void status() throws CommandRefusedException {
        JsonNode answer = ask("status");
        assertEquals(ProcessHandle.current().pid(), answer.path("pid").asLong());
        assertTrue(answer.at("/configuration/last_read/success").asBoolean());
        JsonNode oslo = answer.at("/sources/0");
        assertEquals("oslo", oslo.path("source").asText());
        assertEquals("active", oslo.path("state").asText());
        assertTrue(oslo.path("in_step").asBoolean());
        assertTrue(oslo.path("degraded").isEmpty());
        assertEquals(2, oslo.path("alerts").asInt());
        assertEquals(2, oslo.path("open").asInt());
        assertEquals(2, oslo.at("/done/opened").asInt());
        assertTrue(oslo.hasNonNull("last_snapshot"));
        assertEquals(0, oslo.path("feedback_waiting").asInt(-1));
        assertTrue(oslo.path("feedback_fault").isNull());
        assertTrue(oslo.path("hang").isNull());
        assertTrue(oslo.path("argus_fault").isNull());
    }

    @Test
    void statusOfABrokenFileAndAFailingSource() throws IOException, CommandRefusedException {
        scene.write(scene.source("oslo", "open = [\"a\"]").replaceAll("argus_token = .*", "argus_token = \"wrong\""));
        assertTrue(ask("reload").path("success").asBoolean());
        Await.until("failing", () -> scene.loop("oslo").status().argusFault() != null);
        scene.write("nonsense = 1\n");
        JsonNode reload = ask("reload");
        assertEquals(false, reload.path("success").asBoolean());
        assertTrue(reload.path("faults").toString().contains("argus.nonsense"), reload::toString);
        JsonNode answer = ask("status");
        assertEquals("failing", answer.at("/sources/0/state").asText());
        assertTrue(answer.at("/sources/0/argus_fault").asText().contains("401"), answer::toString);
        assertTrue(answer.at("/sources/0/open").isNull(), "not known yet");
        assertEquals(false, answer.at("/configuration/last_read/success").asBoolean());
    }

    @Test
    void reloadReportsItsChanges() throws IOException, CommandRefusedException {
        scene.write(scene.source("moss", ""));
        JsonNode answer = ask("reload");
        assertTrue(answer.path("success").asBoolean(), answer::toString);
        assertEquals("moss", answer.at("/started/0").asText());
        assertEquals(2, answer.path("stopped").size());
        assertEquals(0, answer.path("untouched").asInt());
    }

    @Test
    void reloadReportsTheFirstPlans() throws IOException, CommandRefusedException {
        String tagged = Files.readString(scene.file)
                .replace("[sources.oslo]\n", "[sources.oslo]\ntags = { site = \"oslo\" }\n");
        scene.writeWhole(tagged + scene.source("moss", OPEN));
        JsonNode answer = ask("reload");
        assertEquals("update 2", answer.at("/first_plans/oslo/to_do").asText(), answer::toString);
        assertEquals("open 2", answer.at("/first_plans/moss/to_do").asText(), answer::toString);
        assertEquals(0, answer.at("/first_plans/oslo/held").size());
    }

    @Test
    void aReloadDoesNotWaitForASourceThatFails() throws IOException, CommandRefusedException {
        scene.write(scene.source("oslo", "tags = { site = \"oslo\" }")
                .replaceAll("argus_token = .*", "argus_token = \"x\""));
        JsonNode answer = ask("reload");
        assertTrue(answer.at("/first_plans/oslo/to_do").isNull(), answer::toString);
    }

    @Test
    void resyncListsWhatIsOpen() throws CommandRefusedException {
        scene.argus.forgetRequests();
        assertEquals(1, ask("resync", "source", "oslo").path("sources").size());
        Await.until("listed", () -> scene.argus.requests().stream().anyMatch(ServiceControlTest::isListing));
        assertEquals(2, ask("resync").path("sources").size());
    }

    private static boolean isListing(StandInRequest request) {
        return request.toString().contains("incidents/mine/");
    }

    @Test
    void releaseReachesTheSource() throws CommandRefusedException {
        assertEquals(
                "nothing is held",
                ask("release", "source", "bergen").path("text").asText());
    }

    @Test
    void anUnknownSourceIsNamed() {
        for (String command : new String[] {"resync", "release"}) {
            CommandRefusedException refused =
                    assertThrows(CommandRefusedException.class, () -> ask(command, "source", "olso"));
            assertEquals("there is no source 'olso'; existing sources: oslo, bergen", refused.getMessage());
        }
    }

    private ObjectNode ask(String command, String... more) throws CommandRefusedException {
        ObjectNode request = mapper.createObjectNode().put("command", command);
        if (more.length == 2) {
            request.put(more[0], more[1]);
        }
        ObjectNode answer = mapper.createObjectNode();
        ControlCommand wanted = commands.get(command);
        assertTrue(wanted != null, command);
        if (wanted != null) {
            wanted.run(request, answer);
        }
        return answer;
    }
}
