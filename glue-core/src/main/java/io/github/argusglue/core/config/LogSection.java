package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;

/** The table {@code [log]}; may be absent. */
final class LogSection {
    static final RecordType KEYS = RecordType.of(LogConfig.class);

    private LogSection() {}

    /** Returns the configuration; after a fault, a value that causes no further faults. */
    static LogConfig bind(Node root, Binding binding, EffectiveLines effective) {
        Node table = root.child("log").orElseGet(() -> root.absent("log", Toml.parse("")));
        if (!table.isTable()) {
            binding.fault(table.place(), "expected a table with 'format' or 'level', got " + table.kind());
            return LogConfig.DEFAULT;
        }
        List<RecordType.Line> lines = new ArrayList<>();
        KEYS.refuseUnknown(table, List.of(), binding);
        LogConfig config = (LogConfig) KEYS.bindKeys(table, binding, lines);
        effective.add(table.place().path(), lines);
        return config == null ? LogConfig.DEFAULT : config;
    }
}
