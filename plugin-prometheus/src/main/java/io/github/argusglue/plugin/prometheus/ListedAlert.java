package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One alert as one Alertmanager lists it.
 *
 * @param fingerprint 16 hexadecimal digits
 * @param startsAt by this Alertmanager's reckoning: another member's, or its own after a restart, may differ
 * @param updatedAt when it was last received
 * @param endsAt until when it is believed without being received again
 * @param labels sorted by name, none with an empty value
 * @param generatorUrl empty if there is none
 * @param silencedBy ids of silences, sorted
 * @param inhibitedBy fingerprints of alerts, sorted
 */
record ListedAlert(
        String fingerprint,
        Instant startsAt,
        Instant updatedAt,
        Instant endsAt,
        Map<String, String> labels,
        Map<String, String> annotations,
        String generatorUrl,
        List<String> silencedBy,
        List<String> inhibitedBy) {

    /** Returns it as received at a time, and believed from then on for so long. */
    ListedAlert leased(Instant at, Duration lease) {
        return new ListedAlert(
                fingerprint, startsAt, at, at.plus(lease), labels, annotations, generatorUrl, silencedBy, inhibitedBy);
    }
}
