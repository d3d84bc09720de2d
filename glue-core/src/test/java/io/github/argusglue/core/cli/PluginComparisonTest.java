package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.LoadedPlugin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PluginComparisonTest {
    private static final List<LoadedPlugin> IN_FOLDER =
            List.of(plugin("same", "f1"), plugin("newer", "f2"), plugin("added", "f3"));

    private static LoadedPlugin plugin(String name, String fingerprint) {
        return new LoadedPlugin(
                name,
                List.of(),
                "2.0",
                BuildInfo.read().spiVersion(),
                fingerprint,
                PluginComparisonTest.class.getClassLoader());
    }

    private static JsonNode status(String plugins) throws IOException {
        return new ObjectMapper().readTree("{\"pid\": 7, \"plugins\": [" + plugins + "]}");
    }

    @Test
    void namesWhatTheRunningProcessHasInstead() throws IOException {
        JsonNode status = status("{\"name\": \"same\", \"version\": \"2.0\", \"fingerprint\": \"f1\"},"
                + "{\"name\": \"newer\", \"version\": \"1.0\", \"fingerprint\": \"f0\"},"
                + "{\"name\": \"gone\", \"version\": \"0.9\", \"fingerprint\": \"f9\"}");
        Map<String, String> differences = PluginComparison.differences(IN_FOLDER, status);
        assertEquals(
                List.of(
                        "the running process (7) differs, until 'argus-glue reload':",
                        "  newer: loaded with other content (version 1.0)",
                        "  added: not loaded",
                        "  gone: loaded, and it is no longer usable in the folder (version 0.9)"),
                PluginComparison.lines(differences, status));
    }

    @Test
    void saysThatNothingDiffers() throws IOException {
        JsonNode status = status("{\"name\": \"same\", \"version\": \"2.0\", \"fingerprint\": \"f1\"}");
        Map<String, String> differences = PluginComparison.differences(IN_FOLDER.subList(0, 1), status);
        assertEquals(
                List.of("the running process (7) has loaded these plugins"),
                PluginComparison.lines(differences, status));
    }
}
