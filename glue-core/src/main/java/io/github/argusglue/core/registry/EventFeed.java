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
 * The log of all incidents of one Argus server, read once for all its sources. A hint, never the truth: it is ordered
 * by the writers' timestamps, so late events appear in its middle, and changes of tags do not appear at all. What may
 * have been missed is known by the numbers of the events ({@link EventNumbers}). When more happened than a few pages
 * tell, or the log is not the one it was, it says so, and a listing has to tell.
 */
public final class EventFeed {
    /** Tells that nothing has happened, most of the time; each event more costs the server about a millisecond. */
    private static final int FIRST_PAGE = 2;

    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 200;
    private static final int MOST_PAGES = 3;

    /** How far back an event is looked for whose number was left out: 1,000 events are about a second of the server. */
    private static final int MOST_PAGES_BACK = 5;

    private static final int KEPT = 2_000;
    private static final Duration FRESH = Duration.ofMillis(500);

    private final InstantSource clock;
    private final Deque<News> kept = new ArrayDeque<>();
    private final EventNumbers numbers = new EventNumbers();
    private long sequence;
    private long lostAt;
    private long replacedAt;
    private boolean begun;
    private int reading;
    private Instant readAt = Instant.MIN;

    public EventFeed(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns what happened since a position, reading the server unless somebody else has just done so, or is doing so:
     * then it is what is known so far, and nobody waits for a server that hangs but the one who asks it.
     *
     * @param position from the last answer; -1 for a newcomer, who gets no events
     */
    public Answer since(long position, Argus argus) throws ArgusException, InterruptedException {
        return since(position, argus, FRESH);
    }

    /** Returns the same, content with what was read up to {@code age} ago. */
    public Answer since(long position, Argus argus, Duration age) throws ArgusException, InterruptedException {
        boolean own = beginReading(position < 0, age);
        if (own) {
            try {
                read(argus, begun() ? FIRST_PAGE : PAGE);
            } finally {
                endReading();
            }
        }
        return known(position, own);
    }

    /**
     * Reads the server and looks back for what was left out since an event; what is found is told by the next
     * {@link #since}.
     *
     * @param number of the newest event that is accounted for
     * @return null if somebody else is just reading
     */
    @Nullable
    Account account(long number, Argus argus) throws ArgusException, InterruptedException {
        if (!beginReading(false, Duration.ZERO)) {
            return null;
        }
        try {
            read(argus, PAGE);
            if (isLeftOut(number)) {
                lookBack(number, argus);
            }
        } finally {
            endReading();
        }
        return accounted(number);
    }

    private synchronized boolean begun() {
        return begun;
    }

    /** Before there is a picture at all, each newcomer reads for itself: what it will miss begins with that page. */
    private synchronized boolean beginReading(boolean newcomer, Duration age) {
        Instant now = clock.instant();
        // Read in the future means that the clock was set back since.
        boolean fresh = begun && !readAt.isAfter(now) && readAt.plus(age).isAfter(now);
        if (fresh || (reading > 0 && (begun || !newcomer))) {
            return false;
        }
        reading++;
        return true;
    }

    private synchronized void endReading() {
        reading--;
    }

    private synchronized Answer known(long position, boolean own) {
        if (position < 0) {
            return new Answer(List.of(), sequence, numbers.newest(), false, false, own);
        }
        List<IncidentEvent> events = new ArrayList<>();
        for (News news : kept) {
            if (news.sequence() > position) {
                events.add(news.event());
            }
        }
        boolean lost = position < lostAt
                || (!kept.isEmpty() && position < kept.peekFirst().sequence() - 1);
        return new Answer(events, sequence, numbers.newest(), lost, position < replacedAt, own);
    }

    private synchronized boolean isLeftOut(long number) {
        return numbers.isLeftOutSince(number);
    }

    private synchronized Account accounted(long number) {
        return new Account(numbers.newest(), !numbers.isLeftOutSince(number));
    }

    /** Requests are made without the lock, so that the others can ask what is known meanwhile. */
    private void read(Argus argus, int firstPage) throws ArgusException, InterruptedException {
        boolean wasBegun = begun();
        long before = newest();
        FeedPage page = argus.feed(firstPage, null);
        // Newcomers read at the same time, and the answer that comes first need not be the older one.
        if (begin(page) || (wasBegun && replaced(page))) {
            return;
        }
        Set<Long> taken = new HashSet<>();
        if (!take(page, taken) || isLeftOut(before)) {
            page = argus.feed(sizeFor(before), null);
            int pages = 1;
            while (!take(page, taken) && page.next() != null) {
                if (pages == MOST_PAGES) {
                    lose();
                    break;
                }
                page = argus.feed(LARGEST_PAGE, page.next());
                pages++;
            }
        }
        finished();
    }

    private void lookBack(long number, Argus argus) throws ArgusException, InterruptedException {
        Set<Long> taken = new HashSet<>();
        FeedPage page = argus.feed(LARGEST_PAGE, null);
        for (int pages = 1; ; pages++) {
            take(page, taken);
            if (!isLeftOut(number) || page.next() == null || pages == MOST_PAGES_BACK) {
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
        if (begun) {
            return false;
        }
        numbers.begin(page);
        begun = true;
        readAt = clock.instant();
        return true;
    }

    /** Another log than before: all that was known of it is void. */
    private synchronized boolean replaced(FeedPage page) {
        if (!numbers.isAnotherLog(page)) {
            return false;
        }
        kept.clear();
        numbers.begin(page);
        lose();
        replacedAt = sequence;
        readAt = clock.instant();
        return true;
    }

    private synchronized void lose() {
        sequence++;
        lostAt = sequence;
    }

    private synchronized void finished() {
        readAt = clock.instant();
    }

    /**
     * Takes what is new; tells whether the page reaches back to what was known, future events aside. What this very
     * reading has taken was not known: while more happens, a page may repeat the end of the one before it.
     */
    private synchronized boolean take(FeedPage page, Set<Long> taken) {
        Instant now = clock.instant();
        boolean reached = false;
        for (IncidentEvent event : page.events()) {
            if (numbers.add(event)) {
                kept.addLast(new News(++sequence, event));
                taken.add(event.pk());
            } else if (!taken.contains(event.pk()) && !event.timestamp().isAfter(now)) {
                reached = true;
            }
        }
        while (kept.size() > KEPT) {
            kept.removeFirst();
        }
        return reached;
    }

    /**
     * What happened.
     *
     * @param events in the order they were seen
     * @param position to ask from next time
     * @param newest number of the newest event that was seen so far
     * @param lost whether there was more than could be read
     * @param replaced whether the log is another one than it was, as after a restore: only a listing can tell
     * @param own whether it was read for the one who asked, with that one's token
     */
    record Answer(
            List<IncidentEvent> events, long position, long newest, boolean lost, boolean replaced, boolean own) {}

    /**
     * What is known of the log's numbers.
     *
     * @param newest number of the newest event that was seen so far
     * @param unbroken whether every event up to it was seen, from the one that was asked about on
     */
    public record Account(long newest, boolean unbroken) {}

    private record News(long sequence, IncidentEvent event) {}
}
