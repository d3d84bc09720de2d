package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.service.StoredIdentities;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a source write as another user of Argus than before. */
@Command(
        description = {
            "Let a source write as whichever user of Argus its token belongs to.",
            "A source whose token belongs to another user than before writes nothing, since it would end that user's",
            "incidents. This says that the new user is meant. What is open under the user before stays open in Argus.",
            "The running argus-glue does it at once; if none runs, it holds for the next start."
        })
final class AdoptIdentityCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", description = "Source whose token's owner is to be taken.")
    private String source = "";

    @Spec
    private @Nullable CommandSpec spec;

    AdoptIdentityCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException {
        String text = process.isThere(root)
                ? process.call(root, Map.of("command", "adopt-identity", "source", source))
                        .path("text")
                        .asText()
                : here();
        Output.of(spec).println(source + ": " + text);
        return ExitCode.OK;
    }

    private String here() throws ConfigException, IOException {
        LoadedConfig loaded = root.loadConfig();
        Output.wanted(loaded, List.of(source));
        return new StoredIdentities(loaded.config()).adopt(source)
                + "; no argus-glue runs: the next one takes the user that the token belongs to then";
    }
}
