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
 * One conversion of another program's configuration that a plugin brings.
 *
 * @param name what its option is called after {@code --from-}
 * @param program whose configuration it reads
 * @param conversion the plugin's code
 * @param plugin that it comes from
 */
public record LoadedImport(String name, String program, ConfigImport<?> conversion, LoadedPlugin plugin) {

    /**
     * Converts a file.
     *
     * @param secretsFolder what the names of files with secrets are to begin with
     * @throws ConfigException with all that is wrong with the file, or that the plugin fails
     */
    public ImportedKeys convert(Path file, String secretsFolder) throws ConfigException {
        return convert(conversion, file, secretsFolder);
    }

    // Every Throwable: what the plugin's code does is that plugin's fault alone.
    private <F extends Record> ImportedKeys convert(ConfigImport<F> typed, Path file, String secretsFolder)
            throws ConfigException {
        PluginContext.Scope scope = new PluginContext.Scope(plugin.classLoader(), null);
        try {
            ForeignFile<F> foreign = ForeignFile.read(file, typed.fileType());
            ImportedConfig made = Objects.requireNonNull(typed.convert(foreign.content()), "convert() returned null");
            Set<String> spokenOf = made.outcomes().stream()
                    .map(ImportedConfig.KeyOutcome::oldKey)
                    .collect(Collectors.toSet());
            foreign.requireAll(spokenOf, start() + "does not say what becomes of this key: report it to its author");
            return new ImportedKeys(made, secretsFolder);
        } catch (ConfigException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            String why = e instanceof LinkageError link
                    ? Linkage.explain(link, plugin.spiVersion())
                    : "failed with " + e + ": report it to its author";
            throw ConfigException.of(Fault.ofFile(file.toString(), start() + why));
        } finally {
            scope.leave();
        }
    }

    private String start() {
        return "plugin '" + plugin.name() + "' " + plugin.version() + ": the conversion '" + name + "' ";
    }
}
