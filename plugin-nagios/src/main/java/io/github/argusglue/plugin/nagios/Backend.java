package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.util.Optional;
import java.util.Set;

/**
 * One way to read and command a monitoring daemon: its files, Livestatus, its CGIs, or Icinga's API.
 *
 * <p>Methods are called by one thread at a time, except {@link #health}, {@link #knows} and {@link #close}.
 */
public interface Backend extends AutoCloseable {

    /** Returns what is read, for messages: {@code /var/lib/nagios4/status.dat}, {@code https://host/nagios4}. */
    String name();

    /**
     * Checks that the daemon can be read, and begins to watch it for changes.
     *
     * @param changed is called by any thread when something may have changed; returns at once
     */
    void start(Runnable changed) throws SourceException, InterruptedException;

    /**
     * Reads the daemon. Never returns a part: what is missing, stale (the daemon is stopped or hangs) or incomplete is
     * an exception.
     *
     * @param watched objects to report even if they have no problem
     */
    Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException;

    /** Returns whether the object existed when the daemon was last read, as far as this backend can tell. No I/O. */
    boolean knows(ObjectKey key);

    /** Returns what gives commands to the daemon; empty if this way is read-only as it is configured. */
    Optional<Commands> commands();

    /** Returns the health beyond the last reading, such as a channel for hints that is down. */
    Health health();

    @Override
    void close();
}
