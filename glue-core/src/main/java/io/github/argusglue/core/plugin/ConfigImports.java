package io.github.argusglue.core.plugin;

import io.github.argusglue.spi.config.ConfigImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The conversions of other programs' configurations that plugins provide. They are only loaded when one is requested,
 * so that they do not slow down anything else; if a conversion cannot be loaded, the plugin can still be used
 * otherwise.
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
            fault(plugin, "cannot load the classes in its " + SERVICE + ": " + why);
        } finally {
            scope.leave();
        }
    }

    private void add(ConfigImport<?> conversion, LoadedPlugin plugin) {
        String name = conversion.name();
        LoadedImport owner = name == null ? null : imports.get(name);
        if (name == null || !NAME.matcher(name).matches()) {
            fault(plugin, "the name '" + name + "' of its conversion does not match " + NAME);
        } else if (owner != null) {
            fault(
                    plugin,
                    "its conversion '" + name + "' already exists in plugin '"
                            + owner.plugin().name() + "'");
        } else {
            imports.put(name, new LoadedImport(name, conversion.program(), conversion, plugin));
        }
    }

    private void fault(LoadedPlugin plugin, String reason) {
        faults.add(new PluginFault(plugin.name(), reason, "report it to the plugin's author", List.of()));
    }

    /** Returns the usable conversions, by name. */
    public List<LoadedImport> all() {
        return List.copyOf(imports.values());
    }

    /** Returns the faults of the others. */
    public List<PluginFault> faults() {
        return faults;
    }
}
