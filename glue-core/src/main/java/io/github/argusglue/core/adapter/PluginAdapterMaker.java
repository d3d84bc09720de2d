package io.github.argusglue.core.adapter;

import io.github.argusglue.core.config.SourceTable;
import io.github.argusglue.core.plugin.LoadedAdapter;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;

/**
 * Creates the adapters of one source from a loaded plugin.
 *
 * @param adapter the type in its plugin
 * @param table the adapter's keys of the source
 */
public record PluginAdapterMaker(LoadedAdapter adapter, SourceTable table) implements AdapterMaker {
    @Override
    public SourceAdapter make(SourceContext context) throws Exception {
        return adapter.create(table, context);
    }

    @Override
    public ClassLoader loader() {
        return adapter.plugin().classLoader();
    }

    @Override
    public String plugin() {
        return "'" + adapter.plugin().name() + "' " + adapter.plugin().version();
    }

    @Override
    public String explain(Throwable thrown) {
        return adapter.plugin().explain(thrown);
    }
}
