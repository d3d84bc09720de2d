package io.github.argusglue.plugin.prometheus;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the closing rule needs to know of an alert that a member lists.
 *
 * @param startsAt since when it fires
 * @param updatedAt when it was last sent
 * @param endsAt end of its lease: it disappears if it is not sent again before
 * @param origin its Prometheus: scheme, host and port, and the configured origin labels; empty if not known
 */
record AlertObservation(Instant startsAt, Instant updatedAt, Instant endsAt, String origin) {

    /** @param originLabels labels that distinguish Prometheus servers with the same address */
    static AlertObservation of(ListedAlert alert, List<String> originLabels) {
        return new AlertObservation(alert.startsAt(), alert.updatedAt(), alert.endsAt(), origin(alert, originLabels));
    }

    /** Returns how long the alert is considered firing without being sent again. */
    Duration lease() {
        Duration lease = Duration.between(updatedAt, endsAt);
        return lease.isNegative() ? Duration.ZERO : lease;
    }

    /** Merges the observations of two alerts with the same key. */
    AlertObservation mergedWith(AlertObservation other) {
        return new AlertObservation(
                earlier(startsAt, other.startsAt),
                later(updatedAt, other.updatedAt),
                later(endsAt, other.endsAt),
                origin.isEmpty() ? other.origin : origin);
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Returns the Prometheus of an alert; empty if not known. */
    static String origin(ListedAlert alert, List<String> originLabels) {
        StringBuilder origin = new StringBuilder(origin(alert.generatorUrl()));
        for (String name : origin.isEmpty() ? List.<String>of() : originLabels) {
            String value = alert.labels().get(name);
            if (value != null) {
                origin.append(' ').append(name).append('=').append(value);
            }
        }
        return origin.toString();
    }

    /** Returns scheme, host and port of a URL; empty if it has none. */
    static String origin(String generatorUrl) {
        try {
            // Without the query: its expressions are not always encoded correctly.
            String address = generatorUrl.replaceFirst("[?#].*", "");
            URI uri = new URI(address);
            return uri.getHost() == null ? "" : uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
