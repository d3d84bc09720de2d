package io.github.argusglue.standin;

import java.time.Instant;

/** A line of an incident's log in the stand-in. */
record StoredEvent(
        long pk,
        StoredIncident incident,
        Account actor,
        Instant timestamp,
        Instant received,
        String type,
        String description) {
    StandInEvent view() {
        return new StandInEvent(pk, type, actor.name(), timestamp, description);
    }
}
