package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source's table as it stands in the file. */
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

    /**
     * {@inheritDoc}
     *
     * <p>By the values that stand in the file: a secret in a file of its own is the same while its path is.
     */
    @Override
    public boolean isSameAs(SourceTable other) {
        return other instanceof FileSourceTable file && table.content().equals(file.table.content());
    }

    /** Returns null after having reported what is wrong. */
    @Nullable
    Record bind(RecordType type, Binding binding, List<RecordType.Line> lines) {
        type.refuseUnknown(table, SourceSection.CORE.keyNames(), binding);
        return type.bindKeys(table, binding, lines);
    }
}
