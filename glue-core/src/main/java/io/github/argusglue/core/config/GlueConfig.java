package io.github.argusglue.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The complete, checked configuration.
 *
 * @param stateDir folder of the stored state
 * @param pluginsDir folder of the plugins
 * @param http the HTTP endpoint
 * @param log format and level of the log
 * @param argus servers by name, in the order of the file; {@code [argus]} alone is named {@code default}
 * @param failover watched primaries by name, in the order of the file
 * @param cluster how several processes share the sources; empty if this process is the only one
 * @param sources in the order of the file; each names one of the servers
 * @param tables the adapter's keys of each source's table, by name of the source
 * @param tokenFiles files of the sources' tokens, if they are in files, by name of the source
 * @param effective the effective configuration, one {@code key = value} per line, sorted, with masked secrets
 * @param warnings settings that are allowed but should be reviewed
 */
public record GlueConfig(
        Path stateDir,
        Path pluginsDir,
        HttpConfig http,
        LogConfig log,
        Map<String, ArgusConfig> argus,
        Map<String, FailoverConfig> failover,
        Optional<ConfiguredCluster> cluster,
        List<SourceConfig> sources,
        Map<String, SourceTable> tables,
        Map<String, Path> tokenFiles,
        List<String> effective,
        List<Fault> warnings) {

    /** Returns the Argus server of a source. */
    public ArgusConfig argusOf(SourceConfig source) {
        return existing(argus.get(source.argus()), source.argus());
    }

    /** Returns the adapter's keys of a source. */
    public SourceTable tableOf(SourceConfig source) {
        return existing(tables.get(source.name()), source.name());
    }

    /** Returns the file with a source's token; empty if it is not in a file. */
    public Optional<Path> tokenFileOf(SourceConfig source) {
        return Optional.ofNullable(tokenFiles.get(source.name()));
    }

    private static <T> T existing(@Nullable T found, String name) {
        if (found == null) {
            throw new IllegalArgumentException("there is no '" + name + "'");
        }
        return found;
    }
}
