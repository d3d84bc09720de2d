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

/** Allows a source to write as a different Argus user than before. */
@Command(
        description = {
            "Accept the current owner of a source's token as the Argus user that the source writes as.",
            "If the token of a source suddenly belongs to a different Argus user, the source writes"
                    + " nothing, because it might",
            "close that user's incidents. This command accepts the new user. Open incidents of the previous"
                    + " user stay open.",
            "A running argus-glue applies it immediately; otherwise it applies at the next start."
        })
final class AdoptIdentityCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Parameters(paramLabel = "SOURCE", description = "Source whose token owner to accept.")
    private String source = "";

    @Spec
    private @Nullable CommandSpec spec;

    AdoptIdentityCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException {
        String text = process.isRunning(root)
                ? process.call(root, Map.of("command", "adopt-identity", "source", source))
                        .path("text")
                        .asText()
                : here();
        Output.of(spec).println(source + ": " + text);
        return ExitCode.OK;
    }

    private String here() throws ConfigException, IOException {
        LoadedConfig loaded = root.loadConfig();
        Output.selectSources(loaded, List.of(source));
        return new StoredIdentities(loaded.config()).adopt(source)
                + "; argus-glue is not running: at the next start it accepts the user that owns the token then";
    }
}
