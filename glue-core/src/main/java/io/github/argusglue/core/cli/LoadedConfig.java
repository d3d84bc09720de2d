package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.plugin.PluginFault;
import io.github.argusglue.core.plugin.PluginRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A valid configuration and its plugins.
 *
 * @param file the configuration file
 * @param config checked against the plugins
 * @param plugins the usable plugins, and the rejected ones that no source needs
 */
public record LoadedConfig(Path file, GlueConfig config, PluginRegistry plugins) {
    private static final Logger LOG = LoggerFactory.getLogger("config");

    /**
     * Checks everything. A rejected plugin is only a fault if a source needs it.
     *
     * @throws ConfigException with all faults
     */
    static LoadedConfig of(Path file, ConfigDraft draft, PluginRegistry plugins) throws ConfigException {
        GlueConfig config = draft.check(plugins);
        List<Fault> disputed = ambiguousTypes(file, config, plugins);
        if (!disputed.isEmpty()) {
            throw new ConfigException(disputed);
        }
        return new LoadedConfig(file, config, plugins);
    }

    /** Logs the effective configuration with masked secrets; {@code check -v} shows it, too. */
    public void logEffective() {
        config.effective().forEach(line -> LOG.debug("{}", line));
    }

    /** Logs warnings: what a person should look at but does not prevent the start. */
    void logWarnings() {
        plugins.faults().forEach(fault -> LOG.warn("plugin not loaded: {}", fault));
        config.warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /** If two plugins provide the same type, the one that is first by name is not necessarily the intended one. */
    private static List<Fault> ambiguousTypes(Path file, GlueConfig config, PluginRegistry plugins) {
        List<Fault> faults = new ArrayList<>();
        config.sources().forEach(source -> {
            for (PluginFault fault : plugins.faults()) {
                if (fault.types().contains(source.type())) {
                    faults.add(
                            new Fault(file.toString(), 0, 0, "sources." + source.name() + ".type", fault.toString()));
                }
            }
        });
        return faults;
    }
}
