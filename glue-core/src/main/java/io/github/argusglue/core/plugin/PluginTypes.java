package io.github.argusglue.core.plugin;

import java.util.List;
import java.util.stream.Stream;

/** What one plugin provides: types of sources, cluster engines, or both. */
record PluginTypes(LoadedPlugin plugin, List<LoadedAdapter> adapters, List<LoadedEngine> engines) {

    /** Returns all names by which a configuration can ask for something of this plugin. */
    List<String> names() {
        return Stream.concat(
                        adapters.stream().map(LoadedAdapter::type),
                        engines.stream().map(LoadedEngine::type))
                .toList();
    }

    boolean isEmpty() {
        return adapters.isEmpty() && engines.isEmpty();
    }
}
