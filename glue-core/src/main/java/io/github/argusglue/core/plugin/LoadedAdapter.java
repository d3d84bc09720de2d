package io.github.argusglue.core.plugin;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.SourceTable;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.util.Optional;

/**
 * A type of source that a plugin provides.
 *
 * @param type value of {@code type} in the configuration
 * @param factory creates the adapters; must be called through {@link PluginContext}
 * @param configType record of the adapter's keys
 * @param plugin the plugin
 */
public record LoadedAdapter(
        String type, SourceAdapterFactory<?> factory, Class<? extends Record> configType, LoadedPlugin plugin) {

    /**
     * Creates an adapter for one active period of a source.
     *
     * @throws ConfigException if the source's table is invalid, or the factory rejects it
     * @throws SourceException if the plugin's code fails
     */
    public SourceAdapter create(SourceTable table, SourceContext context)
            throws ConfigException, SourceException, InterruptedException {
        return create(factory, table, context);
    }

    // The class comes from the factory's configType(), see PluginLoader.
    @SuppressWarnings("unchecked")
    private <C extends Record> SourceAdapter create(
            SourceAdapterFactory<C> typed, SourceTable table, SourceContext context)
            throws ConfigException, SourceException, InterruptedException {
        C config = table.bind((Class<C>) configType);
        PluginContext calls = new PluginContext(context.sourceName(), plugin);
        try {
            return calls.call("create", () -> typed.create(config, context));
        } catch (SourceException e) {
            // This is how a factory rejects a configuration; anything else is a bug.
            Optional<String> refusal = Optional.ofNullable(e.getCause())
                    .filter(IllegalArgumentException.class::isInstance)
                    .map(Throwable::getMessage);
            if (refusal.isPresent()) {
                throw ConfigException.of(Fault.ofFile("[sources." + context.sourceName() + "]", refusal.get()));
            }
            throw e;
        }
    }
}
