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
 * What every command that does something works with: a configuration without faults and the plugins it needs.
 *
 * @param file of the configuration
 * @param config checked against the plugins
 * @param plugins those that can be used, and those that were refused but no source needs
 */
public record LoadedConfig(Path file, GlueConfig config, PluginRegistry plugins) {
    private static final Logger LOG = LoggerFactory.getLogger("config");

    /**
     * Checks everything. A plugin that was refused stands in the way only of the sources that need it.
     *
     * @throws ConfigException with all that is wrong
     */
    static LoadedConfig of(Path file, ConfigDraft draft, PluginRegistry plugins) throws ConfigException {
        GlueConfig config = draft.check(plugins);
        List<Fault> disputed = disputed(file, config, plugins);
        if (!disputed.isEmpty()) {
            throw new ConfigException(disputed);
        }
        return new LoadedConfig(file, config, plugins);
    }

    /** Logs what is in force, secrets masked: for the command that goes on running. */
    public void logEffective() {
        LOG.info("configuration '{}':", file);
        config.effective().forEach(line -> LOG.info("  {}", line));
    }

    /** Logs what a person should look at although it stops nothing. */
    void logWarnings() {
        plugins.faults().forEach(fault -> LOG.warn("not used: {}", fault));
        config.warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /** Two plugins of one type: the one that came first by name is not surely the one that is meant. */
    private static List<Fault> disputed(Path file, GlueConfig config, PluginRegistry plugins) {
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
