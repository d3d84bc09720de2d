package io.github.argusglue.dist.docs;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line says about itself, as it is shown. */
final class Descriptions {
    private Descriptions() {}

    static String[] of(CommandSpec command) {
        return command.usageMessage().description();
    }

    static String of(ArgSpec argument) {
        String byDefault = argument.defaultValue() == null ? "" : argument.defaultValue();
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", byDefault)
                .replace("%%", "%");
    }

    /** Returns the first sentence without its full stop. */
    static String first(CommandSpec command) {
        return of(command)[0].replaceFirst("\\.$", "");
    }

    static String first(ArgSpec argument) {
        return of(argument).replaceFirst("\\.$", "");
    }

    /** Tells whether an option is one of the program itself that holds for this command, too. */
    static boolean isInherited(OptionSpec option) {
        return option.inherited();
    }
}
