package io.github.argusglue.core.cli;

import io.github.argusglue.core.plugin.PluginOutput;
import java.util.List;
import picocli.CommandLine;

/** Entry point of the process, and the only place that calls {@code System.exit}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        SighupHandler.hold(List.of(args));
        run(GlueCommand.newCommandLine(), args);
    }

    /** Runs a command and exits with its exit code: 0 success, 1 failure, 2 bad usage or configuration. */
    public static void run(CommandLine line, String... args) {
        // Both are created when they are first used, so now.
        line.setOut(line.getOut());
        line.setErr(line.getErr());
        PluginOutput.install();
        System.exit(line.execute(args));
    }
}
