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

    private GlueModule(
            GlueConfig config, PluginRegistry plugins, RunOptions options, Clock clock, ArgusServers servers) {
        this.config = config;
        this.plugins = plugins;
        this.options = options;
        this.clock = clock;
        this.servers = servers;
    }

    /**
     * Puts everything together; sends nothing.
     *
     * @throws IOException if a file that the configuration names cannot be read; the message names it
     */
    static Injector injector(GlueConfig config, PluginRegistry plugins, RunOptions options, Clock clock)
            throws IOException {
        ArgusServers servers = new ArgusServers(config, clock);
        return Guice.createInjector(Stage.PRODUCTION, new GlueModule(config, plugins, options, clock, servers));
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
        bind(ReloadState.class);
        bind(Sources.class);
        bind(GlueService.class);
        bind(Preview.class);
    }
}
