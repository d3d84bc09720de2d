package org.example.nav;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Reads NAV's times, which are local and do not name their zone. */
record NavTime(ZoneId zone) {

    Instant read(JsonNode text) {
        TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text.asText(), ZonedDateTime::from, LocalDateTime::from);
        return time instanceof LocalDateTime local ? local.atZone(zone).toInstant() : Instant.from(time);
    }
}
