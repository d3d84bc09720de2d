package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Reports an exception that no command has handled to the user. */
final class Failures {
    private Failures() {}

    /** Returns the exit code. */
    static int report(Exception failure, CommandLine command, boolean verbose) {
        if (failure instanceof ConfigException config) {
            config.faults().forEach(fault -> command.getErr().println(fault));
            return ExitCode.USAGE;
        }
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof ControlException refused && (!verbose || refused.isUsage())) {
            command.getErr().println(name + ": " + failure.getMessage());
            return refused.isUsage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
        command.getErr().println(name + ": " + text(failure) + (verbose ? "" : " (-v shows more)"));
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return ExitCode.SOFTWARE;
    }

    /** Messages of our own exceptions are complete; those of others need the class to be understood. */
    private static String text(Exception failure) {
        boolean ours = failure.getClass().getName().startsWith("io.github.argusglue.");
        String message = failure.getMessage();
        return ours && message != null ? message : failure.toString();
    }
}
