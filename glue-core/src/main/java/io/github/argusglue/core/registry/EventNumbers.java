package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.IncidentEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows which events of Argus's log were seen, by their numbers. Argus numbers events with a database sequence, and
 * requests that it rejects do not use a number (seen on 2.10.2). So a missing number is an event that was not seen.
 * There are two exceptions: a crash of the database, which skips up to 32 numbers, and deleted events; treating those
 * as missed costs one listing. Not thread-safe.
 */
final class EventNumbers {
    private static final int MAX_SEEN = 10_000;

    /** Maximum number of missing numbers to search for; beyond it, only the newest counts. */
    private static final int MAX_MISSING = 5_000;

    private final Map<Long, Instant> seen = new LinkedHashMap<>();
    private final SortedSet<Long> missing = new TreeSet<>();
    private long newest;
    private @Nullable Instant latest;

    /** The newest number and the oldest time of the first page: older events existed before. */
    private long first;

    private Instant firstTime = Instant.MIN;

    /** The newest missing number that is no longer searched for. */
    private long givenUp;

    /** Forgets everything and starts with a page of the newest events. */
    void begin(FeedPage page) {
        seen.clear();
        missing.clear();
        newest = 0;
        givenUp = 0;
        latest = null;
        firstTime = Instant.MAX;
        for (IncidentEvent event : page.events()) {
            seen.put(event.pk(), event.timestamp());
            newest = Math.max(newest, event.pk());
            latest = later(latest, event.timestamp());
            firstTime = event.timestamp().isBefore(firstTime) ? event.timestamp() : firstTime;
        }
        first = newest;
    }

    /** Returns the number of the newest event; 0 if there is none. */
    long newest() {
        return newest;
    }

    /**
     * Returns whether the first page of the log belongs to a different log than before: the latest event is missing, or
     * a number belongs to another event. This happens when Argus is restored from a backup.
     */
    boolean isAnotherLog(FeedPage page) {
        List<IncidentEvent> events = page.events();
        if (latest != null && (events.isEmpty() || events.get(0).timestamp().isBefore(latest))) {
            return true;
        }
        return events.stream().anyMatch(event -> {
            Instant known = seen.get(event.pk());
            return known != null && !known.equals(event.timestamp());
        });
    }

    /** Adds an event; returns whether it is new. */
    boolean add(IncidentEvent event) {
        long number = event.pk();
        latest = later(latest, event.timestamp());
        if (seen.containsKey(number) || isOld(event)) {
            return false;
        }
        seen.put(number, event.timestamp());
        missing.remove(number);
        if (newest > 0 || number <= MAX_MISSING) {
            addMissing(newest + 1, number);
        }
        newest = Math.max(newest, number);
        forgetOldest();
        return true;
    }

    /** Returns whether an event existed before the first page, or was seen so long ago that it is forgotten. */
    private boolean isOld(IncidentEvent event) {
        return event.pk() <= first
                ? event.timestamp().isBefore(firstTime)
                : event.pk() <= newest && !missing.contains(event.pk());
    }

    private void addMissing(long from, long to) {
        if (to - from > MAX_MISSING) {
            givenUp = to - 1;
            missing.clear();
            return;
        }
        for (long number = from; number < to; number++) {
            missing.add(number);
        }
        while (missing.size() > MAX_MISSING) {
            givenUp = Math.max(givenUp, missing.first());
            missing.remove(missing.first());
        }
    }

    private void forgetOldest() {
        if (seen.size() > MAX_SEEN) {
            Set<Long> oldest =
                    seen.keySet().stream().limit(seen.size() - MAX_SEEN / 2).collect(Collectors.toSet());
            seen.keySet().removeAll(oldest);
        }
    }

    /** Returns whether an event newer than a number is missing although a newer one was seen. */
    boolean isMissingSince(long number) {
        return givenUp > number || (!missing.isEmpty() && missing.last() > number);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
