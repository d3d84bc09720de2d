package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an incident says, apart from its id: what Argus is given when it is made. */
public interface IncidentContent {
    /** Returns when it began. */
    Instant startTime();

    /** Tells whether it has an end; one that has none happened once, at its start. */
    default boolean stateful() {
        return true;
    }

    /** Returns the level, 1 (critical) to 5 (information). */
    int level();

    /** Returns the line for people. */
    String description();

    /** Returns the tags; may be empty. */
    List<Tag> tags();

    /** Returns the page about it; empty for none. */
    String detailsUrl();

    /** Returns its ticket; empty for none. */
    String ticketUrl();

    /** Returns JSON values by name. */
    Map<String, Object> metadata();
}
