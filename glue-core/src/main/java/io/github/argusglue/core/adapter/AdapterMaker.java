package io.github.argusglue.core.adapter;

import io.github.argusglue.core.plugin.PluginFailure;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;

/** Creates the adapters of one source from its plugin and configuration, one for each active period. */
public interface AdapterMaker {

    /**
     * Returns a new adapter. Runs plugin code, which may throw anything.
     *
     * @throws Exception if the adapter cannot be created
     */
    SourceAdapter make(SourceContext context) throws Exception;

    /** Returns the context class loader for running code of the plugin. */
    ClassLoader loader();

    /** Returns the plugin's name and version, for messages. */
    String plugin();

    /** Explains what the plugin's code threw: the end of a sentence that begins with the plugin and a method. */
    default String explain(Throwable thrown) {
        return PluginFailure.explain(thrown);
    }
}
