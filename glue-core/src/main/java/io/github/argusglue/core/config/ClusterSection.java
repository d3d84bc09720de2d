package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code [cluster]}, with keys of the core and of the engine; may be absent. */
final class ClusterSection {
    static final RecordType CORE = RecordType.of(ClusterConfig.class);

    private ClusterSection() {}

    /** Returns the table; empty if it is absent or has faults. */
    static Optional<ConfiguredCluster> bind(Node root, AdapterTypes types, Binding binding, EffectiveLines effective) {
        Optional<Node> given = root.child("cluster");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Node table = given.get();
        if (!table.isTable()) {
            binding.fault(table.place(), "expected a table with 'engine', got " + table.kind());
            return Optional.empty();
        }
        List<RecordType.Line> lines = new ArrayList<>();
        ClusterConfig keys = (ClusterConfig) CORE.bindKeys(table, binding, lines);
        if (keys == null) {
            return Optional.empty();
        }
        Optional<Class<? extends Record>> record = types.engineConfig(keys.engine());
        if (record.isEmpty()) {
            binding.fault(table.placeOf("engine"), unknownEngine(keys.engine(), types));
            return Optional.empty();
        }
        RecordType own = RecordType.of(record.get());
        own.refuseUnknown(table, CORE.keyNames(), binding);
        Record engine = own.bindKeys(table, binding, lines);
        effective.add(table.place().path(), lines);
        return engine == null ? Optional.empty() : Optional.of(new ConfiguredCluster(keys, engine));
    }

    private static String unknownEngine(String engine, AdapterTypes types) {
        String there = types.engines().isEmpty()
                ? "no engine is installed: unpack argus-glue-cluster-" + engine + " into the plugins folder"
                : "installed engines: " + String.join(", ", types.engines());
        return "no plugin has the engine '" + engine + "'; " + there + Suggestion.of(engine, types.engines())
                + types.whyMissing(engine).map(why -> "; " + why).orElse("");
    }

    /** Checks what sources can do in a cluster only, or not there. */
    static void checkSources(Node root, boolean inCluster, List<SourceConfig> sources, Binding binding) {
        boolean configured = root.child("cluster").isPresent();
        for (SourceConfig source : sources) {
            Optional<Node> table = root.child("sources").flatMap(all -> all.child(source.name()));
            if (table.isPresent() && !configured && !source.pin().isEmpty()) {
                binding.fault(table.get().placeOf("pin"), "can only be used with a table [cluster]; remove it");
            } else if (table.isPresent() && inCluster && source.token().renew()) {
                binding.fault(
                        table.get().placeOf("renew"),
                        "cannot be used with [cluster]: the new token would be in a file of one process only. Replace"
                                + " the token in the files of all processes before it expires");
            }
        }
    }
}
