package io.github.argusglue.core.service;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.failover.FailoverGroups;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.server.ListenException;
import io.github.argusglue.core.plugin.CurrentPlugins;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.token.TokenMonitor;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs all sources, each with its loop. Started once, reconfigured any number of times, closed once. */
public final class GlueService {
    private static final Logger log = LoggerFactory.getLogger("service");

    /** Grace period for requests in progress when we are asked to stop; init systems kill soon after. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    /** Time for handing the sources over to other processes of the cluster. */
    private static final Duration LEAVE_GRACE = Duration.ofSeconds(10);

    /** Grace period for requests in progress before a source is restarted. */
    private static final Duration RESTART_GRACE = Duration.ofSeconds(5);

    private final SourceFactory sources;
    private final RunningSources running;
    private final CurrentPlugins plugins;
    private final InstallationId installation;
    private final ArgusServers servers;
    private final ReloadState reloadState;
    private final Endpoint endpoint;
    private final Ownership ownership;
    private final Roles roles;
    private final TokenMonitor tokens;

    private final GlueConfig atStart;
    private volatile GlueConfig config;
    private boolean started;
    private boolean closed;

    /** Held while the set of sources changes. */
    private final ReentrantLock changeLock = new ReentrantLock();

    @Inject
    GlueService(
            GlueConfig config,
            SourceFactory sources,
            RunningSources running,
            CurrentPlugins plugins,
            InstallationId installation,
            ArgusServers servers,
            ReloadState reloadState,
            Endpoint endpoint,
            Ownership ownership,
            Roles roles,
            TokenMonitor tokens) {
        this.atStart = config;
        this.config = config;
        this.sources = sources;
        this.running = running;
        this.plugins = plugins;
        this.installation = installation;
        this.servers = servers;
        this.reloadState = reloadState;
        this.endpoint = endpoint;
        this.ownership = ownership;
        this.roles = roles;
        this.tokens = tokens;
    }

    /**
     * Opens the HTTP endpoint. Call this before the start, so that a port in use is reported before anything starts.
     *
     * @return its address; empty if it is off
     * @throws ListenException if the address cannot be bound; the message says why
     */
    public Optional<URI> listen() throws ListenException {
        return endpoint.open(config.http(), servers::status, failover()::status, ownership::status);
    }

    /**
     * Starts the selected sources, all at once.
     *
     * @throws IOException if a file that a failover group needs cannot be read; then nothing was started
     */
    public void start(Predicate<String> wanted) throws IOException {
        changeLock.lock();
        try {
            roles.prepare(config).commit();
            installation.persist();
            started = true;
            Map<String, RunningSource> all = new LinkedHashMap<>();
            for (SourceConfig source : config.sources()) {
                if (wanted.test(source.name())) {
                    all.put(source.name(), sources.make(config, source));
                }
            }
            ownership.configure(config);
            runSources(all);
            ownership.start(roles::assign);
            log.info("{} started", Count.of(all.size(), "source"));
        } finally {
            changeLock.unlock();
        }
    }

    /**
     * Applies a new configuration. Only what changed is restarted. One call at a time.
     *
     * @return what was done
     * @throws IOException if a file that it names cannot be read; then nothing was done
     */
    ReloadState.Changes reconfigure(GlueConfig newer, PluginRegistry newerPlugins)
            throws IOException, InterruptedException {
        changeLock.lock();
        try {
            Roles.Update watched = roles.prepare(newer);
            ArgusServers.Update update = servers.prepare(newer.argus());
            PluginRegistry before = plugins.get();
            SourceChanges changes = SourceChanges.between(config, newer, type -> newerPlugins.isSame(type, before));
            List<String> pluginChanges = newerPlugins.changesSince(before);
            pluginChanges.forEach(change -> log.info("{}", change));
            stop(changes);
            update.commit(Duration.ZERO);
            config = newer;
            ownership.configure(newer);
            plugins.replace(newerPlugins);
            watched.commit();
            if (started) {
                runSources(withChanges(changes, newer));
            }
            return new ReloadState.Changes(
                    changes.added(),
                    changes.changed(),
                    changes.removed(),
                    changes.same().size(),
                    pluginChanges,
                    keysNeedingRestart(newer));
        } finally {
            changeLock.unlock();
        }
    }

    private Map<String, RunningSource> withChanges(SourceChanges changes, GlueConfig newer) {
        Map<String, RunningSource> all = new LinkedHashMap<>();
        for (SourceConfig source : newer.sources()) {
            RunningSource kept =
                    changes.same().contains(source.name()) ? running.byName().get(source.name()) : null;
            all.put(source.name(), kept == null ? sources.make(newer, source) : kept);
        }
        return all;
    }

    private void stop(SourceChanges changes) throws InterruptedException {
        List<RunningSource> ending = new ArrayList<>();
        for (RunningSource source : running.all()) {
            if (changes.removed().contains(source.name())) {
                source.logInfo("stopping: removed from the configuration; its incidents in Argus stay as they are");
                ending.add(source);
            } else if (changes.changed().contains(source.name())) {
                source.logInfo("restarting: its configuration or its plugin has changed");
                ending.add(source);
            }
        }
        ending.forEach(source -> source.loop().beginClose());
        for (RunningSource source : ending) {
            source.stop(RESTART_GRACE);
        }
    }

    /** Settings that are only read at the start: the state folder, the listen address and the cluster. */
    private List<String> keysNeedingRestart(GlueConfig newer) {
        List<String> later = new ArrayList<>();
        if (!atStart.stateDir().equals(newer.stateDir())) {
            later.add("state_dir");
        }
        if (!atStart.http().equals(newer.http())) {
            later.add("http");
        }
        if (!atStart.cluster().equals(newer.cluster())) {
            later.add("cluster");
        }
        return later;
    }

    /** Starts the sources that are not running yet; after the close nothing is started. */
    private synchronized void runSources(Map<String, RunningSource> all) {
        if (closed) {
            return;
        }
        Map<String, RunningSource> before = running.byName();
        running.replace(all);
        tokens.retain(all.keySet());
        roles.assign();
        Map<String, SourceLoop> shown = new LinkedHashMap<>();
        all.forEach((name, source) -> shown.put(name, source.loop()));
        endpoint.show(config, shown);
        List<SourceLoop> fresh = all.values().stream()
                .filter(source -> !before.containsValue(source))
                .map(RunningSource::loop)
                .toList();
        fresh.forEach(SourceLoop::reserveIdentity);
        fresh.forEach(SourceLoop::start);
    }

    /** Returns the status of the Argus servers. */
    List<ServiceStatus.Server> argusServers() {
        return servers.status();
    }

    /** Returns the failover groups. */
    public FailoverGroups failover() {
        return roles.groups();
    }

    /** Returns the status of the cluster; empty if there is none. */
    public Optional<ClusterStatus> cluster() {
        return ownership.status();
    }

    /** Returns the plugins in force. */
    public PluginRegistry plugins() {
        return plugins.get();
    }

    /** Returns the loops of the running sources. */
    public List<SourceLoop> loops() {
        return running.all().stream().map(RunningSource::loop).toList();
    }

    /** Returns the loop of a running source. */
    public Optional<SourceLoop> loop(String source) {
        return running.source(source).map(RunningSource::loop);
    }

    /** Returns the status of each source. */
    public List<SourceStatus> status() {
        return loops().stream().map(SourceLoop::status).toList();
    }

    /** Starts to monitor the tokens of the sources: warns before they expire, and renews them where configured. */
    public void startTokenMonitor() {
        tokens.start(ownership);
    }

    /** Returns the token monitor. */
    TokenMonitor tokens() {
        return tokens;
    }

    /** Returns the result of the last reload. */
    public ReloadState reloadState() {
        return reloadState;
    }

    /**
     * Stops everything: no new work is started, requests in progress to Argus finish, adapters are closed. Takes up to
     * 10 s, and as long again in a cluster, where the sources are handed over first.
     */
    public void close() {
        ownership.leave(LEAVE_GRACE);
        endpoint.close();
        failover().close();
        List<SourceLoop> loops;
        synchronized (this) {
            closed = true;
            loops = loops();
        }
        Thread adapters = new Thread(() -> closeAll(loops), "closing-sources");
        adapters.setDaemon(true);
        adapters.start();
        tokens.close();
        servers.close(GRACE);
        try {
            adapters.join(Duration.ofSeconds(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.info("stopped");
    }

    private static void closeAll(List<SourceLoop> loops) {
        loops.forEach(SourceLoop::beginClose);
        for (SourceLoop loop : loops) {
            try {
                loop.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
