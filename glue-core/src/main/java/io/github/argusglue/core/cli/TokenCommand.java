package io.github.argusglue.core.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to know and to do about the sources' tokens in Argus. */
@Command(
        description = "Show how long the sources' tokens in Argus are good, or replace one.",
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand implements Runnable {
    /** A token ends within a week. */
    static final int SOON = 4;

    /** A person has to do what was printed. */
    static final int PERSON = 5;

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
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "say what: status or renew");
        }
    }
}
