package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source's table in the configuration file. */
final class FileSourceTable implements SourceTable {
    private final Node table;
    private final Supplier<Binding> bindings;

    FileSourceTable(Node table, Supplier<Binding> bindings) {
        this.table = table;
        this.bindings = bindings;
    }

    @Override
    public <C extends Record> C bind(Class<C> type) throws ConfigException {
        Binding binding = bindings.get();
        Record made = bind(RecordType.of(type), binding, new ArrayList<>());
        if (made == null || !binding.faults().isEmpty()) {
            throw new ConfigException(binding.faults());
        }
        return type.cast(made);
    }

    @Override
    public List<String> hidingDefaults(Class<? extends Record> type) {
        return RecordType.of(type).allKeys().stream()
                .flatMap(key -> key.hidingDefault(table).stream())
                .toList();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Compares the values in the configuration file: a secret in its own file is the same as long as its path is.
     */
    @Override
    public boolean isSameAs(SourceTable other) {
        return other instanceof FileSourceTable file && table.content().equals(file.table.content());
    }

    /** Returns null after reporting faults. */
    @Nullable
    Record bind(RecordType type, Binding binding, List<RecordType.Line> lines) {
        type.refuseUnknown(table, SourceSection.CORE.keyNames(), binding);
        return type.bindKeys(table, binding, lines);
    }
}
