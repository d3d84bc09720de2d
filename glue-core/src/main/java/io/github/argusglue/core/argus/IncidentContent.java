package io.github.argusglue.core.argus;

import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The content of an incident, apart from its id, as it is sent to Argus when the incident is created. */
public interface IncidentContent {
    /** Returns when it started. */
    Instant startTime();

    /** Returns whether it has an end. An incident without one happened once, at its start. */
    default boolean stateful() {
        return true;
    }

    /** Returns the level, 1 (critical) to 5 (information). */
    int level();

    /** Returns the description. */
    String description();

    /** Returns the tags; may be empty. */
    List<Tag> tags();

    /** Returns the link to details; empty for none. */
    String detailsUrl();

    /** Returns the link to its ticket; empty for none. */
    String ticketUrl();

    /** Returns the metadata: JSON values by name. */
    Map<String, Object> metadata();
}
