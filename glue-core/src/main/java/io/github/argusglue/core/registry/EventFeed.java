package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.FeedPage;
import io.github.argusglue.core.argus.IncidentEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of all incidents of one Argus server, read once for all its sources. It is only a hint: it is ordered by the
 * timestamps of the writers, so late events appear in its middle, and changes of tags do not appear at all. The numbers
 * of the events show what may have been missed ({@link EventNumbers}). If there are more events than a few pages
 * contain, or the log is not the same as before, the feed reports it and a listing is needed.
 */
public final class EventFeed {
    /** Usually enough to see that nothing has happened; each further event costs the server about a millisecond. */
    private static final int FIRST_PAGE = 2;

    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 200;
    private static final int MAX_PAGES = 3;

    /** How far back a missing event number is searched for: 1,000 events take the server about a second. */
    private static final int MAX_PAGES_BACK = 5;

    private static final int MAX_KEPT = 2_000;
    private static final Duration MAX_AGE = Duration.ofMillis(500);

    private final InstantSource clock;
    private final Deque<KeptEvent> kept = new ArrayDeque<>();
    private final EventNumbers numbers = new EventNumbers();
    private long sequence;
    private long lostAt;
    private long replacedAt;
    private boolean started;
    private int reading;
    private Instant readAt = Instant.MIN;

    public EventFeed(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns the events since a position. Reads the server, unless another thread has just done so or is doing so.
     * Then it returns what is known so far, so that only one thread waits for a server that hangs.
     *
     * @param position from the last result; -1 for a new reader, which gets no events
     */
    FeedEvents eventsSince(long position, Argus argus) throws ArgusException, InterruptedException {
        return eventsSince(position, argus, MAX_AGE);
    }

    /** Returns the same; uses what was read up to {@code age} ago. */
    public FeedEvents eventsSince(long position, Argus argus, Duration age)
            throws ArgusException, InterruptedException {
        boolean own = beginReading(position < 0, age);
        if (own) {
            try {
                read(argus, started() ? FIRST_PAGE : PAGE);
            } finally {
                endReading();
            }
        }
        return collect(position, own);
    }

    /**
     * Reads the server and searches for missing event numbers since an event; what is found is returned by the next
     * {@link #eventsSince}.
     *
     * @param number of the newest event that is accounted for
     * @return null if another thread is reading
     */
    @Nullable
    NumberCheck checkNumbers(long number, Argus argus) throws ArgusException, InterruptedException {
        if (!beginReading(false, Duration.ZERO)) {
            return null;
        }
        try {
            read(argus, PAGE);
            if (isMissing(number)) {
                searchBack(number, argus);
            }
        } finally {
            endReading();
        }
        return numberCheck(number);
    }

    private synchronized boolean started() {
        return started;
    }

    /**
     * Until a first page has been read, each new reader reads for itself, because its position begins with that page.
     */
    private synchronized boolean beginReading(boolean newcomer, Duration age) {
        Instant now = clock.instant();
        // A last reading in the future means that the clock was set back.
        boolean fresh = started && !readAt.isAfter(now) && readAt.plus(age).isAfter(now);
        if (fresh || (reading > 0 && (started || !newcomer))) {
            return false;
        }
        reading++;
        return true;
    }

    private synchronized void endReading() {
        reading--;
    }

    private synchronized FeedEvents collect(long position, boolean own) {
        if (position < 0) {
            return new FeedEvents(List.of(), sequence, numbers.newest(), false, false, own);
        }
        List<IncidentEvent> events = new ArrayList<>();
        for (KeptEvent news : kept) {
            if (news.sequence() > position) {
                events.add(news.event());
            }
        }
        boolean lost = position < lostAt
                || (!kept.isEmpty() && position < kept.peekFirst().sequence() - 1);
        return new FeedEvents(events, sequence, numbers.newest(), lost, position < replacedAt, own);
    }

    private synchronized boolean isMissing(long number) {
        return numbers.isMissingSince(number);
    }

    private synchronized NumberCheck numberCheck(long number) {
        return new NumberCheck(numbers.newest(), !numbers.isMissingSince(number));
    }

    /** Sends requests without the lock, so that others can get what is known in the meantime. */
    private void read(Argus argus, int firstPage) throws ArgusException, InterruptedException {
        boolean wasBegun = started();
        long before = newest();
        FeedPage page = argus.feed(firstPage, null);
        // New readers read at the same time, and the answer that arrives first is not necessarily the older one.
        if (begin(page) || (wasBegun && replaced(page))) {
            return;
        }
        Set<Long> taken = new HashSet<>();
        if (!add(page, taken) || isMissing(before)) {
            page = argus.feed(sizeFor(before), null);
            int pages = 1;
            while (!add(page, taken) && page.next() != null) {
                if (pages == MAX_PAGES) {
                    recordLoss();
                    break;
                }
                page = argus.feed(LARGEST_PAGE, page.next());
                pages++;
            }
        }
        finished();
    }

    private void searchBack(long number, Argus argus) throws ArgusException, InterruptedException {
        Set<Long> taken = new HashSet<>();
        FeedPage page = argus.feed(LARGEST_PAGE, null);
        for (int pages = 1; ; pages++) {
            add(page, taken);
            if (!isMissing(number) || page.next() == null || pages == MAX_PAGES_BACK) {
                return;
            }
            page = argus.feed(LARGEST_PAGE, page.next());
        }
    }

    private synchronized long newest() {
        return numbers.newest();
    }

    private synchronized int sizeFor(long before) {
        return (int) Math.max(PAGE, Math.min(LARGEST_PAGE, numbers.newest() - before + PAGE / 2));
    }

    private synchronized boolean begin(FeedPage page) {
        if (started) {
            return false;
        }
        numbers.begin(page);
        started = true;
        readAt = clock.instant();
        return true;
    }

    /** Returns whether the log is a different one than before; then everything known about it is discarded. */
    private synchronized boolean replaced(FeedPage page) {
        if (!numbers.isAnotherLog(page)) {
            return false;
        }
        kept.clear();
        numbers.begin(page);
        recordLoss();
        replacedAt = sequence;
        readAt = clock.instant();
        return true;
    }

    private synchronized void recordLoss() {
        sequence++;
        lostAt = sequence;
    }

    private synchronized void finished() {
        readAt = clock.instant();
    }

    /**
     * Adds new events; returns whether the page reaches back to known events, not counting future ones. Events that
     * this reading has added do not count as known: while new events arrive, a page may repeat the end of the previous
     * one.
     */
    private synchronized boolean add(FeedPage page, Set<Long> taken) {
        Instant now = clock.instant();
        boolean reached = false;
        for (IncidentEvent event : page.events()) {
            if (numbers.add(event)) {
                kept.addLast(new KeptEvent(++sequence, event));
                taken.add(event.pk());
            } else if (!taken.contains(event.pk()) && !event.timestamp().isAfter(now)) {
                reached = true;
            }
        }
        while (kept.size() > MAX_KEPT) {
            kept.removeFirst();
        }
        return reached;
    }

    /**
     * The events since a position.
     *
     * @param events in the order in which they were seen
     * @param position for the next request
     * @param newest number of the newest event so far
     * @param lost whether there were more events than could be read
     * @param replaced whether the log is different from before, as after a restore from a backup: a listing is needed
     * @param own whether the server was read for this caller, with its token
     */
    record FeedEvents(
            List<IncidentEvent> events, long position, long newest, boolean lost, boolean replaced, boolean own) {}

    /**
     * What is known about the numbers of the log.
     *
     * @param newest number of the newest event so far
     * @param unbroken whether every event up to it was seen, starting from the one in the request
     */
    public record NumberCheck(long newest, boolean unbroken) {}

    private record KeptEvent(long sequence, IncidentEvent event) {}
}
