package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigTemplate;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.ImportedKeys;
import io.github.argusglue.core.plugin.PluginRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a new configuration. */
@Command(
        description = {
            "Write a new configuration: the required keys, and those that most installations set.",
            "--all writes every key. 'argus-glue plugins' lists the types. --from-NAME converts the configuration of the program"
                    + " that argus-glue replaces."
        })
final class InitCommand implements Callable<Integer> {
    private final GlueCommand root;
    private final ImportOptions imports;

    @Parameters(paramLabel = "TYPE", arity = "0..*", description = "Types of the sources to configure.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write; it must not exist. Default: standard output.")
    private @Nullable Path output;

    @Option(names = "--all", description = "Write every key, with its full description and its default.")
    private boolean all;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description =
                    "With --from-NAME: folder for the secrets. Each is written to a file of its own that only you can"
                            + " read. Default: the folder of the output file. Without either, secrets are not written.")
    private @Nullable Path secretsDir;

    @Spec
    private @Nullable CommandSpec spec;

    private InitCommand(GlueCommand root) {
        this.root = root;
        this.imports = new ImportOptions(root);
    }

    /** Returns the command; the options of the plugins' conversions are added when it is used. */
    static CommandLine newCommandLine(GlueCommand root) {
        InitCommand command = new InitCommand(root);
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().preprocessor(command.imports);
        return line;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        PluginRegistry plugins = root.plugins(root.pluginsDir());
        Optional<ImportOptions.Chosen> chosen = imports.chosen(Output.command(spec));
        if (chosen.isPresent()) {
            convert(chosen.get(), plugins);
            return ExitCode.OK;
        }
        if (types.isEmpty()) {
            throw Output.usageError(spec, "Missing required parameter: 'TYPE'");
        }
        if (secretsDir != null) {
            throw Output.usageError(spec, "--secrets can only be used with --from-NAME");
        }
        try (NewFiles files = new NewFiles()) {
            write(files, ConfigTemplate.of(types, plugins, extent()));
        } catch (IllegalArgumentException e) {
            throw noSuchType(e);
        }
        return ExitCode.OK;
    }

    private void convert(ImportOptions.Chosen chosen, PluginRegistry plugins) throws ConfigException, IOException {
        SecretsFolder folder = SecretsFolder.of(output, secretsDir);
        ImportedKeys keys = chosen.conversion().convert(chosen.file(), folder.prefix());
        try (NewFiles files = new NewFiles()) {
            String text = ConfigTemplate.of(
                    keys, chosen.file().toString(), chosen.conversion().program(), types, plugins, extent());
            folder.write(keys.secrets(), files);
            write(files, text);
        } catch (IllegalArgumentException e) {
            throw noSuchType(e);
        }
        folder.notice(keys.secrets().keySet()).ifPresent(Output.errOf(spec)::println);
    }

    private ConfigTemplate.Extent extent() {
        return all ? ConfigTemplate.Extent.ALL : ConfigTemplate.Extent.SHORT;
    }

    private void write(NewFiles files, String text) throws ConfigException, IOException {
        if (output == null) {
            Output.of(spec).print(text);
            Output.of(spec).flush();
        } else {
            files.write(output, text, "choose another name");
        }
        files.commit();
    }

    private static ConfigException noSuchType(IllegalArgumentException e) {
        return ConfigException.of(Fault.ofFile("argus-glue init", String.valueOf(e.getMessage())));
    }
}
