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

/** Releases the actions that guards hold in the running process. */
@Command(
        description = {
            "Tell the running argus-glue to execute the actions of a source that guards hold, such as a mass close.",
            "'argus-glue status' shows what is held and why."
        })
final class ReleaseCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", description = "Source whose held actions to execute.")
    private String source = "";

    @Spec
    private @Nullable CommandSpec spec;

    ReleaseCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException {
        JsonNode answer = process.call(root, Map.of("command", "release", "source", source));
        Output.of(spec).println(answer.path("text").asText());
        return ExitCode.OK;
    }
}
