package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.status.Count;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the running process compare everything now. */
@Command(
        description = {
            "Tell the running argus-glue to list the open incidents in Argus and take a snapshot of the source now.",
            "It also does so by itself, every 'full_listing' and when it is not sure what is open in Argus."
        })
final class ResyncCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "Source to compare. Default: all.")
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
                .println("resync requested: " + Count.of(answer.path("sources").size(), "source"));
        return ExitCode.OK;
    }
}
