package io.github.argusglue.core.plugin;

import io.github.argusglue.spi.config.ConfigImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The conversions of other programs' configurations that plugins bring. Looked for only when somebody wants one, so
 * that nothing else starts later for it; and a plugin whose conversion cannot be had is a good plugin for all the rest.
 */
public final class ConfigImports {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final String SERVICE = "META-INF/services/" + ConfigImport.class.getName();

    private final Map<String, LoadedImport> imports = new TreeMap<>();
    private final List<PluginFault> faults = new ArrayList<>();

    ConfigImports(List<LoadedPlugin> plugins) {
        plugins.forEach(this::load);
    }

    @SuppressWarnings("rawtypes")
    private void load(LoadedPlugin plugin) {
        PluginContext.Scope scope = new PluginContext.Scope(plugin.classLoader(), null);
        try {
            for (ConfigImport conversion : ServiceLoader.load(ConfigImport.class, plugin.classLoader())) {
                add(conversion, plugin);
            }
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            String why = e instanceof LinkageError link ? Linkage.explain(link, plugin.spiVersion()) : e.toString();
            fault(plugin, "what its " + SERVICE + " names cannot be used: " + why);
        } finally {
            scope.leave();
        }
    }

    private void add(ConfigImport<?> conversion, LoadedPlugin plugin) {
        String name = conversion.name();
        LoadedImport owner = name == null ? null : imports.get(name);
        if (name == null || !NAME.matcher(name).matches()) {
            fault(plugin, "its conversion is named '" + name + "', which does not match " + NAME);
        } else if (owner != null) {
            fault(
                    plugin,
                    "its conversion '" + name + "' is already one of plugin '"
                            + owner.plugin().name() + "'");
        } else {
            imports.put(name, new LoadedImport(name, conversion.program(), conversion, plugin));
        }
    }

    private void fault(LoadedPlugin plugin, String reason) {
        faults.add(new PluginFault(plugin.name(), reason, "report it to the plugin's author", List.of()));
    }

    /** Returns those that can be used, by name. */
    public List<LoadedImport> all() {
        return List.copyOf(imports.values());
    }

    /** Returns why others cannot. */
    public List<PluginFault> faults() {
        return faults;
    }
}
