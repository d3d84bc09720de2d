package io.github.argusglue.core.config;

import java.util.List;

/** The keys of a source's table that belong to its adapter. */
public interface SourceTable {

    /**
     * Returns the adapter's record. Secrets from the environment and from files are read now.
     *
     * @throws ConfigException if the table does not fit the record, with all faults
     * @throws IllegalArgumentException if no table can be bound to such a record
     */
    <C extends Record> C bind(Class<C> type) throws ConfigException;

    /**
     * Returns the keys that the table does not set and whose defaults leave out problems of the source, as text for
     * people: {@code bfd = false (cases of BFD sessions)}.
     *
     * @param type the adapter's record
     */
    default List<String> hidingDefaults(Class<? extends Record> type) {
        return List.of();
    }

    /** Returns whether another table has the same content, including the core's keys. */
    boolean isSameAs(SourceTable other);

    /** Returns a table with a given record, for sources without a configuration file. */
    static SourceTable of(Record config) {
        return new SourceTable() {
            @Override
            public <C extends Record> C bind(Class<C> type) {
                return type.cast(config);
            }

            @Override
            @SuppressWarnings("ReferenceEquality") // there is nothing else to compare
            public boolean isSameAs(SourceTable other) {
                return this == other;
            }
        };
    }
}
