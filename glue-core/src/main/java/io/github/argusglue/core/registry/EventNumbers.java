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
 * Which events of Argus's log were seen, by their numbers. Argus takes them from a sequence, one for each event, and no
 * request that it refuses uses one up (seen on 2.10.2): a number that is left out is an event that was not seen. There
 * are two exceptions, a crash of the database, which skips up to 32, and events that were deleted; to take them for
 * events that were missed costs a listing. Not safe for use by several threads.
 */
final class EventNumbers {
    private static final int REMEMBERED = 10_000;

    /** With more left out than this nobody looks for them: the newest of them stands for all. */
    private static final int MOST_LEFT_OUT = 5_000;

    private final Map<Long, Instant> seen = new LinkedHashMap<>();
    private final SortedSet<Long> leftOut = new TreeSet<>();
    private long newest;
    private @Nullable Instant latest;

    /** The newest number of the first page, and the oldest time on it: what is older was there before us. */
    private long first;

    private Instant firstTime = Instant.MIN;

    /** The newest number that was left out and is not looked for any more. */
    private long givenUp;

    /** Forgets everything and begins with a page of the newest events. */
    void begin(FeedPage page) {
        seen.clear();
        leftOut.clear();
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

    /** Returns the number of the newest event; 0 if there was none so far. */
    long newest() {
        return newest;
    }

    /**
     * Tells whether the first page of the log cannot be of the log that was read before: its latest event is gone, or a
     * number stands for another event. So it is after Argus was restored from a backup.
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

    /** Takes an event; tells whether it is new. */
    boolean add(IncidentEvent event) {
        long number = event.pk();
        latest = later(latest, event.timestamp());
        if (seen.containsKey(number) || isOfThePast(event)) {
            return false;
        }
        seen.put(number, event.timestamp());
        leftOut.remove(number);
        if (newest > 0 || number <= MOST_LEFT_OUT) {
            leaveOut(newest + 1, number);
        }
        newest = Math.max(newest, number);
        forgetOldest();
        return true;
    }

    /** Was there before we began, or was seen so long ago that it is forgotten. */
    private boolean isOfThePast(IncidentEvent event) {
        return event.pk() <= first
                ? event.timestamp().isBefore(firstTime)
                : event.pk() <= newest && !leftOut.contains(event.pk());
    }

    private void leaveOut(long from, long to) {
        if (to - from > MOST_LEFT_OUT) {
            givenUp = to - 1;
            leftOut.clear();
            return;
        }
        for (long number = from; number < to; number++) {
            leftOut.add(number);
        }
        while (leftOut.size() > MOST_LEFT_OUT) {
            givenUp = Math.max(givenUp, leftOut.first());
            leftOut.remove(leftOut.first());
        }
    }

    private void forgetOldest() {
        if (seen.size() > REMEMBERED) {
            Set<Long> oldest =
                    seen.keySet().stream().limit(seen.size() - REMEMBERED / 2).collect(Collectors.toSet());
            seen.keySet().removeAll(oldest);
        }
    }

    /** Tells whether an event newer than a number was not seen though a newer one was. */
    boolean isLeftOutSince(long number) {
        return givenUp > number || (!leftOut.isEmpty() && leftOut.last() > number);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
