package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the running process look at everything now. */
@Command(
        description = {
            "Have the running argus-glue list what is open in Argus and ask the source, now.",
            "It does so by itself every 'full_listing' and whenever it is in doubt."
        })
final class ResyncCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "Source to look at; all if none is named.")
    private @Nullable String source;

    @Spec
    private @Nullable CommandSpec spec;

    ResyncCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException {
        JsonNode answer = process.call(
                root, source == null ? Map.of("command", "resync") : Map.of("command", "resync", "source", source));
        Output.of(spec)
                .println("asked for: " + Output.count(answer.path("sources").size(), "source"));
        return ExitCode.OK;
    }
}
