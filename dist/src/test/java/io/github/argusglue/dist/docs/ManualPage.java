package io.github.argusglue.dist.docs;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Generates the manual page in roff. picocli generates AsciiDoc, which needs a Ruby program to become a manual page:
 * too much for one page.
 */
final class ManualPage {
    private final CommandSpec root;
    private final String version;
    private final StringBuilder text = new StringBuilder();

    ManualPage(CommandSpec root, String version) {
        this.root = root;
        this.version = version;
    }

    String text() {
        // Without a date, so that the build is reproducible.
        line(".TH ARGUS\\-GLUE 1 \"\" \"argus-glue " + version + "\" \"User Commands\"");
        section("NAME");
        line("argus\\-glue \\- " + escaped(Descriptions.first(root)));
        section("SYNOPSIS");
        line(".B argus\\-glue");
        line("[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]");
        section("DESCRIPTION");
        line("One process that keeps Argus, the alert aggregator, in step with any number of monitoring systems.");
        line("Each of them is a source: an adapter (a plugin) with its settings and its own token in Argus.");
        section("OPTIONS");
        root.options().forEach(this::option);
        section("COMMANDS");
        root.subcommands().forEach(this::command);
        exitCodes();
        signals();
        files();
        section("SEE ALSO");
        line("The operator guide and the reference of the configuration are in the folder docs of the program.");
        return text.toString();
    }

    private void command(String name, CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        StringBuilder heading = new StringBuilder("\\fB").append(escaped(name)).append("\\fR");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String label = "\\fI" + escaped(parameter.paramLabel()) + "\\fR"
                    + (parameter.arity().max() > 1 ? " ..." : "");
            heading.append(' ').append(parameter.arity().min() == 0 ? "[" + label + "]" : label);
        }
        line(".SS " + heading);
        for (String sentence : Descriptions.of(command)) {
            line(escaped(sentence));
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            line(".TP");
            line("\\fI" + escaped(parameter.paramLabel()) + "\\fR");
            line(escaped(Descriptions.of(parameter)));
        }
        command.options().stream()
                .filter(option -> !Descriptions.isInherited(option))
                .forEach(this::option);
        if (!command.usageMessage().exitCodeList().isEmpty()) {
            line("Ends with");
            exitCodes(command);
        }
        command.subcommands().forEach((inner, nested) -> command(name + " " + inner, nested));
    }

    private void option(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append("\\fB")
                    .append(escaped(name))
                    .append("\\fR");
        }
        if (option.arity().max() > 0) {
            names.append(" \\fI").append(escaped(option.paramLabel())).append("\\fR");
        }
        line(".TP");
        line(names.toString());
        line(escaped(Descriptions.of(option)));
    }

    private void exitCodes() {
        section("EXIT STATUS");
        exitCodes(root);
    }

    private void exitCodes(CommandSpec command) {
        for (Map.Entry<String, String> code :
                command.usageMessage().exitCodeList().entrySet()) {
            line(".TP");
            line("\\fB" + code.getKey() + "\\fR");
            line(escaped(code.getValue()) + ".");
        }
    }

    private void signals() {
        section("SIGNALS");
        terms(List.of(
                "SIGHUP", "argus-glue run reloads its configuration.",
                "SIGTERM, SIGINT", "argus-glue run completes requests in progress, for up to 8 s, and exits with 0."));
    }

    private void files() {
        section("FILES");
        terms(List.of(
                "./argus-glue.toml, /etc/argus-glue/argus-glue.toml", "The configuration, if none is given.",
                "control.sock",
                        "In the state folder: where a running argus-glue takes commands of its own user and root."));
    }

    private void terms(List<String> termsAndTexts) {
        for (int i = 0; i < termsAndTexts.size(); i += 2) {
            line(".TP");
            line(".I " + escaped(termsAndTexts.get(i)));
            line(escaped(termsAndTexts.get(i + 1)));
        }
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** A line that begins with a full stop or an apostrophe would be a roff request. */
    private static String escaped(String words) {
        String safe = words.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
