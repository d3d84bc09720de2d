package io.github.argusglue.core.adapter;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where the entries of one source are stored: in files, or in the engine of a cluster. Names are well-formed. */
public interface StoredEntries {

    /**
     * Returns an entry; empty if there is none.
     *
     * @throws IOException if it cannot be read; the message says where it is
     */
    Optional<byte[]> read(String name) throws IOException;

    /**
     * Sets an entry, as a whole or not at all.
     *
     * @param current called before the new value takes effect; throws if it must not any more
     * @throws IOException if it cannot be written; the message says where it would be
     */
    void write(String name, byte[] value, CurrentCheck current) throws IOException;

    /**
     * Removes an entry; does nothing if there is none.
     *
     * @throws IOException if it cannot be removed; the message says where it is
     */
    void delete(String name) throws IOException;

    /** Returns the sizes of the entries, as far as they are known, by name. The caller may change the map. */
    Map<String, Long> sizes() throws IOException;

    /** Checks whether an adapter may still write. */
    @FunctionalInterface
    interface CurrentCheck {
        void require() throws IOException;
    }
}
