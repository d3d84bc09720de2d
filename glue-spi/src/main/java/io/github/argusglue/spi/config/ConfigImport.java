package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;

/**
 * Converts the configuration of the glue service that an adapter replaces to one of argus-glue. A plugin lists its
 * implementation in {@code META-INF/services/io.github.argusglue.spi.config.ConfigImport}; this adds the command
 * {@code argus-glue init --from-NAME FILE}.
 *
 * <p>The file is TOML and is bound to a record before any code of the plugin runs, as strictly as argus-glue's own
 * file: unknown keys, wrong types and values out of range are reported with their positions, all at once. Exceptions of
 * the record's compact constructor are reported in the same way. So the record describes what the <em>other</em>
 * program accepts.
 *
 * @param <F> record to which the file is bound; see {@link io.github.argusglue.spi.config}
 */
@Unstable
public interface ConfigImport<F extends Record> {

    /** Returns the name of the option after {@code --from-}; matches {@code [a-z][a-z0-9-]*}. */
    String name();

    /** Returns the name of the other program, for people. */
    String program();

    /** Returns the record to which the file is bound. */
    Class<F> fileType();

    /**
     * Returns the keys of argus-glue's configuration, and the outcome for each key of the other file. A key that is set
     * in the file and has no outcome is reported as a bug in the plugin. Does no I/O.
     */
    ImportedConfig convert(F file);
}
