package io.github.argusglue.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * A few named values that an adapter keeps in the state folder for the adapter after it: after a reload, a call that
 * was cut, a change of roles or a restart of argus-glue. For what cannot be read from the source again, such as when an
 * alert was last confirmed, or a credential that the source replaces at each use.
 *
 * <p><b>Cost.</b> {@link #put} and {@link #remove} return when the change is on the disk. That is two synchronous
 * writes, a few milliseconds on a good disk and 50 on a slow one: write what has changed, and not with every snapshot.
 * A {@link #get} reads a file.
 *
 * <p><b>Bounds.</b> At most {@value #MOST_ENTRIES} entries and {@value #MOST_BYTES} bytes in all, for one source.
 *
 * <p><b>Trust.</b> A value is what some adapter of the source's name has written: perhaps an older or newer version,
 * and with another configuration. Put a version into it, and go on without it when it makes no sense. In a dry run and
 * in the rehearsal of a standby the values are there, and changes are forgotten afterwards. A standby on another
 * machine has a state of its own.
 *
 * <p>Safe for use by any thread. Writing ends when the next adapter of the source is made: a call of an adapter that
 * was cut, and that comes back late, changes nothing.
 */
@Unstable
public interface SourceState {
    /** The number of entries that one source may have. */
    int MOST_ENTRIES = 16;

    /** The size of all entries of one source together. */
    int MOST_BYTES = 4 << 20;

    /**
     * Returns a value; empty if there is none, or if it cannot be read, which is logged.
     *
     * @param name of the entry: {@code [a-z][a-z0-9-]*}
     * @throws IllegalArgumentException if the name is not well-formed
     */
    Optional<byte[]> get(String name);

    /**
     * Sets a value. Whatever happens meanwhile, afterwards there is the whole old one or the whole new one.
     *
     * @param name of the entry: {@code [a-z][a-z0-9-]*}, at most 64 characters
     * @throws IllegalArgumentException if the name is not well-formed, or if with this value the source would have more
     *     than is allowed
     * @throws IOException if it cannot be written; the old value is still there. An adapter must be able to go on
     *     without
     */
    void put(String name, byte[] value) throws IOException;

    /**
     * Takes an entry away; one that is not there is fine.
     *
     * @param name of the entry: {@code [a-z][a-z0-9-]*}
     * @throws IllegalArgumentException if the name is not well-formed
     * @throws IOException if it cannot be taken away
     */
    void remove(String name) throws IOException;
}
