package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An incident that zino-argus-glue has made: a bare case number, and tags that tell which case of that number it was.
 *
 * @param number of the case
 * @param host its tag
 * @param type its tag {@code event_type}
 * @param startedAt when the case was opened; an hour off if daylight saving time began or ended meanwhile
 */
record Predecessor(long number, String host, String type, Instant startedAt, OpenIncident incident) {
    private static final Duration CLOCKS = Duration.ofSeconds(5);
    private static final Duration DAYLIGHT_SAVING = Duration.ofHours(1);

    /** Reads an incident; empty if that service has not made it. */
    static Optional<Predecessor> of(OpenIncident incident) {
        Long number = ZinoCase.number(incident.sourceIncidentId());
        Optional<String> host = incident.tag("host");
        Optional<String> type = incident.tag("event_type");
        return number == null || host.isEmpty() || type.isEmpty()
                ? Optional.empty()
                : Optional.of(new Predecessor(number, host.get(), type.get(), incident.startedAt(), incident));
    }

    /** Returns the name that its case has or had. */
    AlertId id() {
        return CaseIds.of(number, startedAt);
    }

    /** @param knownHost name that Argus knows the case's router by */
    boolean isAbout(ZinoCase seen, String knownHost) {
        boolean sameHost = host.equals(knownHost) || host.equals(seen.router()) || host.startsWith(seen.router() + ".");
        return sameHost
                && type.equals(seen.type())
                && agrees("remote_addr", seen, "remote-addr")
                && agrees("interface", seen, "port")
                && isAt(seen.opened());
    }

    private boolean agrees(String tag, ZinoCase seen, String attribute) {
        Optional<String> tagged = incident.tag(tag);
        Optional<String> now = seen.attribute(attribute).filter(value -> !value.isEmpty());
        return tagged.isEmpty() || now.isEmpty() || tagged.equals(now);
    }

    private boolean isAt(Instant opened) {
        Duration apart = Duration.between(opened, startedAt).abs();
        return apart.compareTo(CLOCKS) <= 0
                || apart.minus(DAYLIGHT_SAVING).abs().compareTo(CLOCKS) <= 0;
    }
}
