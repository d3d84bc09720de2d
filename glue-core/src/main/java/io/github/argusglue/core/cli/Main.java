package io.github.argusglue.core.cli;

import java.util.List;
import picocli.CommandLine;

/** Where the process starts, and the only place where it ends itself. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        SighupHandler.hold(List.of(args));
        run(GlueCommand.newCommandLine(), args);
    }

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 bad usage or configuration. */
    public static void run(CommandLine line, String... args) {
        System.exit(line.execute(args));
    }
}
