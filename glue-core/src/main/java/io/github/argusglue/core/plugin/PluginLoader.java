package io.github.argusglue.core.plugin;

import io.github.argusglue.core.config.AdapterRecord;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.cluster.ClusterEngineFactory;
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
import org.jspecify.annotations.Nullable;

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
        List<PluginTypes> all = new ArrayList<>();
        for (PluginFiles files : find(folder, faults)) {
            try {
                all.add(load(files, all, before));
            } catch (RefusedException e) {
                faults.add(e.fault(files.name()));
            }
        }
        return new PluginRegistry(all, faults);
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

    private PluginTypes load(PluginFiles files, List<PluginTypes> taken, PluginRegistry before)
            throws RefusedException {
        PluginCopy copy = PluginCopy.of(files, copies);
        boolean used = false;
        try {
            Optional<PluginTypes> same = before.typesOf(files, copy.fingerprint());
            PluginTypes types = same.isPresent() ? same.get() : load(files, copy);
            requireFree(types, taken);
            used = same.isEmpty();
            return types;
        } finally {
            if (!used) {
                copy.close();
            }
        }
    }

    private PluginTypes load(PluginFiles files, PluginCopy copy) throws RefusedException {
        PluginJar main = inspect(copy);
        SpiVersion builtFor = requireSpi(main);
        LoadedPlugin plugin = new LoadedPlugin(
                files.name(),
                files.jars(),
                main.version().orElse("?"),
                builtFor,
                copy.fingerprint(),
                new PluginClassLoader(files.name(), copy, PluginLoader.class.getClassLoader()));
        return types(plugin);
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

    private PluginTypes types(LoadedPlugin plugin) throws RefusedException {
        PluginTypes types;
        try {
            types = thread.run(plugin.name(), plugin.classLoader(), () -> callFactories(plugin));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof RefusedException refused) {
                throw refused;
            } else if (cause instanceof VirtualMachineError fatal && !(cause instanceof StackOverflowError)) {
                throw fatal;
            }
            throw ProviderErrors.explain(cause, plugin.spiVersion());
        }
        if (types.isEmpty()) {
            throw new RefusedException(PluginJar.SERVICE + " is empty", "add the name of the factory class");
        }
        return types;
    }

    @SuppressWarnings("rawtypes")
    private static PluginTypes callFactories(LoadedPlugin plugin) throws RefusedException {
        List<LoadedAdapter> adapters = new ArrayList<>();
        for (SourceAdapterFactory factory : ServiceLoader.load(SourceAdapterFactory.class, plugin.classLoader())) {
            String type = requireType(factory, factory.type());
            adapters.add(new LoadedAdapter(type, factory, requireRecord(factory, type, factory.configType()), plugin));
        }
        List<LoadedEngine> engines = new ArrayList<>();
        for (ClusterEngineFactory factory : ServiceLoader.load(ClusterEngineFactory.class, plugin.classLoader())) {
            String type = requireType(factory, factory.type());
            engines.add(new LoadedEngine(type, factory, requireRecord(factory, type, factory.configType()), plugin));
        }
        return new PluginTypes(plugin, List.copyOf(adapters), List.copyOf(engines));
    }

    private static String requireType(Object factory, @Nullable String type) throws RefusedException {
        if (type == null || !TYPE.matcher(type).matches()) {
            throw new RefusedException(
                    factory.getClass().getName() + ".type() is '" + type + "', which does not match " + TYPE, AUTHOR);
        }
        return type;
    }

    private static Class<? extends Record> requireRecord(Object factory, String type, @Nullable Class<?> config)
            throws RefusedException {
        List<String> types = List.of(type);
        if (config == null || !config.isRecord()) {
            throw new RefusedException(
                    factory.getClass().getName() + ".configType() is " + config + ", not a record", AUTHOR, types);
        }
        Class<? extends Record> record = config.asSubclass(Record.class);
        Optional<String> problem = factory instanceof ClusterEngineFactory
                ? AdapterRecord.problemOfEngine(record)
                : AdapterRecord.problem(record);
        if (problem.isPresent()) {
            throw new RefusedException(
                    "its configuration record " + config.getName() + " is invalid: " + problem.get(), AUTHOR, types);
        }
        return record;
    }

    private static void requireFree(PluginTypes types, List<PluginTypes> taken) throws RefusedException {
        Map<String, String> owners = new HashMap<>();
        taken.forEach(other -> {
            other.adapters()
                    .forEach(adapter ->
                            owners.put("type '" + adapter.type(), other.plugin().name()));
            other.engines()
                    .forEach(engine -> owners.put(
                            "engine '" + engine.type(), other.plugin().name()));
        });
        for (LoadedAdapter adapter : types.adapters()) {
            requireFree("type '" + adapter.type(), types, owners);
        }
        for (LoadedEngine engine : types.engines()) {
            requireFree("engine '" + engine.type(), types, owners);
        }
    }

    private static void requireFree(String name, PluginTypes types, Map<String, String> owners)
            throws RefusedException {
        String owner = owners.putIfAbsent(name, types.plugin().name());
        if (owner != null) {
            throw new RefusedException(
                    name + "' already exists in plugin '" + owner + "'", "remove one of the two", types.names());
        }
    }
}
