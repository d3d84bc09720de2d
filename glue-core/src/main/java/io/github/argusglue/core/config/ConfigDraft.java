package io.github.argusglue.core.config;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;

/**
 * A configuration file that is valid TOML but has not been checked further. Provides the plugins folder, which is
 * needed to check the rest.
 */
public final class ConfigDraft {
    private static final RecordType ROOT = RecordType.of(RootConfig.class);

    private final Node root;
    private final Supplier<Binding> bindings;
    private final Path defaultPluginsDir;
    private final Optional<Path> onDisk;

    /** @param onDisk the file; empty if this is only in memory */
    ConfigDraft(Node root, Supplier<Binding> bindings, Path defaultPluginsDir, Optional<Path> onDisk) {
        this.root = root;
        this.bindings = bindings;
        this.defaultPluginsDir = defaultPluginsDir;
        this.onDisk = onDisk;
    }

    /** Returns the plugins folder, or the default if its value in the file is invalid. */
    public Path pluginsDir() {
        return root.child("plugins_dir")
                .map(node -> ScalarType.PATH.bind(node, bindings.get()))
                .map(bound -> (Path) bound.value())
                .orElse(defaultPluginsDir);
    }

    /** Returns the state folder, or the default if its value in the file is invalid. */
    Path stateDir() {
        return root.child("state_dir")
                .map(node -> ScalarType.PATH.bind(node, bindings.get()))
                .map(bound -> (Path) bound.value())
                .orElseGet(this::usualStateDir);
    }

    /** A folder that the service can write to: {@code /etc} is read-only for it. */
    private Path usualStateDir() {
        Binding binding = bindings.get();
        String ofSystemd = binding.environment("STATE_DIRECTORY");
        if (ofSystemd != null && !ofSystemd.isEmpty()) {
            return Path.of(ofSystemd.split(":", 2)[0]);
        }
        return binding.resolve("").startsWith("/etc") ? Path.of("/var/lib/argus-glue") : binding.resolve("state");
    }

    /**
     * Checks the whole configuration.
     *
     * @throws ConfigException with all faults
     */
    public GlueConfig check(AdapterTypes types) throws ConfigException {
        Binding binding = bindings.get();
        EffectiveLines effective = new EffectiveLines();
        List<RecordType.Line> lines = new ArrayList<>();
        ROOT.refuseUnknown(root, List.of("argus", "http", "log", "failover", "cluster", "sources"), binding);
        RootConfig outside = (RootConfig) ROOT.bindKeys(root, binding, lines);
        HttpConfig http = HttpSection.bind(root, binding, effective);
        LogConfig log = LogSection.bind(root, binding, effective);
        ArgusSection argus = ArgusSection.bind(root, binding, effective);
        FailoverSection failover = FailoverSection.bind(root, binding, effective);
        Optional<ConfiguredCluster> cluster = ClusterSection.bind(root, types, binding, effective);
        SourceSection sources = new SourceSection(argus, failover, http, types, binding, effective, bindings);
        sources.bind(root);
        ClusterSection.checkSources(root, cluster.isPresent(), sources.sources(), binding);
        if (outside == null || !binding.faults().isEmpty()) {
            throw new ConfigException(binding.faults());
        }
        if (outside.pluginsDir().isEmpty()) {
            String path = ScalarType.quoted(defaultPluginsDir.toString());
            lines.add(new RecordType.Line("plugins_dir", path, true));
        }
        Path stateDir = outside.stateDir().orElseGet(this::usualStateDir);
        if (outside.stateDir().isEmpty()) {
            lines.add(new RecordType.Line("state_dir", ScalarType.quoted(stateDir.toString()), true));
        }
        effective.add("", lines);
        return new GlueConfig(
                stateDir,
                outside.pluginsDir().orElse(defaultPluginsDir),
                http,
                log,
                Collections.unmodifiableMap(argus.usable()),
                Collections.unmodifiableMap(failover.usable()),
                cluster,
                List.copyOf(sources.sources()),
                Collections.unmodifiableMap(sources.tables()),
                Collections.unmodifiableMap(sources.tokenFiles()),
                effective.sorted(),
                warnings(binding, outside.pluginsDir().orElse(defaultPluginsDir), stateDir));
    }

    /**
     * Returns one source for use without Argus. The rest of the file is not checked.
     *
     * @param type type of the source
     * @param name name of the source; null if there is only one of this type
     * @throws ConfigException if there is no such source, or with all faults of its table
     */
    public TrialSource trialSource(String type, @Nullable String name, AdapterTypes types) throws ConfigException {
        Class<? extends Record> record =
                types.configType(type).orElseThrow(() -> fault(SourceSection.unknownType(type, types)));
        Map<String, Node> found = new LinkedHashMap<>();
        root.child("sources")
                .filter(Node::isTable)
                .ifPresent(all -> all.keys()
                        .forEach(key -> all.child(key)
                                .filter(source -> SourceSection.hasType(source, type))
                                .ifPresent(source -> found.put(key, source))));
        String names = String.join(", ", found.keySet());
        if (found.isEmpty()) {
            throw fault("there is no source of type '" + type + "'");
        } else if (name != null && !found.containsKey(name)) {
            throw fault("there is no source '" + name + "' of type '" + type + "'; existing sources of this type: "
                    + names);
        } else if (name == null && found.size() > 1) {
            throw fault("there are several sources of type '" + type + "': " + names + "; name one with --source");
        }
        Map.Entry<String, Node> only = found.entrySet().iterator().next();
        return name == null
                ? TrialSource.of(only.getValue(), only.getKey(), record, bindings)
                : TrialSource.of(requireNonNull(found.get(name)), name, record, bindings);
    }

    /**
     * Returns this configuration with only one source, which writes to a simulated Argus and keeps its state elsewhere.
     *
     * @param name name of the source
     * @param argus address of the simulated Argus
     * @param token token of the source there
     * @param stateDir state folder
     * @throws ConfigException if there is no such source
     */
    public ConfigDraft simulated(String name, URI argus, Secret token, Path stateDir) throws ConfigException {
        Optional<Node> sources = root.child("sources").filter(Node::isTable);
        Optional<Node> source = sources.flatMap(all -> all.child(name)).filter(Node::isTable);
        if (sources.isEmpty() || source.isEmpty()) {
            throw fault("there is no source '" + name + "'; existing sources: "
                    + sources.map(all -> String.join(", ", all.keys())).orElse("none"));
        }
        Set<String> ofArgus = new HashSet<>(RecordType.of(TokenConfig.class).keyNames());
        ofArgus.addAll(List.of("argus", "failover"));
        ChangedTable only =
                new ChangedTable(source.get().table(), Map.of("argus_token", token.reveal()), Set.copyOf(ofArgus));
        Set<String> others = new HashSet<>(sources.get().keys());
        others.remove(name);
        ChangedTable all = new ChangedTable(sources.get().table(), Map.of(name, only), others);
        ChangedTable everything = new ChangedTable(
                root.table(),
                Map.of(
                        "sources", all,
                        "argus", Toml.parse("url = " + ScalarType.quoted(argus.toString())),
                        "http", Toml.parse("listen = \"127.0.0.1:0\""),
                        "state_dir", stateDir.toString()),
                Set.of("failover", "cluster"));
        return new ConfigDraft(
                new Node("", everything, Place.ROOT, false), bindings, defaultPluginsDir, Optional.empty());
    }

    /** Returns the names of the sources, whether or not their tables are valid. */
    public List<String> sourceNames() {
        return root.child("sources").filter(Node::isTable).map(Node::keys).stream()
                .flatMap(Set::stream)
                .toList();
    }

    /**
     * Returns what the rules of a source work with. Nothing else in the file is checked, and no secret is read.
     *
     * @param name one of {@link #sourceNames()}
     * @throws ConfigException with the faults of these keys
     */
    public RuledSource ruledSource(String name) throws ConfigException {
        Node source = root.child("sources")
                .flatMap(all -> all.child(name))
                .filter(Node::isTable)
                .orElseThrow(() -> fault("'sources." + name + "' is not a table"));
        Binding binding = bindings.get();
        RuledSource bound = (RuledSource) RuledSource.KEYS.bindKeys(source, binding, new ArrayList<>());
        if (bound == null) {
            throw new ConfigException(binding.faults());
        }
        return bound;
    }

    private ConfigException fault(String message) {
        return ConfigException.of(Fault.ofFile(bindings.get().file(), message));
    }

    private List<Fault> warnings(Binding binding, Path plugins, Path stateDir) {
        List<Fault> warnings = new ArrayList<>();
        if (onDisk.filter(FileAccess::isReadByEveryone).isPresent()) {
            warnings.addAll(binding.plainSecrets("this file contains a secret and is readable by everyone: run 'chmod"
                    + " o-rwx' on it, or move the secret to a file of its own with { file = \"/path\" }"));
        }
        if (onDisk.filter(FileAccess::isWrittenByEveryone).isPresent()) {
            warnings.add(Fault.ofFile(
                    binding.file(),
                    "this file is writable by everyone, who could redirect the tokens: run 'chmod o-w'"));
        }
        FileAccess.writtenByEveryone(plugins)
                .ifPresent(open -> warnings.add(Fault.ofFile(
                        binding.file(),
                        "'" + open + "' in the plugins folder is writable by everyone, who could run code as the user"
                                + " of argus-glue: run: chmod -R o-w '" + plugins + "'")));
        if (!FileAccess.canBeWritten(stateDir)) {
            warnings.add(new Fault(
                    binding.file(),
                    0,
                    0,
                    "state_dir",
                    "user '" + System.getProperty("user.name") + "' cannot write to '" + stateDir
                            + "': argus-glue would"
                            + " forget its state at a restart, and commands such as 'status' would not find it; give"
                            + " the folder to the user that it runs as, or set 'state_dir'"));
        }
        warnings.addAll(binding.warnings());
        return List.copyOf(warnings);
    }
}
