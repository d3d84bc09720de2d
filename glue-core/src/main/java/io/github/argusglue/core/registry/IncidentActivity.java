package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident and what its log says about who did what to it.
 *
 * @param events its log, oldest first; null if it was not read
 * @param acks its acknowledgements, oldest first; null if they were not read
 */
public record IncidentActivity(
        Incident incident,
        @Nullable List<IncidentEvent> events,
        @Nullable List<IncidentAck> acks) {}
