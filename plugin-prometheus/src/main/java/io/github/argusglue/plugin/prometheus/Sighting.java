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
 * @param updatedAt when its sender last repeated it
 * @param endsAt end of its lease: what is not repeated until then disappears
 * @param origin which Prometheus it comes from: scheme, host and port, and labels if some are configured for that;
 *     empty if unknown
 */
record Sighting(Instant startsAt, Instant updatedAt, Instant endsAt, String origin) {

    /** @param originLabels labels that tell two Prometheus servers apart that have the same address */
    static Sighting of(ListedAlert alert, List<String> originLabels) {
        return new Sighting(alert.startsAt(), alert.updatedAt(), alert.endsAt(), origin(alert, originLabels));
    }

    /** Returns how long its sender's word counts. */
    Duration lease() {
        Duration lease = Duration.between(updatedAt, endsAt);
        return lease.isNegative() ? Duration.ZERO : lease;
    }

    /** Unites two alerts that are one problem. */
    Sighting with(Sighting other) {
        return new Sighting(
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

    /** Returns the Prometheus that an alert comes from; empty if it does not say. */
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

    /** Returns scheme, host and port of an address; empty if it has none. */
    static String origin(String generatorUrl) {
        try {
            // Only up to the path: expressions in the query are not always encoded as URIs want it.
            String address = generatorUrl.replaceFirst("[?#].*", "");
            URI uri = new URI(address);
            return uri.getHost() == null ? "" : uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
