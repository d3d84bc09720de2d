package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.DefaultInterval;
import io.github.argusglue.spi.config.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The tables {@code [sources.NAME]}, with keys of the core and of the adapter. */
final class SourceSection {
    static final RecordType CORE = RecordType.of(SourceConfig.class);

    private static final int SHORTEST_HOOK_TOKEN = 16;

    private final ArgusSection argus;
    private final FailoverSection failover;
    private final HttpConfig http;
    private final AdapterTypes types;
    private final Binding binding;
    private final EffectiveLines effective;
    private final Supplier<Binding> laterBindings;
    private final List<SourceConfig> sources = new ArrayList<>();
    private final Map<String, SourceTable> tables = new LinkedHashMap<>();
    private final Map<String, Path> tokenFiles = new LinkedHashMap<>();
    private final Map<String, String> ownersOfTokens = new HashMap<>();

    /**
     * Creates the section.
     *
     * @param laterBindings for the tables, which are bound again when a source starts
     */
    SourceSection(
            ArgusSection argus,
            FailoverSection failover,
            HttpConfig http,
            AdapterTypes types,
            Binding binding,
            EffectiveLines effective,
            Supplier<Binding> laterBindings) {
        this.argus = argus;
        this.failover = failover;
        this.http = http;
        this.types = types;
        this.binding = binding;
        this.effective = effective;
        this.laterBindings = laterBindings;
    }

    /** Returns the keys of the core for a source whose adapter has this record. */
    static RecordType core(Class<? extends Record> adapter) {
        DefaultInterval interval = adapter.getAnnotation(DefaultInterval.class);
        return interval == null ? CORE : CORE.withDefault("interval", interval.value());
    }

    void bind(Node root) {
        Optional<Node> given = root.child("sources");
        if (given.isPresent() && !given.get().isTable()) {
            binding.fault(
                    given.get().place(),
                    "expected tables [sources.NAME], got " + given.get().kind());
        } else if (given.isEmpty() || given.get().keys().isEmpty()) {
            binding.fault(
                    root.placeOf("sources"), "no sources; add a table [sources.NAME] with 'type' and 'argus_token'");
        } else {
            Node all = given.get();
            all.keys().forEach(name -> all.child(name).ifPresent(this::bindSource));
        }
    }

    private void bindSource(Node source) {
        if (!source.isTable()) {
            binding.fault(source.place(), "expected a table [sources.NAME], got " + source.kind());
            return;
        }
        if (!Names.isValid(source.name())) {
            binding.fault(source.place(), Names.problem("a source", source.name()));
        }
        List<RecordType.Line> lines = new ArrayList<>();
        RecordType core = text(source, "type")
                .flatMap(types::configType)
                .map(SourceSection::core)
                .orElse(CORE);
        SourceConfig config = (SourceConfig) core.bindKeys(source, binding, lines);
        checkArgus(source);
        text(source, "failover").ifPresent(name -> failover.check(source, name, binding));
        bindAdapter(source, lines);
        if (config != null) {
            checkToken(source, config);
            checkTokenFile(source, config);
            checkHook(source, config);
            sources.add(config);
        }
        effective.add(source.place().path(), lines);
    }

    private void bindAdapter(Node source, List<RecordType.Line> lines) {
        Optional<String> type = text(source, "type");
        if (type.isEmpty()) {
            return;
        }
        Optional<Class<? extends Record>> record = types.configType(type.get());
        if (record.isEmpty()) {
            binding.fault(source.placeOf("type"), unknownType(type.get(), types));
            return;
        }
        FileSourceTable table = new FileSourceTable(source, laterBindings);
        tables.put(source.name(), table);
        try {
            table.bind(RecordType.of(record.get()), binding, lines);
        } catch (IllegalArgumentException e) {
            binding.fault(
                    source.placeOf("type"), "the plugin of type '" + type.get() + "' is broken: " + e.getMessage());
        }
    }

    static boolean hasType(Node source, String type) {
        return source.isTable() && text(source, "type").filter(type::equals).isPresent();
    }

    static String unknownType(String type, AdapterTypes types) {
        String there = types.types().isEmpty()
                ? "there are no plugins"
                : "available types: " + String.join(", ", types.types());
        return "no plugin has type '" + type + "'; " + there + Suggestion.of(type, types.types())
                + types.whyMissing(type).map(why -> "; " + why).orElse("");
    }

    private void checkArgus(Node source) {
        String name = source.child("argus").isPresent() ? text(source, "argus").orElse("") : "default";
        if (name.isEmpty() || argus.names().isEmpty() || argus.names().contains(name)) {
            return;
        }
        String there = String.join(", ", argus.names());
        binding.fault(
                source.placeOf("argus"),
                source.child("argus").isPresent()
                        ? "there is no Argus server '" + name + "'; existing servers: " + there
                                + Suggestion.of(name, argus.names())
                        : "missing; name one of the Argus servers: " + there);
    }

    /** Argus identifies a source by its token: two sources with the same token would close each other's incidents. */
    private void checkToken(Node source, SourceConfig config) {
        Secret token = config.argusToken();
        String server = argus.server(config.argus())
                .map(known -> known.url().toString().replaceAll("/+$", ""))
                .orElse(config.argus());
        String owner = ownersOfTokens.putIfAbsent(server + " " + token.reveal(), config.name());
        if (owner != null) {
            binding.fault(
                    source.placeOf("argus_token"),
                    "same token as source '" + owner
                            + "': they would close each other's incidents; give each source its own token");
        }
    }

    /** A new token replaces the old one in its file, so two sources with automatic renewal must not share a file. */
    private void checkTokenFile(Node source, SourceConfig config) {
        Optional<Path> file = source.child("argus_token")
                .filter(Node::isTable)
                .flatMap(table -> table.child("file"))
                .map(Node::value)
                .map(name -> binding.resolve(name.toString()));
        if (file.isEmpty()) {
            if (config.token().renew()) {
                binding.fault(
                        source.placeOf("renew"),
                        "only a token in a file can be renewed; set argus_token = { file = \"/path\" }");
            }
            return;
        }
        tokenFiles.forEach((other, path) -> {
            if (path.equals(file.get()) && (config.token().renew() || isRenewed(other))) {
                binding.fault(
                        source.placeOf("argus_token"),
                        "same file as source '" + other + "'; with 'renew', each source needs its own file");
            }
        });
        tokenFiles.put(config.name(), file.get());
    }

    private boolean isRenewed(String name) {
        return sources.stream()
                .anyMatch(source -> source.name().equals(name) && source.token().renew());
    }

    /** Webhooks without a token are only allowed on a loopback address. */
    private void checkHook(Node source, SourceConfig config) {
        config.hookToken()
                .filter(token -> token.reveal().length() < SHORTEST_HOOK_TOKEN)
                .ifPresent(token -> binding.warning(
                        source.placeOf("hook_token"),
                        "shorter than " + SHORTEST_HOOK_TOKEN + " characters, so it can be guessed: create one with"
                                + " 'openssl rand -hex 20'"));
        if (config.openHook() && http.isOn() && !http.address().isLoopback()) {
            binding.fault(
                    source.placeOf("open_hook"),
                    "'listen' of [http] is \"" + http.listen()
                            + "\", so others can also send webhooks; set 'hook_token' instead");
        }
    }

    private static Optional<String> text(Node table, String key) {
        return table.child(key)
                .map(Node::value)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    List<SourceConfig> sources() {
        return sources;
    }

    Map<String, Path> tokenFiles() {
        return tokenFiles;
    }

    Map<String, SourceTable> tables() {
        return tables;
    }
}
