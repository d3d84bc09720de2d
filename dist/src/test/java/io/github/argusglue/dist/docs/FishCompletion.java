package io.github.argusglue.dist.docs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Generates the completion for the fish shell, which picocli does not support. */
final class FishCompletion {
    private final CommandSpec root;
    private final NameCompletion names;
    private final StringBuilder text = new StringBuilder("# fish completion of argus-glue\n");

    FishCompletion(CommandSpec root, NameCompletion names) {
        this.root = root;
        this.names = names;
    }

    String text() {
        text.append(NameCompletion.fishFunction());
        text.append("complete -c argus-glue -f\n");
        for (Map.Entry<String, CommandLine> entry : root.subcommands().entrySet()) {
            CommandSpec command = entry.getValue().getCommandSpec();
            add("__fish_use_subcommand", "-a " + entry.getKey(), Descriptions.first(command));
        }
        // Most global options are inherited, so they are written once for all commands.
        root.options()
                .forEach(option -> option(
                        option.scopeType() == CommandLine.ScopeType.INHERIT ? "" : "__fish_use_subcommand", option));
        root.subcommands().forEach((name, line) -> inner("__fish_seen_subcommand_from " + name, line.getCommandSpec()));
        return text.toString();
    }

    /** The subcommands and options of a command. */
    private void inner(String seen, CommandSpec command) {
        String names = String.join(" ", command.subcommands().keySet());
        command.subcommands().forEach((name, line) -> {
            String none = seen + "; and not __fish_seen_subcommand_from " + names;
            add(none, "-a " + name, Descriptions.first(line.getCommandSpec()));
            inner(seen + "; and __fish_seen_subcommand_from " + name, line.getCommandSpec());
        });
        command.options().stream()
                .filter(option -> !Descriptions.isInherited(option))
                .forEach(option -> option(seen, option));
        String parameters = this.names.fishNames(command);
        if (!parameters.isEmpty()) {
            add(
                    seen,
                    "-a '" + parameters + "'",
                    command.positionalParameters().get(0).paramLabel());
        }
    }

    private void option(String condition, OptionSpec option) {
        StringBuilder names = new StringBuilder();
        Arrays.stream(option.names())
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .forEach(names::append);
        if (option.arity().max() > 0) {
            boolean path = option.type() == Path.class;
            names.append(path ? " -r -F" : " -x");
            names.append(option.longestName().equals("--source") ? " -a '" + NameCompletion.FISH_SOURCES + "'" : "");
        }
        add(condition, names.toString().strip(), Descriptions.first(option));
    }

    private void add(String condition, String what, String description) {
        text.append("complete -c argus-glue");
        if (!condition.isEmpty()) {
            text.append(" -n '").append(condition).append('\'');
        }
        text.append(' ')
                .append(what)
                .append(" -d '")
                .append(quoted(description))
                .append("'\n");
    }

    private static String quoted(String words) {
        return words.replace("\\", "\\\\").replace("'", "\\'");
    }
}
