package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One alert as one Alertmanager lists it.
 *
 * @param fingerprint 16 hexadecimal digits
 * @param startsAt start according to this Alertmanager; another member, or the same one after a restart, may differ
 * @param updatedAt when it was last received
 * @param endsAt end of its lease: until when it is considered firing without being received again
 * @param labels sorted by name, without empty values
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

    /** Returns a copy that was received at a time, with a lease of this length. */
    ListedAlert withLease(Instant at, Duration lease) {
        return new ListedAlert(
                fingerprint, startsAt, at, at.plus(lease), labels, annotations, generatorUrl, silencedBy, inhibitedBy);
    }
}
