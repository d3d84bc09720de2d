package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks for each Prometheus behind an Alertmanager when it last sent any of its alerts, and whether it is silent. It
 * is silent after all of its listed alerts have expired together: then nobody knows whether any of them is over. It is
 * heard again as soon as one of its alerts is sent.
 */
final class OriginLiveness {
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    private static final class Origin {
        private Instant heardAt;
        private boolean heardByThisAdapter;
        private @Nullable Instant silentSince;

        Origin(Instant heardAt) {
            this.heardAt = heardAt;
        }
    }

    /**
     * State for the next adapter.
     *
     * @param heardAt when it last sent an alert
     * @param silentSince the same time if it is silent; null if not
     */
    record SavedOrigin(
            String origin, Instant heardAt, @Nullable Instant silentSince) {}

    /** Records the answers of the members. */
    void update(List<MemberAnswer> answers) {
        Map<String, Instant> latest = new HashMap<>();
        for (MemberAnswer answer : answers) {
            for (AlertObservation observation : answer.listed().values()) {
                latest.merge(observation.origin(), observation.updatedAt(), AlertObservation::later);
            }
        }
        latest.remove("");
        latest.forEach((name, at) -> {
            Origin origin = origins.get(name);
            if (origin == null) {
                origin = new Origin(at);
                origin.heardByThisAdapter = true;
                origins.put(name, origin);
            }
            if (!at.isBefore(origin.heardAt)) {
                origin.heardByThisAdapter |= at.isAfter(origin.heardAt);
                origin.silentSince = at.isAfter(origin.heardAt) ? null : origin.silentSince;
                origin.heardAt = at;
            }
        });
    }

    /**
     * Returns whether a Prometheus has kept sending alerts after it last sent a certain one. It sends each alert at
     * least once in every half lease, so in this case it was not silent but had no reason to send that one.
     */
    boolean keptSending(String origin, Instant lastUpdate, Duration lease) {
        Origin known = origins.get(origin);
        return known != null && !known.heardAt.isBefore(lastUpdate.plus(lease.dividedBy(2)));
    }

    /**
     * Decides which Prometheus servers are silent.
     *
     * @param withExpired those with alerts that have expired without an explanation
     * @param listed those with listed alerts
     * @param needed those with tracked alerts; all others are forgotten
     */
    void updateSilent(Set<String> withExpired, Set<String> listed, Set<String> needed) {
        origins.keySet().retainAll(needed);
        origins.forEach((name, origin) -> {
            if (listed.contains(name)) {
                origin.silentSince = null;
            } else if (withExpired.contains(name) && origin.silentSince == null) {
                origin.silentSince = origin.heardAt;
            }
        });
    }

    /** Returns since when a Prometheus is silent; empty if it is not. */
    Optional<Instant> silentSince(String origin) {
        return Optional.ofNullable(origins.get(origin)).map(known -> known.silentSince);
    }

    /** Returns the silent ones, and since when. */
    Map<String, Instant> silent() {
        Map<String, Instant> silent = new LinkedHashMap<>();
        origins.forEach((name, origin) -> {
            Instant since = origin.silentSince;
            if (since != null) {
                silent.put(name, since);
            }
        });
        return silent;
    }

    /** Returns those that an earlier adapter has heard, but this one has not yet. */
    Set<String> notYetHeard() {
        Set<String> notYetHeard = new HashSet<>();
        origins.forEach((name, origin) -> {
            if (!origin.heardByThisAdapter) {
                notYetHeard.add(name);
            }
        });
        return notYetHeard;
    }

    /** Returns the state for the next adapter. */
    List<SavedOrigin> saved() {
        List<SavedOrigin> saved = new ArrayList<>();
        origins.forEach((name, origin) -> saved.add(new SavedOrigin(name, origin.heardAt, origin.silentSince)));
        return saved;
    }

    /** Restores the state that an earlier adapter saved. */
    void restore(List<SavedOrigin> saved) {
        for (SavedOrigin entry : saved) {
            Origin origin = new Origin(entry.heardAt());
            origin.silentSince = entry.silentSince();
            origins.put(entry.origin(), origin);
        }
    }
}
