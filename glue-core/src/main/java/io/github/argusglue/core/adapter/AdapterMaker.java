package io.github.argusglue.core.adapter;

import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;

/** Makes the adapters of one source, one for each active period, from its plugin and its configuration. */
public interface AdapterMaker {

    /**
     * Returns a fresh adapter. Runs plugin code: may throw anything.
     *
     * @throws Exception if it cannot be made
     */
    SourceAdapter make(SourceContext context) throws Exception;

    /** Returns the class loader that has to be the context's while code of the plugin runs. */
    ClassLoader loader();

    /** Returns the plugin's name and version, for messages. */
    String plugin();
}
