package io.github.argusglue.core.service;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.plugin.PluginRegistry;
import java.io.IOException;
import java.time.Clock;

/** What the service is put together from. Everything is bound explicitly: what is not named here is not there. */
final class GlueModule extends AbstractModule {
    private final GlueConfig config;
    private final PluginRegistry plugins;
    private final RunOptions options;
    private final Clock clock;
    private final ArgusServers servers;
    private final ReloadState reloadState;
    private final Endpoint endpoint;

    private GlueModule(
            GlueConfig config,
            PluginRegistry plugins,
            RunOptions options,
            Clock clock,
            ArgusServers servers,
            ReloadState reloadState,
            Endpoint endpoint) {
        this.config = config;
        this.plugins = plugins;
        this.options = options;
        this.clock = clock;
        this.servers = servers;
        this.reloadState = reloadState;
        this.endpoint = endpoint;
    }

    /**
     * Puts everything together; sends nothing.
     *
     * @throws IOException if a file that the configuration names cannot be read; the message names it
     */
    static Injector injector(GlueConfig config, PluginRegistry plugins, RunOptions options, Clock clock)
            throws IOException {
        ReloadState reloadState = new ReloadState(clock);
        Endpoint endpoint = new Endpoint(reloadState, clock);
        ArgusServers servers = new ArgusServers(config, clock, endpoint.metrics()::requestsTo);
        return Guice.createInjector(
                Stage.PRODUCTION, new GlueModule(config, plugins, options, clock, servers, reloadState, endpoint));
    }

    @Override
    protected void configure() {
        binder().disableCircularProxies();
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        bind(GlueConfig.class).toInstance(config);
        bind(PluginRegistry.class).toInstance(plugins);
        bind(RunOptions.class).toInstance(options);
        bind(Clock.class).toInstance(clock);
        bind(ArgusServers.class).toInstance(servers);
        bind(Endpoint.class).toInstance(endpoint);
        bind(ReloadState.class).toInstance(reloadState);
        bind(SourceSettingsFactory.class);
        bind(GlueService.class);
        bind(Preview.class);
    }
}
