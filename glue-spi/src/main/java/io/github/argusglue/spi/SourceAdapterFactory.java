package io.github.argusglue.spi;

/**
 * Entry point of a plugin, found with {@link java.util.ServiceLoader}: the plugin's jar lists its factories in
 * {@code META-INF/services/io.github.argusglue.spi.SourceAdapterFactory}. A plugin may have several.
 *
 * @param <C> record to which the source's configuration table is bound: one component for each key, in snake_case; see
 *     {@link io.github.argusglue.spi.config}
 */
public interface SourceAdapterFactory<C extends Record> {

    /** Returns the value of {@code type} that selects this adapter; matches {@code [a-z][a-z0-9-]*}. */
    String type();

    /** Returns the record to which the configuration table is bound. */
    Class<C> configType();

    /**
     * Creates an adapter for one active period of one source. Does no I/O and starts no threads.
     *
     * @throws IllegalArgumentException if the configuration is invalid in a way that the record itself does not check
     */
    SourceAdapter create(C config, SourceContext context);
}
