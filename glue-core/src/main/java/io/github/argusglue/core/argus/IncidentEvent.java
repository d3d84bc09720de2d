package io.github.argusglue.core.argus;

import java.time.Instant;

/**
 * One line of an incident's log.
 *
 * @param pk its number, growing with the time it was written
 * @param incidentPk the incident
 * @param sourcePk number of the source system the incident belongs to; 0 if the answer does not tell
 * @param type what it is
 * @param actorPk number of the user who did it
 * @param actor name of that user
 * @param timestamp when it happened, by its writer's word: may lie in the past or the future
 * @param description may be empty
 */
public record IncidentEvent(
        long pk,
        long incidentPk,
        long sourcePk,
        EventType type,
        long actorPk,
        String actor,
        Instant timestamp,
        String description) {}
