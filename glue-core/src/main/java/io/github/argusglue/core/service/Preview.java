package io.github.argusglue.core.service;

import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.TokenObserver;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.controller.SourceSettings;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.preview.DryRun;
import io.github.argusglue.core.preview.RulePreview;
import io.github.argusglue.spi.SourceException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Shows what would be done, without doing it. */
public final class Preview {
    private final GlueConfig config;
    private final SourceSettingsFactory sources;
    private final ArgusServers servers;
    private final Clock clock;
    private final OwnerClaims claims;

    @Inject
    Preview(GlueConfig config, SourceSettingsFactory sources, ArgusServers servers, OwnerClaims claims, Clock clock) {
        this.config = config;
        this.sources = sources;
        this.servers = servers;
        this.claims = claims;
        this.clock = clock;
    }

    /** Returns the names of the sources, in the order of the file. */
    public List<String> names() {
        return config.sources().stream().map(SourceConfig::name).toList();
    }

    /**
     * Reads Argus and the source, and returns the plan without executing it.
     *
     * @throws ArgusException if Argus cannot be read
     * @throws SourceException if the source cannot be read
     */
    public DryRun.Result of(String name) throws ArgusException, SourceException, InterruptedException {
        SourceConfig source = source(name);
        Argus argus = servers.of(source).http().checkedArgus(name, source.argusToken(), TokenObserver.NONE);
        WriterIdentity identity = sources.identity(config, source, claims);
        return new DryRun(sources.settings(config, source), sources.maker(config, source), argus, identity, clock)
                .run();
    }

    /**
     * Reads the source and returns what its rules do to the open alerts; and, if Argus can be read, what would change
     * there.
     *
     * @throws SourceException if the source cannot be read
     */
    public RulePreview.Result rules(String name) throws SourceException, InterruptedException {
        SourceConfig source = source(name);
        SourceSettings settings = sources.settings(config, source);
        try {
            DryRun.Result dryRun = of(name);
            return RulePreview.of(settings, dryRun.snapshot()).inArgus(dryRun.plan());
        } catch (ArgusException e) {
            return RulePreview.run(settings, sources.maker(config, source), clock)
                    .argusFault(e.getMessage());
        }
    }

    /**
     * Creates the adapter of a source and closes it; contacts nothing.
     *
     * @throws SourceException if it cannot be created; its cause is a ConfigException if the plugin has refused the
     *     configuration
     */
    public void create(String name) throws SourceException, InterruptedException {
        SourceConfig source = source(name);
        OneSnapshot.create(sources.settings(config, source).adapterSettings(), sources.maker(config, source), clock);
    }

    private SourceConfig source(String name) {
        return config.sources().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no source '" + name + "'"));
    }

    /** Closes the connections. */
    public void close() {
        servers.close(Duration.ZERO);
    }
}
