package io.github.argusglue.core.plugin;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.ForeignFile;
import io.github.argusglue.core.config.ImportedKeys;
import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.ImportedConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A conversion of another program's configuration that a plugin provides.
 *
 * @param name name of its option after {@code --from-}
 * @param program the program whose configuration it reads
 * @param conversion the plugin's code
 * @param plugin the plugin
 */
public record LoadedImport(String name, String program, ConfigImport<?> conversion, LoadedPlugin plugin) {

    /**
     * Converts a file.
     *
     * @param secretsFolder prefix for the names of secret files
     * @throws ConfigException with all faults of the file, or if the plugin fails
     */
    public ImportedKeys convert(Path file, String secretsFolder) throws ConfigException {
        return convert(conversion, file, secretsFolder);
    }

    // Catches every Throwable: a failing plugin must not affect anything else.
    private <F extends Record> ImportedKeys convert(ConfigImport<F> typed, Path file, String secretsFolder)
            throws ConfigException {
        PluginContext.Scope scope = new PluginContext.Scope(plugin.classLoader(), null);
        try {
            ForeignFile<F> foreign = ForeignFile.read(file, typed.fileType());
            ImportedConfig made = Objects.requireNonNull(typed.convert(foreign.content()), "convert() returned null");
            Set<String> spokenOf = made.outcomes().stream()
                    .map(ImportedConfig.KeyOutcome::oldKey)
                    .collect(Collectors.toSet());
            foreign.requireAll(spokenOf, start() + "does not handle this key; report it to its author");
            return new ImportedKeys(made, secretsFolder);
        } catch (ConfigException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            String why = e instanceof LinkageError link
                    ? Linkage.explain(link, plugin.spiVersion())
                    : "failed with " + e + "; report it to its author";
            throw ConfigException.of(Fault.ofFile(file.toString(), start() + why));
        } finally {
            scope.leave();
        }
    }

    private String start() {
        return "plugin '" + plugin.name() + "' " + plugin.version() + ": the conversion '" + name + "' ";
    }
}
