package io.github.argusglue.core.plugin;

import io.github.argusglue.core.plugin.PluginContext.Scope;
import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import java.time.Duration;

/**
 * A cluster engine that a plugin provides.
 *
 * @param type value of {@code engine} in the configuration
 * @param factory creates the engine
 * @param configType record of the engine's keys
 * @param plugin the plugin
 */
public record LoadedEngine(
        String type, ClusterEngineFactory<?> factory, Class<? extends Record> configType, LoadedPlugin plugin) {

    /**
     * Creates the engine.
     *
     * @param config the engine's keys, of type {@link #configType}
     * @param timeout longest time that a call of the engine may take
     * @param changed called by the engine when members or owners may have changed
     * @throws IllegalArgumentException if the engine refuses its configuration, or its code fails; the message says why
     */
    public ClusterEngine create(Record config, Duration timeout, Runnable changed) {
        Scope scope = new Scope(plugin.classLoader(), null);
        try {
            return create(factory, config, timeout, changed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("[cluster]: engine '" + type + "': " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalArgumentException(
                    "plugin '" + plugin.name() + "' " + plugin.version() + ": create() " + plugin.explain(e), e);
        } finally {
            scope.leave();
        }
    }

    private <C extends Record> ClusterEngine create(
            ClusterEngineFactory<C> typed, Record config, Duration timeout, Runnable changed) {
        return typed.create(typed.configType().cast(config), timeout, changed);
    }
}
