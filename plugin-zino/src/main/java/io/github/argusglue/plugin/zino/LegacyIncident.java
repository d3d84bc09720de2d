package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An incident that zino-argus-glue has created. Its id is only a case number; its tags tell which case with that number
 * it was.
 *
 * @param number number of the case
 * @param host tag {@code host}
 * @param type tag {@code event_type}
 * @param startedAt when the case was opened; one hour off if daylight saving time began or ended since
 */
record LegacyIncident(long number, String host, String type, Instant startedAt, OpenIncident incident) {
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(5);
    private static final Duration DAYLIGHT_SAVING = Duration.ofHours(1);

    /** Parses an incident; empty if zino-argus-glue has not created it. */
    static Optional<LegacyIncident> of(OpenIncident incident) {
        Long number = ZinoCase.number(incident.sourceIncidentId());
        Optional<String> host = incident.tag("host");
        Optional<String> type = incident.tag("event_type");
        return number == null || host.isEmpty() || type.isEmpty()
                ? Optional.empty()
                : Optional.of(new LegacyIncident(number, host.get(), type.get(), incident.startedAt(), incident));
    }

    /** Returns the alert id that its case has or had. */
    AlertId id() {
        return CaseIds.of(number, startedAt);
    }

    /** @param displayedHost name of the case's router in Argus */
    boolean isAbout(ZinoCase zinoCase, String displayedHost) {
        boolean sameHost = host.equals(displayedHost)
                || host.equals(zinoCase.router())
                || host.startsWith(zinoCase.router() + ".");
        return sameHost
                && type.equals(zinoCase.type())
                && agrees("remote_addr", zinoCase, "remote-addr")
                && agrees("interface", zinoCase, "port")
                && isOpenedAt(zinoCase.opened());
    }

    private boolean agrees(String tag, ZinoCase zinoCase, String attribute) {
        Optional<String> tagged = incident.tag(tag);
        Optional<String> now = zinoCase.attribute(attribute).filter(value -> !value.isEmpty());
        return tagged.isEmpty() || now.isEmpty() || tagged.equals(now);
    }

    private boolean isOpenedAt(Instant opened) {
        Duration apart = Duration.between(opened, startedAt).abs();
        return apart.compareTo(MAX_CLOCK_DIFFERENCE) <= 0
                || apart.minus(DAYLIGHT_SAVING).abs().compareTo(MAX_CLOCK_DIFFERENCE) <= 0;
    }
}
