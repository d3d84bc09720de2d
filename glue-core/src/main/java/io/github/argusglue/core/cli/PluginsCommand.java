package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.plugin.LoadedAdapter;
import io.github.argusglue.core.plugin.LoadedPlugin;
import io.github.argusglue.core.plugin.PluginFault;
import io.github.argusglue.core.plugin.PluginRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the plugins and the types of sources that they provide. */
@Command(
        description = {
            "List the plugins. Plugins that cannot be used are listed with the reason.",
            "Works without a configuration: then the default folder is used.",
            "If argus-glue runs, says which plugins it has loaded with other content, or not at all."
        })
final class PluginsCommand implements Callable<Integer> {
    private static final int MOST_JARS = 5;

    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    PluginsCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Path folder = root.pluginsDir();
        PluginRegistry plugins = root.plugins(folder);
        PrintWriter out = Output.of(spec);
        JsonNode status = status();
        Map<String, String> differences =
                status == null ? Map.of() : PluginComparison.differences(plugins.plugins(), status);
        if (json) {
            out.println(json(folder, plugins, status == null ? null : differences));
        } else {
            print(folder, plugins, out);
            if (status != null) {
                PluginComparison.lines(differences, status).forEach(out::println);
            }
        }
        return ExitCode.OK;
    }

    /** Returns the status of the running process; null if there is none, or if it cannot be asked. */
    private @Nullable JsonNode status() {
        try {
            return process.isRunning(root) ? process.call(root, Map.of("command", "status")) : null;
        } catch (ConfigException | ControlException e) {
            // The list does not depend on it.
            return null;
        }
    }

    private static void print(Path folder, PluginRegistry plugins, PrintWriter out) {
        out.println("plugins in " + folder + ":");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "TYPE", "VERSION", "SPI", "JARS"));
        for (LoadedPlugin plugin : plugins.plugins()) {
            rows.add(List.of(
                    plugin.name(),
                    Stream.concat(
                                    types(plugin, plugins).stream(),
                                    plugins.enginesOf(plugin).stream().map(engine -> "engine " + engine))
                            .collect(Collectors.joining(",")),
                    plugin.version(),
                    plugin.spiVersion().toString(),
                    jars(plugin)));
        }
        Output.table(rows, out);
        if (!plugins.faults().isEmpty()) {
            out.println("not loaded:");
            plugins.faults().forEach(out::println);
        }
    }

    /** Names the first few: an engine has two dozen. */
    private static String jars(LoadedPlugin plugin) {
        int more = plugin.jars().size() - MOST_JARS;
        return plugin.jars().stream()
                        .limit(MOST_JARS)
                        .map(jar -> String.valueOf(jar.getFileName()))
                        .collect(Collectors.joining(","))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static List<String> types(LoadedPlugin plugin, PluginRegistry plugins) {
        return plugins.adapters().stream()
                .filter(adapter -> adapter.plugin().equals(plugin))
                .map(LoadedAdapter::type)
                .toList();
    }

    /** @param differences from the running process; null if there is none */
    private static String json(Path folder, PluginRegistry plugins, @Nullable Map<String, String> differences)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("folder", folder.toString());
            json.writeArrayFieldStart("plugins");
            for (LoadedPlugin plugin : plugins.plugins()) {
                json.writeStartObject();
                json.writeStringField("name", plugin.name());
                Output.strings(json, "types", types(plugin, plugins));
                Output.strings(json, "engines", plugins.enginesOf(plugin));
                json.writeStringField("version", plugin.version());
                json.writeStringField("spi_version", plugin.spiVersion().toString());
                Output.strings(
                        json, "jars", plugin.jars().stream().map(Path::toString).toList());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("refused");
            for (PluginFault fault : plugins.faults()) {
                json.writeStartObject();
                json.writeStringField("name", fault.name());
                Output.strings(json, "types", fault.types());
                json.writeStringField("reason", fault.reason());
                json.writeStringField("what_to_do", fault.whatToDo());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (differences != null) {
                json.writeObjectFieldStart("differs_in_running_process");
                for (Map.Entry<String, String> difference : differences.entrySet()) {
                    json.writeStringField(difference.getKey(), difference.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
