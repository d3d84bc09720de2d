package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.argusglue.core.cluster.ClusterSketch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The object is what the shipped schema says. */
final class ClusterJsonTest {
    private static final Path SCHEMA = Path.of("..", "docs", "operate", "output.schema.json");

    private final ObjectMapper mapper = new ObjectMapper();
    private final ClusterSketch sketch = new ClusterSketch();

    private JsonNode written() throws IOException {
        ObjectNode json = mapper.createObjectNode();
        ClusterJson.write(sketch.build(), 2, json);
        JsonNode schema = mapper.readTree(Files.readString(SCHEMA));
        JsonNode only = mapper.createObjectNode().put("$ref", "#/$defs/cluster").set("$defs", schema.path("$defs"));
        assertEquals(
                Set.of(),
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(only)
                        .validate(json),
                json::toPrettyString);
        return json;
    }

    @Test
    void aHealthyCluster() throws IOException {
        JsonNode json = written();
        assertEquals("a", json.at("/members/0/member").asText());
        assertEquals("b", json.at("/members/1/member").asText());
        assertEquals("2026-11-21T11:00:00Z", json.path("session_since").asText());
        assertEquals("continue", json.path("on_engine_loss").asText());
        assertEquals(1, json.path("owned").asInt());
        assertEquals(0, json.path("problems").size());
    }

    @Test
    void oneWithProblems() throws IOException {
        sketch.session = null;
        sketch.trouble = "no answer";
        sketch.withoutOwner = List.of("narvik");
        sketch.otherConfiguration = List.of("b");
        JsonNode json = written();
        assertEquals(2, json.path("problems").size(), json::toPrettyString);
        assertEquals(1, json.path("remarks").size(), json::toPrettyString);
        assertEquals(false, json.at("/members/1/same_sources").asBoolean());
    }
}
