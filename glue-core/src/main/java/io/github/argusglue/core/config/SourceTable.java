package io.github.argusglue.core.config;

/** The keys of one source's table that belong to its adapter. */
public interface SourceTable {

    /**
     * Returns the adapter's record. Secrets from the environment and files are read now.
     *
     * @throws ConfigException if the table does not fit the record, with everything that is wrong
     * @throws IllegalArgumentException if no table can be bound to such a record
     */
    <C extends Record> C bind(Class<C> type) throws ConfigException;

    /** Tells whether another table says the same as this one, the core's keys included. */
    boolean isSameAs(SourceTable other);

    /** Returns a table that was bound before: for sources that no file describes. */
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
