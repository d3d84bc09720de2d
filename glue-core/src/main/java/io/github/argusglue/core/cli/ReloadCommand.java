package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the running process reload its configuration. */
@Command(
        description = {
            "Tell the running argus-glue to reload its configuration and its plugins, as SIGHUP does.",
            "Only what has changed is restarted; the planned changes in Argus are shown. If there are"
                    + " errors, they are shown, nothing changes, and the exit code is 2."
        })
final class ReloadCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Spec
    private @Nullable CommandSpec spec;

    ReloadCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException {
        JsonNode answer = process.call(root, Map.of("command", "reload"));
        if (!answer.path("success").asBoolean()) {
            PrintWriter err = Output.errOf(spec);
            answer.path("faults").forEach(fault -> err.println(fault.asText()));
            err.println("nothing was changed: the previous configuration and its plugins stay in force");
            return ExitCode.USAGE;
        }
        PrintWriter out = Output.of(spec);
        answer.path("plugins").forEach(plugin -> out.println(plugin.asText()));
        for (String what : new String[] {"started", "restarted", "stopped"}) {
            answer.path(what).forEach(source -> {
                out.println(what + " " + source.asText());
                print(answer.path("first_plans").path(source.asText()), out);
            });
        }
        out.println(Output.count(answer.path("untouched").asInt(), "source") + " untouched");
        answer.path("need_restart")
                .forEach(key -> out.println(
                        "'" + key.asText() + "' has changed; restart argus-glue for it" + " to take effect"));
        return ExitCode.OK;
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
