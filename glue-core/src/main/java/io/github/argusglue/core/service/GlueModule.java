package io.github.argusglue.core.service;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.plugin.CurrentPlugins;
import io.github.argusglue.core.token.TokenMonitor;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Binds the singletons of a process; each lists its dependencies in its constructor. Objects for each source or Argus
 * server are created by {@link SourceFactory} and {@link ArgusServers}, as the configuration says. All bindings are
 * explicit.
 */
final class GlueModule extends AbstractModule {
    private final GlueConfig config;
    private final CurrentPlugins plugins;
    private final RunOptions options;
    private final Clock clock;

    /**
     * Creates the module.
     *
     * @param config the configuration at the start
     */
    GlueModule(GlueConfig config, CurrentPlugins plugins, RunOptions options, Clock clock) {
        this.config = config;
        this.plugins = plugins;
        this.options = options;
        this.clock = clock;
    }

    @Override
    protected void configure() {
        binder().disableCircularProxies();
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        bind(GlueConfig.class).toInstance(config);
        bind(CurrentPlugins.class).toInstance(plugins);
        bind(RunOptions.class).toInstance(options);
        bind(Clock.class).toInstance(clock);
        bind(InstallationId.class).in(Scopes.SINGLETON);
        bind(OwnerClaims.class).in(Scopes.SINGLETON);
        bind(ReloadState.class).in(Scopes.SINGLETON);
        bind(Endpoint.class).in(Scopes.SINGLETON);
        bind(ArgusServers.class).in(Scopes.SINGLETON);
        bind(SourceSettingsFactory.class).in(Scopes.SINGLETON);
        bind(SourceFactory.class).in(Scopes.SINGLETON);
        bind(RunningSources.class).in(Scopes.SINGLETON);
        bind(Ownership.class).in(Scopes.SINGLETON);
        bind(Roles.class).in(Scopes.SINGLETON);
        bind(GlueService.class).in(Scopes.SINGLETON);
        bind(Preview.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    TokenMonitor tokens(InstallationId installation) {
        return new TokenMonitor(installation.id(), clock);
    }
}
