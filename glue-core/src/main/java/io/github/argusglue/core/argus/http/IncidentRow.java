package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.TokenOwner;

/**
 * An incident as it was returned, with what only the client needs.
 *
 * @param sourceUser number of the user of its source system, who owns the incident
 * @param sourceName name of its source system
 */
record IncidentRow(Incident incident, long sourceUser, String sourceName) {

    TokenOwner owner() {
        return new TokenOwner(sourceUser, incident.sourcePk(), sourceName);
    }
}
