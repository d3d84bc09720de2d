package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.plugin.ConfigImports;
import io.github.argusglue.core.plugin.LoadedImport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options {@code --from-NAME} of {@code init}, one for each configuration import that a plugin provides. Plugins
 * are only loaded if one of these options, or help, is requested.
 */
final class ImportOptions implements IParameterPreprocessor {
    private static final String PREFIX = "--from-";

    private final GlueCommand root;
    private final Map<String, LoadedImport> byOption = new HashMap<>();

    ImportOptions(GlueCommand root) {
        this.root = root;
    }

    /** A requested conversion. */
    record Chosen(LoadedImport conversion, Path file) {}

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's signature
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, @Nullable ArgSpec argument, Map<String, Object> info) {
        if (arguments.stream().anyMatch(ImportOptions::isAskedFor)) {
            ConfigImports imports = root.plugins(pluginsDir()).imports();
            imports.faults().forEach(fault -> command.commandLine().getErr().println(fault));
            imports.all().forEach(conversion -> add(command, conversion));
        }
        return false;
    }

    private static boolean isAskedFor(String argument) {
        return argument.startsWith(PREFIX) || argument.equals("--help") || argument.equals("-h");
    }

    /** Options must be known before the configuration is read; its faults are reported when it is. */
    private Path pluginsDir() {
        try {
            return root.pluginsDir();
        } catch (ConfigException e) {
            return root.usualPluginsDir();
        }
    }

    private void add(CommandSpec command, LoadedImport conversion) {
        String name = PREFIX + conversion.name();
        if (byOption.put(name, conversion) == null) {
            command.addOption(option(name, conversion.program()));
        }
    }

    private static OptionSpec option(String name, String program) {
        return OptionSpec.builder(name)
                .paramLabel("FILE")
                .type(Path.class)
                .description("Convert this configuration of " + program.replace("%", "%%") + ".")
                .build();
    }

    /** Returns the requested conversion; empty if none was. */
    Optional<Chosen> chosen(CommandSpec command) {
        List<Chosen> chosen = new ArrayList<>();
        byOption.forEach((name, conversion) -> {
            Path file = command.findOption(name).getValue();
            if (file != null) {
                chosen.add(new Chosen(conversion, file));
            }
        });
        if (chosen.size() > 1) {
            throw Output.usageError(command, "only one file can be converted at a time");
        }
        return chosen.stream().findFirst();
    }
}
