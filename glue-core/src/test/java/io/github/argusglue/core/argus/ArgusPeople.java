package io.github.argusglue.core.argus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Acts as a person in Argus, for tests. */
public interface ArgusPeople {
    /** Returns the name of the person in logs. */
    String name();

    /** Returns a token of that person. */
    String token();

    /** Closes an incident. */
    void close(long pk, String description);

    /** Reopens an incident. */
    void reopen(long pk, String description);

    /** Acknowledges an incident; {@code expiration} null for never. */
    void acknowledge(long pk, String description, @Nullable Instant expiration);

    /** Adds a tag {@code key=value}. */
    void addTag(long pk, String tag);

    /** Sets or, with "", clears the ticket. */
    void setTicket(long pk, String url);
}
