package io.github.argusglue.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked as a whole.
 *
 * @param stateDir folder for what is remembered between two runs
 * @param pluginsDir folder of the plugins
 * @param http the endpoint for people, monitoring and webhooks
 * @param log how log lines look, and which there are
 * @param argus servers by name, in the order of the file; {@code [argus]} alone is named {@code default}
 * @param failover primaries that are watched, by name, in the order of the file
 * @param sources in the order of the file; each names one of the servers
 * @param tables what is left of each source's table for its adapter, by name of the source
 * @param tokenFiles where the tokens of sources are, of those whose token is in a file, by name of the source
 * @param effective what is in force, one {@code key = value} a line, sorted, secrets masked
 * @param warnings what is allowed but should be looked at
 */
public record GlueConfig(
        Path stateDir,
        Path pluginsDir,
        HttpConfig http,
        LogConfig log,
        Map<String, ArgusConfig> argus,
        Map<String, FailoverConfig> failover,
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

    /** Returns the file that a source's token is in; empty if it is in none. */
    public Optional<Path> tokenFileOf(SourceConfig source) {
        return Optional.ofNullable(tokenFiles.get(source.name()));
    }

    private static <T> T existing(@Nullable T found, String name) {
        if (found == null) {
            throw new IllegalArgumentException("nothing is named '" + name + "'");
        }
        return found;
    }
}
