package io.github.argusglue.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * A few named values that an adapter keeps in the state folder for the next adapter of the source: after a reload, an
 * interrupted call, a change of roles or a restart of argus-glue. Use it for what cannot be read from the source again,
 * for example when an alert was last confirmed, or a credential that the source replaces at each use.
 *
 * <p><b>Cost.</b> {@link #put} and {@link #remove} return when the change is on disk. That takes two synchronous
 * writes: a few milliseconds on a fast disk, 50 on a slow one. So write only when something has changed, not with every
 * snapshot. {@link #get} reads a file.
 *
 * <p><b>Limits.</b> At most {@value #MOST_ENTRIES} entries and {@value #MOST_BYTES} bytes in total for one source.
 *
 * <p><b>Trust.</b> A value was written by some adapter of a source with this name: perhaps by an older or newer
 * version, and with another configuration. Store a version number in each value, and ignore a value that is not valid.
 * In a dry run and in the rehearsal of a standby the values are readable, and changes are discarded afterwards. A
 * standby on another machine has its own state.
 *
 * <p>Safe for use by any thread. An adapter can write until the next adapter of the source is created: an interrupted
 * call that returns later changes nothing.
 */
@Unstable
public interface SourceState {
    /** Maximum number of entries of one source. */
    int MOST_ENTRIES = 16;

    /** Maximum total size of all entries of one source, in bytes. */
    int MOST_BYTES = 4 << 20;

    /**
     * Returns a value; empty if there is none, or if it cannot be read, which is logged.
     *
     * @param name name of the entry: {@code [a-z][a-z0-9-]*}, at most 64 characters
     * @throws IllegalArgumentException if the name is not well-formed
     */
    Optional<byte[]> get(String name);

    /**
     * Sets a value. The change is atomic: after a crash there is either the whole old value or the whole new one.
     *
     * @param name name of the entry: {@code [a-z][a-z0-9-]*}, at most 64 characters
     * @throws IllegalArgumentException if the name is not well-formed, or if the source would exceed one of its limits
     * @throws IOException if the value cannot be written; the old value is still there. An adapter must be able to
     *     continue without its state
     */
    void put(String name, byte[] value) throws IOException;

    /**
     * Removes an entry; does nothing if it does not exist.
     *
     * @param name name of the entry: {@code [a-z][a-z0-9-]*}, at most 64 characters
     * @throws IllegalArgumentException if the name is not well-formed
     * @throws IOException if it cannot be removed
     */
    void remove(String name) throws IOException;

    /**
     * Returns whether changes are discarded when the adapter ends: in a dry run, in the rehearsal of a standby and in
     * {@code argus-glue try} and {@code demo}. An adapter must not use up anything then whose successor only its state
     * knows, such as a refresh token that the source replaces at each use.
     */
    default boolean discardsChanges() {
        return false;
    }
}
