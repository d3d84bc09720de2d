package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;

/**
 * Turns the configuration of the glue service that an adapter replaces into one of argus-glue. A plugin that has one
 * names it in {@code META-INF/services/io.github.argusglue.spi.config.ConfigImport}; then there is {@code argus-glue
 * init --from-NAME FILE}.
 *
 * <p>The file is TOML and bound to a record before any code of the plugin runs, as strictly as argus-glue's own:
 * unknown keys, wrong types and values out of range are reported with their places, all at once. What the record's
 * compact constructor throws is reported in the same way. So the record says what the <em>other</em> program takes.
 *
 * @param <F> record that the file is bound to; see {@link io.github.argusglue.spi.config}
 */
@Unstable
public interface ConfigImport<F extends Record> {

    /** Returns what the option is called after {@code --from-}; matches {@code [a-z][a-z0-9-]*}. */
    String name();

    /** Returns the name of the program whose file it is, for people. */
    String program();

    /** Returns the record that the file is bound to. */
    Class<F> fileType();

    /**
     * Returns what argus-glue's file is to say, and what became of each key of the other one: a key that is in the file
     * and not spoken of is reported as a fault of the plugin. Does no I/O.
     */
    ImportedConfig convert(F file);
}
