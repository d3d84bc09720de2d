package io.github.argusglue.core.plugin;

import io.github.argusglue.core.config.AdapterRecord;
import io.github.argusglue.spi.SourceAdapterFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/** Loads the plugins in a folder. Plugins that cannot be used are rejected with a reason and what to do. */
public final class PluginLoader {
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]*");
    private static final String AUTHOR = "report it to the plugin's author";

    private final SpiVersion ours;
    private final Path copies;
    private final LoadingThread thread;

    /**
     * Creates the loader, which copies plugins to the folder for temporary files.
     *
     * @param ours version of the application's SPI
     */
    public PluginLoader(SpiVersion ours) {
        this(ours, Path.of(System.getProperty("java.io.tmpdir", "/tmp")), new LoadingThread());
    }

    /** @param copies folder for the copies that plugins are loaded from */
    PluginLoader(SpiVersion ours, Path copies, LoadingThread thread) {
        this.ours = ours;
        this.thread = thread;
        this.copies = copies;
    }

    /** Loads a folder; never fails as a whole. */
    public PluginRegistry load(Path folder) {
        return load(folder, PluginRegistry.NONE);
    }

    /**
     * Loads a folder again. A plugin whose jars have the same content as before is not loaded again, so that its
     * adapters can go on. What is no longer used is closed when it is removed from memory: adapters that are ending may
     * still need its classes.
     */
    public PluginRegistry load(Path folder, PluginRegistry before) {
        List<PluginFault> faults = new ArrayList<>();
        List<LoadedPlugin> plugins = new ArrayList<>();
        Map<String, LoadedAdapter> byType = new HashMap<>();
        for (PluginFiles files : find(folder, faults)) {
            try {
                List<LoadedAdapter> adapters = load(files, byType, before);
                adapters.forEach(adapter -> byType.put(adapter.type(), adapter));
                plugins.add(adapters.get(0).plugin());
            } catch (RefusedException e) {
                faults.add(e.fault(files.name()));
            }
        }
        return new PluginRegistry(plugins, byType.values(), faults);
    }

    private static List<PluginFiles> find(Path folder, List<PluginFault> faults) {
        if (!Files.isDirectory(folder)) {
            faults.add(new PluginFault(
                    folder.toString(), "the folder does not exist", "create it, or set 'plugins_dir'", List.of()));
            return List.of();
        }
        try {
            return PluginFiles.in(folder);
        } catch (IOException e) {
            faults.add(new PluginFault(
                    folder.toString(), "cannot be read: " + e, "make it readable for" + " this user", List.of()));
            return List.of();
        }
    }

    private List<LoadedAdapter> load(PluginFiles files, Map<String, LoadedAdapter> taken, PluginRegistry before)
            throws RefusedException {
        PluginCopy copy = PluginCopy.of(files, copies);
        boolean used = false;
        try {
            List<LoadedAdapter> same = before.adapters(files, copy.fingerprint());
            List<LoadedAdapter> adapters = same.isEmpty() ? load(files, copy) : same;
            requireFree(adapters, taken);
            used = same.isEmpty();
            return adapters;
        } finally {
            if (!used) {
                copy.close();
            }
        }
    }

    private List<LoadedAdapter> load(PluginFiles files, PluginCopy copy) throws RefusedException {
        PluginJar main = inspect(copy);
        SpiVersion builtFor = requireSpi(main);
        LoadedPlugin plugin = new LoadedPlugin(
                files.name(),
                files.jars(),
                main.version().orElse("?"),
                builtFor,
                copy.fingerprint(),
                new PluginClassLoader(files.name(), copy, PluginLoader.class.getClassLoader()));
        return adapters(plugin);
    }

    private static PluginJar inspect(PluginCopy copy) throws RefusedException {
        if (copy.jars().isEmpty()) {
            throw new RefusedException(
                    "its folder contains no jar", "copy the plugin's jars there, or" + " remove the folder");
        }
        List<PluginJar> providers = new ArrayList<>();
        for (PluginCopy.Jar file : copy.jars()) {
            PluginJar jar = PluginJar.read(file);
            refuseForeign(jar);
            if (jar.hasProvider()) {
                providers.add(jar);
            }
        }
        if (providers.isEmpty()) {
            throw new RefusedException(
                    "none of its jars contains " + PluginJar.SERVICE,
                    "add this file with the name of the" + " factory class");
        } else if (providers.size() > 1) {
            throw new RefusedException(
                    "several of its jars are plugins: "
                            + providers.stream().map(PluginJar::name).toList(),
                    "use a separate folder for each plugin");
        }
        return providers.get(0);
    }

    private static void refuseForeign(PluginJar jar) throws RefusedException {
        if (jar.foreignClass().isPresent()) {
            String what = jar.foreignClass().get().startsWith("org.slf4j.") ? "slf4j" : "glue-spi";
            throw new RefusedException(
                    "'" + jar.name() + "' contains " + jar.foreignClass().get() + ", which argus-glue provides",
                    "exclude " + what + " from the plugin (scope 'provided')");
        }
    }

    private SpiVersion requireSpi(PluginJar main) throws RefusedException {
        if (main.spiVersion().isEmpty()) {
            throw new RefusedException(
                    "the manifest of '" + main.name() + "' does not contain the SPI version",
                    "add 'Glue-Spi-Version: MAJOR.MINOR' with the version of glue-spi that it was built"
                            + " against (this is SPI " + ours + ")");
        }
        SpiVersion builtFor;
        try {
            builtFor = SpiVersion.parse(main.spiVersion().get());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "Glue-Spi-Version in the manifest of '" + main.name() + "': " + e.getMessage(), "correct it");
        }
        if (!ours.runs(builtFor)) {
            boolean newer = builtFor.major() > ours.major()
                    || (builtFor.major() == ours.major() && builtFor.minor() > ours.minor());
            throw new RefusedException(
                    "it was built for SPI " + builtFor + ", this is SPI " + ours,
                    newer
                            ? "install a newer argus-glue or an older version of the plugin"
                            : "install a version of the plugin that was built for SPI " + ours);
        }
        return builtFor;
    }

    private List<LoadedAdapter> adapters(LoadedPlugin plugin) throws RefusedException {
        List<LoadedAdapter> adapters;
        try {
            adapters = thread.run(plugin.name(), plugin.classLoader(), () -> callFactories(plugin));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof RefusedException refused) {
                throw refused;
            } else if (cause instanceof VirtualMachineError fatal && !(cause instanceof StackOverflowError)) {
                throw fatal;
            }
            throw ProviderErrors.explain(cause, plugin.spiVersion());
        }
        if (adapters.isEmpty()) {
            throw new RefusedException(PluginJar.SERVICE + " is empty", "add the name of the factory class");
        }
        return adapters;
    }

    @SuppressWarnings("rawtypes")
    private static List<LoadedAdapter> callFactories(LoadedPlugin plugin) throws RefusedException {
        List<LoadedAdapter> adapters = new ArrayList<>();
        for (SourceAdapterFactory factory : ServiceLoader.load(SourceAdapterFactory.class, plugin.classLoader())) {
            adapters.add(adapter(factory, plugin));
        }
        return adapters;
    }

    private static LoadedAdapter adapter(SourceAdapterFactory<?> factory, LoadedPlugin plugin) throws RefusedException {
        String name = factory.getClass().getName();
        String type = factory.type();
        if (type == null || !TYPE.matcher(type).matches()) {
            throw new RefusedException(name + ".type() is '" + type + "', which does not match " + TYPE, AUTHOR);
        }
        List<String> types = List.of(type);
        Class<? extends Record> config = factory.configType();
        if (config == null || !config.isRecord()) {
            throw new RefusedException(name + ".configType() is " + config + ", not a record", AUTHOR, types);
        }
        Optional<String> problem = AdapterRecord.problem(config);
        if (problem.isPresent()) {
            throw new RefusedException(
                    "its configuration record " + config.getName() + " is invalid: " + problem.get(), AUTHOR, types);
        }
        return new LoadedAdapter(type, factory, config, plugin);
    }

    private static void requireFree(List<LoadedAdapter> adapters, Map<String, LoadedAdapter> taken)
            throws RefusedException {
        Map<String, LoadedAdapter> all = new HashMap<>(taken);
        for (LoadedAdapter adapter : adapters) {
            LoadedAdapter owner = all.putIfAbsent(adapter.type(), adapter);
            if (owner != null) {
                throw new RefusedException(
                        "type '" + adapter.type() + "' already exists in plugin '"
                                + owner.plugin().name() + "'",
                        "remove one of the two",
                        adapters.stream().map(LoadedAdapter::type).toList());
            }
        }
    }
}
