package io.github.argusglue.dist;

import io.github.argusglue.core.cli.Environment;
import io.github.argusglue.core.cli.GlueCommand;
import io.github.argusglue.core.cli.SighupHandler;
import java.util.List;
import picocli.CommandLine;

/** Entry point of the installed program: the commands of the core and those of the distribution. */
public final class Main {
    private Main() {}

    /** Runs a command and exits with its exit code: 0 success, 1 failure, 2 bad usage or configuration. */
    public static void main(String[] args) {
        // Before anything else is loaded, because until then SIGHUP terminates the process.
        SighupHandler.hold(List.of(args));
        io.github.argusglue.core.cli.Main.run(newCommandLine(), args);
    }

    /** Returns the command line with all its commands. */
    public static CommandLine newCommandLine() {
        return newCommandLine(Environment.ofProcess());
    }

    /** Returns the command line with all its commands, for a given environment. */
    public static CommandLine newCommandLine(Environment environment) {
        CommandLine line = GlueCommand.newCommandLine(environment);
        line.addSubcommand("demo", new DemoCommand(line.getCommand()));
        return line;
    }
}
