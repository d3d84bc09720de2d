package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.status.Count;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the running process reload its configuration. */
@Command(
        description = {
            "Tell the running argus-glue to reload its configuration and its plugins, as SIGHUP does.",
            "Only what has changed is restarted; the planned changes in Argus are shown. If there are"
                    + " errors, they are shown, nothing changes, and the exit code is 2."
        })
final class ReloadCommand implements Callable<Integer> {
    private static final List<String> CHANGES = List.of("started", "restarted", "stopped");

    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    ReloadCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException {
        JsonNode answer = process.call(root, Map.of("command", "reload"));
        boolean success = answer.path("success").asBoolean();
        if (json) {
            Output.of(spec).println(json(answer).toPrettyString());
            return success ? ExitCode.OK : ExitCode.USAGE;
        } else if (!success) {
            PrintWriter err = Output.errOf(spec);
            answer.path("faults").forEach(fault -> err.println(fault.asText()));
            err.println("nothing was changed: the previous configuration and its plugins stay in force");
            return ExitCode.USAGE;
        }
        PrintWriter out = Output.of(spec);
        answer.path("plugins").forEach(plugin -> out.println(plugin.asText()));
        for (String what : CHANGES) {
            answer.path(what).forEach(source -> {
                out.println(what + " " + source.asText());
                print(answer.path("first_plans").path(source.asText()), out);
            });
        }
        out.println(Count.of(answer.path("untouched").asInt(), "source") + " untouched");
        answer.path("need_restart")
                .forEach(key -> out.println(
                        "'" + key.asText() + "' has changed; restart argus-glue for it" + " to take effect"));
        return ExitCode.OK;
    }

    /** Returns the answer of the process with what concerns a source in one place. */
    private static ObjectNode json(JsonNode answer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("success", answer.path("success").asBoolean());
        json.set("faults", answer.path("faults"));
        ArrayNode sources = json.putArray("sources");
        for (String what : CHANGES) {
            for (JsonNode source : answer.path(what)) {
                JsonNode plan = answer.path("first_plans").path(source.asText());
                ObjectNode change = sources.addObject();
                change.put("source", source.asText()).put("change", what);
                change.put(
                        "to_do", plan.hasNonNull("to_do") ? plan.path("to_do").asText() : null);
                ArrayNode held = change.putArray("held");
                plan.path("held").forEach(held::add);
            }
        }
        json.put("untouched", answer.path("untouched").asInt());
        json.set("plugins", answer.path("plugins"));
        json.set("need_restart", answer.path("need_restart"));
        return json;
    }

    private static void print(JsonNode plan, PrintWriter out) {
        if (plan.hasNonNull("to_do")) {
            out.println("  to do in Argus: " + plan.path("to_do").asText());
            plan.path("held").forEach(hold -> out.println("  held: " + hold.asText()));
        } else if (plan.isObject()) {
            out.println(" to do in Argus: not known yet; see 'argus-glue status' and the log");
        }
    }
}
