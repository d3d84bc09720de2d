package io.github.argusglue.dist;

import io.github.argusglue.core.cli.Environment;
import io.github.argusglue.core.cli.GlueCommand;
import io.github.argusglue.core.cli.SighupHandler;
import java.util.List;
import picocli.CommandLine;

/** Where the launcher enters: the commands of the core, and those that only the installed program has. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 bad usage or configuration. */
    public static void main(String[] args) {
        // Before anything else is loaded: until then a SIGHUP ends the process.
        SighupHandler.hold(List.of(args));
        io.github.argusglue.core.cli.Main.run(newCommandLine(), args);
    }

    /** Returns the command line with all its commands. */
    public static CommandLine newCommandLine() {
        return newCommandLine(Environment.ofProcess());
    }

    /** Returns the command line with all its commands, for other surroundings than those of this process. */
    public static CommandLine newCommandLine(Environment surroundings) {
        CommandLine line = GlueCommand.newCommandLine(surroundings);
        line.addSubcommand("demo", new DemoCommand(line.getCommand()));
        return line;
    }
}
