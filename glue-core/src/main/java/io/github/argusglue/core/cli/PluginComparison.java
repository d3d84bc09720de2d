package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.plugin.LoadedPlugin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the plugins in the folder with those that the running process has loaded. */
final class PluginComparison {
    private PluginComparison() {}

    /**
     * Returns the plugins of which the running process has loaded another content, or nothing, or which are no longer
     * in the folder, each with what it has.
     *
     * @param status the answer to the command {@code status}
     */
    static Map<String, String> differences(List<LoadedPlugin> inFolder, JsonNode status) {
        Map<String, JsonNode> running = new LinkedHashMap<>();
        status.path("plugins").forEach(plugin -> running.put(plugin.path("name").asText(), plugin));
        Map<String, String> differences = new LinkedHashMap<>();
        for (LoadedPlugin plugin : inFolder) {
            JsonNode loaded = running.remove(plugin.name());
            if (loaded == null) {
                differences.put(plugin.name(), "not loaded");
            } else if (!loaded.path("fingerprint").asText().equals(plugin.fingerprint())) {
                differences.put(plugin.name(), describe("loaded with other content", loaded));
            }
        }
        running.forEach((name, loaded) ->
                differences.put(name, describe("loaded, and it is no longer usable in the folder", loaded)));
        return differences;
    }

    private static String describe(String what, JsonNode loaded) {
        return what + " (version " + loaded.path("version").asText() + ")";
    }

    /** Returns the lines for people. */
    static List<String> lines(Map<String, String> differences, JsonNode status) {
        String process = "the running process (" + status.path("pid").asText() + ")";
        if (differences.isEmpty()) {
            return List.of(process + " has loaded these plugins");
        }
        List<String> lines = new ArrayList<>();
        lines.add(process + " differs, until 'argus-glue reload':");
        differences.forEach((name, difference) -> lines.add("  " + name + ": " + difference));
        return lines;
    }
}
