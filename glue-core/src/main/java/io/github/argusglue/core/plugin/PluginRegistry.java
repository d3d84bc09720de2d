package io.github.argusglue.core.plugin;

import io.github.argusglue.core.config.AdapterTypes;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The loaded plugins, and those that were rejected. */
public final class PluginRegistry implements AdapterTypes {
    public static final PluginRegistry NONE = new PluginRegistry(List.of(), List.of());

    private final Map<String, LoadedAdapter> adapters = new TreeMap<>();
    private final Map<String, LoadedEngine> engines = new TreeMap<>();
    private final List<PluginTypes> types;
    private final List<PluginFault> faults;

    PluginRegistry(List<PluginTypes> types, List<PluginFault> faults) {
        this.types = List.copyOf(types);
        this.faults = List.copyOf(faults);
        for (PluginTypes one : types) {
            one.adapters().forEach(adapter -> adapters.put(adapter.type(), adapter));
            one.engines().forEach(engine -> engines.put(engine.type(), engine));
        }
    }

    /** Returns a registry of factories on the application's class path, for tests and the demonstration. */
    public static PluginRegistry of(SourceAdapterFactory<?>... factories) {
        return of(List.of(factories), List.of());
    }

    /** Returns a registry of factories on the application's class path, for tests. */
    public static PluginRegistry of(
            List<? extends SourceAdapterFactory<?>> adapters, List<? extends ClusterEngineFactory<?>> engines) {
        LoadedPlugin plugin = new LoadedPlugin(
                "built-in", List.of(), "?", BuildInfo.read().spiVersion(), "", PluginRegistry.class.getClassLoader());
        PluginTypes types = new PluginTypes(
                plugin,
                adapters.stream()
                        .map(factory -> new LoadedAdapter(factory.type(), factory, factory.configType(), plugin))
                        .toList(),
                engines.stream()
                        .map(factory -> new LoadedEngine(factory.type(), factory, factory.configType(), plugin))
                        .toList());
        return new PluginRegistry(List.of(types), List.of());
    }

    /** Returns the adapter of a type. */
    public Optional<LoadedAdapter> adapter(String type) {
        return Optional.ofNullable(adapters.get(type));
    }

    /** Returns all adapters by type. */
    public List<LoadedAdapter> adapters() {
        return List.copyOf(adapters.values());
    }

    /** Returns the engine of a type. */
    public Optional<LoadedEngine> engine(String type) {
        return Optional.ofNullable(engines.get(type));
    }

    /** Returns the types of the cluster engines that a plugin provides. */
    public List<String> enginesOf(LoadedPlugin plugin) {
        return engines.values().stream()
                .filter(engine -> engine.plugin().equals(plugin))
                .map(LoadedEngine::type)
                .toList();
    }

    /** Returns what the plugin with these files and this content provides; empty if there is none. */
    Optional<PluginTypes> typesOf(PluginFiles files, String fingerprint) {
        return types.stream()
                .filter(one -> one.plugin().name().equals(files.name())
                        && one.plugin().jars().equals(files.jars())
                        && one.plugin().fingerprint().equals(fingerprint))
                .findFirst();
    }

    /** Returns whether a type is provided by the same loaded plugin in another registry. */
    public boolean isSame(String type, PluginRegistry other) {
        return adapter(type)
                .map(LoadedAdapter::plugin)
                .equals(other.adapter(type).map(LoadedAdapter::plugin));
    }

    /** Returns one line for each plugin that differs from those of an earlier registry. */
    public List<String> changesSince(PluginRegistry before) {
        Map<String, LoadedPlugin> old = before.byName();
        List<String> changes = new ArrayList<>();
        for (LoadedPlugin plugin : plugins()) {
            LoadedPlugin replaced = old.remove(plugin.name());
            if (replaced == null) {
                changes.add("plugin '" + plugin.name() + "' " + plugin.version() + " added");
            } else if (!replaced.equals(plugin)) {
                changes.add(
                        "plugin '" + plugin.name() + "' " + replaced.version() + " replaced by " + plugin.version());
            }
        }
        old.values().forEach(gone -> changes.add("plugin '" + gone.name() + "' " + gone.version() + " removed"));
        return changes;
    }

    private Map<String, LoadedPlugin> byName() {
        Map<String, LoadedPlugin> byName = new TreeMap<>();
        plugins().forEach(plugin -> byName.put(plugin.name(), plugin));
        return byName;
    }

    /** Returns the loaded plugins, by name. */
    public List<LoadedPlugin> plugins() {
        return types.stream().map(PluginTypes::plugin).toList();
    }

    /** Returns the plugins' conversions of other programs' configurations; loads them each time. */
    public ConfigImports imports() {
        return new ConfigImports(plugins());
    }

    /** Returns the rejected plugins, by name. */
    public List<PluginFault> faults() {
        return faults;
    }

    @Override
    public List<String> types() {
        return List.copyOf(adapters.keySet());
    }

    @Override
    public Optional<Class<? extends Record>> configType(String type) {
        return adapter(type).map(LoadedAdapter::configType);
    }

    @Override
    public List<String> engines() {
        return List.copyOf(engines.keySet());
    }

    @Override
    public Optional<Class<? extends Record>> engineConfig(String engine) {
        return engine(engine).map(LoadedEngine::configType);
    }

    @Override
    public Optional<String> whyMissing(String type) {
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        List<PluginFault> certain =
                faults.stream().filter(fault -> fault.types().contains(type)).toList();
        List<PluginFault> possible = certain.isEmpty() ? faults : certain;
        return Optional.of(
                String.join("; ", possible.stream().map(PluginFault::toString).toList()));
    }
}
