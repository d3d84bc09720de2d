package io.github.argusglue.core.plugin;

/**
 * The plugins in force. Nothing else keeps a registry for long, so that a plugin that was replaced can be removed from
 * memory when its last adapter has ended. Thread-safe.
 */
public final class CurrentPlugins {
    private volatile PluginRegistry registry;

    public CurrentPlugins(PluginRegistry registry) {
        this.registry = registry;
    }

    /** Returns the plugins. */
    public PluginRegistry get() {
        return registry;
    }

    /** Replaces the plugins. */
    public void replace(PluginRegistry newer) {
        registry = newer;
    }
}
