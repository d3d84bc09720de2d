package io.github.argusglue.core.service;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.plugin.CurrentPlugins;
import io.github.argusglue.core.plugin.PluginRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Wires the objects that a command works with. Starts nothing and sends no requests. */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * Returns the service.
     *
     * @throws IOException if a file that the configuration names cannot be read, or if the engine of the cluster
     *     refuses its configuration; the message names it
     */
    public static GlueService service(GlueConfig config, PluginRegistry plugins, RunOptions options, Clock clock)
            throws IOException {
        return instance(injector(config, plugins, options, clock), GlueService.class);
    }

    private static <T> T instance(Injector injector, Class<T> type) throws IOException {
        try {
            return injector.getInstance(type);
        } catch (ProvisionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new IOException(refused.getMessage(), refused);
            }
            throw e;
        }
    }

    /**
     * Returns the preview.
     *
     * @throws IOException if a file that the configuration names cannot be read; the message names it
     */
    public static Preview preview(GlueConfig config, PluginRegistry plugins, RunOptions options, Clock clock)
            throws IOException {
        return instance(injector(config, plugins, options, clock), Preview.class);
    }

    private static Injector injector(GlueConfig config, PluginRegistry plugins, RunOptions options, Clock clock)
            throws IOException {
        // Not PRODUCTION, which creates all singletons: a preview needs half of them.
        Injector injector = Guice.createInjector(
                Stage.DEVELOPMENT, new GlueModule(config, new CurrentPlugins(plugins), options, clock));
        injector.getInstance(ArgusServers.class).prepare(config.argus()).commit(Duration.ZERO);
        return injector;
    }
}
