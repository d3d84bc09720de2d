package io.github.argusglue.dist.docs;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The descriptions of commands and options, as they are shown. */
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

    /** Returns whether an option is a global one that is inherited by this command. */
    static boolean isInherited(OptionSpec option) {
        return option.inherited();
    }
}
