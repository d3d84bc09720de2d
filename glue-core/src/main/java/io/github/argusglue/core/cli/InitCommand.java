package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigTemplate;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.plugin.PluginRegistry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A configuration to begin with. */
@Command(
        description = {
            "Write a configuration to begin with: every key there is, explained, with what holds without it.",
            "'argus-glue plugins' lists the types."
        })
final class InitCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Parameters(paramLabel = "TYPE", arity = "1..*", description = "Types of the sources there will be.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write, which must not exist; else the standard output.")
    private @Nullable Path output;

    @Spec
    private @Nullable CommandSpec spec;

    InitCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Optional<Path> file = root.findConfigFile();
        Path folder = file.isPresent() ? root.draft(file.get()).pluginsDir() : root.usualPluginsDir();
        PluginRegistry plugins = root.plugins(folder);
        String text;
        try {
            text = ConfigTemplate.of(types, plugins);
        } catch (IllegalArgumentException e) {
            throw ConfigException.of(Fault.ofFile("argus-glue init", String.valueOf(e.getMessage())));
        }
        if (output == null) {
            Output.of(spec).print(text);
            Output.of(spec).flush();
        } else {
            write(output, text);
        }
        return ExitCode.OK;
    }

    private static void write(Path file, String text) throws ConfigException, IOException {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw ConfigException.of(
                    Fault.ofFile(file.toString(), "exists and was left as it is; choose another name"));
        }
    }
}
