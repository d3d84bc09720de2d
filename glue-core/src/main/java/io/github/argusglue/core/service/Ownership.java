package io.github.argusglue.core.service;

import io.github.argusglue.core.adapter.StoredEntries;
import io.github.argusglue.core.argus.WritePermit;
import io.github.argusglue.core.cluster.ClusterMembership;
import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.cluster.OwnableSource;
import io.github.argusglue.core.cluster.SharedSources;
import io.github.argusglue.core.config.ClusterConfig;
import io.github.argusglue.core.config.ConfiguredCluster;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.CurrentPlugins;
import io.github.argusglue.core.plugin.LoadedEngine;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.token.SourceWriters;
import io.github.argusglue.spi.cluster.ClusterEngine;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sources this process may keep in step: all of them, or with {@code [cluster]} those that it owns. Thread-safe.
 */
final class Ownership implements SharedSources, SourceWriters {
    private final @Nullable ClusterMembership membership;
    private final RunningSources running;
    private final ArgusServers servers;
    private volatile List<OwnableSource> all = List.of();
    private volatile Runnable changed = () -> {};

    /**
     * Creates it; the engine is asked nothing before {@link #start}.
     *
     * @throws IllegalArgumentException if the engine refuses its configuration
     */
    @Inject
    Ownership(
            GlueConfig atStart,
            RunOptions options,
            CurrentPlugins plugins,
            RunningSources running,
            ArgusServers servers,
            Clock clock) {
        this.running = running;
        this.servers = servers;
        this.membership = options.honoursFailover()
                ? atStart.cluster()
                        .map(cluster -> membership(cluster, atStart, plugins, clock))
                        .orElse(null)
                : null;
    }

    private ClusterMembership membership(
            ConfiguredCluster cluster, GlueConfig atStart, CurrentPlugins plugins, Clock clock) {
        ClusterConfig keys = cluster.keys();
        LoadedEngine loaded = plugins.get()
                .engine(keys.engine())
                .orElseThrow(() -> new IllegalArgumentException("no plugin has the engine '" + keys.engine() + "'"));
        ClusterEngine engine = loaded.create(cluster.engine(), ClusterMembership.timeout(keys), this::hint);
        return new ClusterMembership(
                keys,
                BuildInfo.read().version(),
                engine,
                loaded.plugin().classLoader(),
                this,
                atStart.stateDir(),
                clock);
    }

    private void hint() {
        ClusterMembership current = membership;
        if (current != null) {
            current.hint();
        }
    }

    /** Uses the sources of a configuration. */
    void configure(GlueConfig config) {
        all = config.sources().stream()
                .map(source -> new OwnableSource(source.name(), source.argus(), source.pin()))
                .toList();
        hint();
    }

    /**
     * Starts to take part in the cluster, if there is one.
     *
     * @param ownershipChanged makes the sources active that this process owns, and no others
     */
    void start(Runnable ownershipChanged) {
        changed = ownershipChanged;
        if (membership != null) {
            membership.start();
        }
    }

    /** Returns whether this process may keep a source in step. */
    boolean owns(String source) {
        return membership == null || membership.owns(source);
    }

    @Override
    public String self() {
        return membership == null ? ALONE.self() : membership.status().member();
    }

    @Override
    public Optional<String> owner(String source) {
        return membership == null ? ALONE.owner(source) : membership.status().owner(source);
    }

    /** Returns whether processes with the same configuration may own a source one after another. */
    boolean isShared() {
        return membership != null;
    }

    /** Returns the permit to write for a source. */
    WritePermit permit(String source) {
        return membership == null ? WritePermit.ALWAYS : membership.permit(source);
    }

    /** Returns what adapters store for a source in the cluster; empty if there is none. */
    Optional<StoredEntries> entries(String source) {
        return Optional.ofNullable(membership).map(current -> current.entries(source));
    }

    /** Returns the status of the cluster; empty if there is none. */
    Optional<ClusterStatus> status() {
        return Optional.ofNullable(membership).map(ClusterMembership::status);
    }

    /** Hands all sources over to other processes, and takes no more part. */
    void leave(Duration grace) {
        if (membership != null) {
            membership.leave(grace);
            membership.close();
        }
    }

    @Override
    public List<OwnableSource> all() {
        return all;
    }

    @Override
    public void ownershipChanged() {
        changed.run();
    }

    @Override
    public boolean isIdle(String source) {
        return running.source(source)
                .map(one -> one.queue().isIdle() && one.loop().status().state() == SourceStatus.RunState.STANDBY)
                .orElse(true);
    }

    @Override
    public Set<String> cutOff() {
        return servers.cutOff();
    }
}
