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
 * What is known of each Prometheus behind an Alertmanager: when it repeated any of its alerts last, and whether it has
 * fallen silent. It is silent when everything of it that was listed has run out together: then nobody can say of any of
 * its alerts whether it is over. It is heard again as soon as one of its alerts is repeated.
 */
final class Origins {
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    private static final class Origin {
        private Instant heardAt;
        private boolean heardHere;
        private @Nullable Instant silentSince;

        Origin(Instant heardAt) {
            this.heardAt = heardAt;
        }
    }

    /**
     * What one adapter leaves to the next.
     *
     * @param heardAt when it repeated an alert last
     * @param silentSince the same time if it has fallen silent; null if not
     */
    record Saved(String origin, Instant heardAt, @Nullable Instant silentSince) {}

    /** Takes note of a round. */
    void note(List<MemberAnswer> answers) {
        Map<String, Instant> latest = new HashMap<>();
        for (MemberAnswer answer : answers) {
            for (Sighting sighting : answer.listed().values()) {
                latest.merge(sighting.origin(), sighting.updatedAt(), Sighting::later);
            }
        }
        latest.remove("");
        latest.forEach((name, at) -> {
            Origin origin = origins.get(name);
            if (origin == null) {
                origin = new Origin(at);
                origin.heardHere = true;
                origins.put(name, origin);
            }
            if (!at.isBefore(origin.heardAt)) {
                origin.heardHere |= at.isAfter(origin.heardAt);
                origin.silentSince = at.isAfter(origin.heardAt) ? null : origin.silentSince;
                origin.heardAt = at;
            }
        });
    }

    /**
     * Tells whether a Prometheus that has last repeated one of its alerts at some time has gone on repeating others
     * since. Each has its turn at least every half lease, so then it was not silent but had nothing to say about that
     * one.
     */
    boolean wentOn(String origin, Instant lastWord, Duration lease) {
        Origin known = origins.get(origin);
        return known != null && !known.heardAt.isBefore(lastWord.plus(lease.dividedBy(2)));
    }

    /**
     * Decides which are silent.
     *
     * @param lost those with alerts that have run out without an explanation
     * @param listed those with alerts that are listed
     * @param needed those with alerts that are not known to be over; the others are forgotten
     */
    void judge(Set<String> lost, Set<String> listed, Set<String> needed) {
        origins.keySet().retainAll(needed);
        origins.forEach((name, origin) -> {
            if (listed.contains(name)) {
                origin.silentSince = null;
            } else if (lost.contains(name) && origin.silentSince == null) {
                origin.silentSince = origin.heardAt;
            }
        });
    }

    /** Returns since when one is silent; empty if it is not. */
    Optional<Instant> silentSince(String origin) {
        return Optional.ofNullable(origins.get(origin)).map(known -> known.silentSince);
    }

    /** Returns those that are silent, and since when. */
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

    /** Returns those that an earlier adapter has heard, and this one not yet. */
    Set<String> unheard() {
        Set<String> unheard = new HashSet<>();
        origins.forEach((name, origin) -> {
            if (!origin.heardHere) {
                unheard.add(name);
            }
        });
        return unheard;
    }

    /** Returns what the next adapter has to know. */
    List<Saved> saved() {
        List<Saved> saved = new ArrayList<>();
        origins.forEach((name, origin) -> saved.add(new Saved(name, origin.heardAt, origin.silentSince)));
        return saved;
    }

    /** Takes what an earlier adapter has left. */
    void restore(List<Saved> saved) {
        for (Saved one : saved) {
            Origin origin = new Origin(one.heardAt());
            origin.silentSince = one.silentSince();
            origins.put(one.origin(), origin);
        }
    }
}
