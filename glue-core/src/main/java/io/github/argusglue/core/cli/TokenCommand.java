package io.github.argusglue.core.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows and renews the sources' tokens in Argus. */
@Command(
        description = "Show when the sources' Argus tokens expire, or renew a token.",
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private TokenCommand() {}

    static CommandLine line(GlueCommand root) {
        return new CommandLine(new TokenCommand())
                .addSubcommand("status", new TokenStatusCommand(root))
                .addSubcommand("renew", new TokenRenewCommand(root));
    }

    @Override
    public void run() {
        throw Output.usageError(spec, "missing command: status or renew");
    }
}
