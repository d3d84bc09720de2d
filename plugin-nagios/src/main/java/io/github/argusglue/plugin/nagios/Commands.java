package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceException;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives commands to a monitoring daemon. Most ways have no answer: whether a command took effect is seen in a later
 * {@link Reading}. Text may hold anything; implementations make sure that it cannot become another command.
 */
interface Commands {

    /**
     * Acknowledges a problem until it is over (sticky), without a notification, with a comment that survives a restart
     * of the daemon.
     *
     * @param until when it expires; empty for never. A daemon that knows no expiry ignores it
     */
    void acknowledge(ObjectKey key, String author, String text, Optional<Instant> until)
            throws SourceException, InterruptedException;

    /**
     * Withdraws an acknowledgement and deletes its comment.
     *
     * @param comment the comment of the acknowledgement; its id is empty if the daemon has not shown it yet, and then
     *     no comment is deleted
     */
    void removeAcknowledgement(ObjectKey key, Comment comment) throws SourceException, InterruptedException;

    /** Adds a comment that survives a restart of the daemon. */
    void comment(ObjectKey key, String author, String text) throws SourceException, InterruptedException;

    /** Returns whether a command that the daemon does not carry out is an exception. */
    default boolean areAnswered() {
        return false;
    }
}
