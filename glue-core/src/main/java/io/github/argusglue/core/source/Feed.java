package io.github.argusglue.core.source;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The log of all incidents of one Argus server, read once for all its sources. A hint, never the truth: it is ordered
 * by the writers' timestamps, so late events appear in its middle, and changes of tags do not appear at all. When more
 * happened than a few pages tell, it says so, and a listing has to tell.
 */
final class Feed {
    private static final int FIRST_PAGE = 20;
    private static final int MOST_PAGES = 3;
    private static final int KEPT = 2_000;
    private static final int REMEMBERED = 10_000;
    private static final Duration FRESH = Duration.ofMillis(500);

    private final InstantSource clock;
    private final Deque<News> kept = new ArrayDeque<>();
    private final Set<Long> seen = new LinkedHashSet<>();
    private long sequence;
    private long lostAt;
    private long newest;
    private boolean begun;
    private int reading;
    private Instant readAt = Instant.MIN;

    Feed(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns what happened since a position, reading the server unless somebody else has just done so, or is doing so:
     * then it is what is known so far, and nobody waits for a server that hangs but the one who asks it.
     *
     * @param position from the last answer; -1 for a newcomer, who gets no events
     */
    Answer since(long position, Argus argus) throws ArgusException, InterruptedException {
        return since(position, argus, FRESH);
    }

    /** Returns the same, content with what was read up to {@code age} ago. */
    Answer since(long position, Argus argus, Duration age) throws ArgusException, InterruptedException {
        boolean own = beginReading(position < 0, age);
        if (own) {
            try {
                read(argus);
            } finally {
                endReading();
            }
        }
        return known(position, own);
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
            return new Answer(List.of(), sequence, newest, false, own);
        }
        List<IncidentEvent> events = new ArrayList<>();
        for (News news : kept) {
            if (news.sequence() > position) {
                events.add(news.event());
            }
        }
        boolean lost = position < lostAt
                || (!kept.isEmpty() && position < kept.peekFirst().sequence() - 1);
        return new Answer(events, sequence, newest, lost, own);
    }

    /** Requests are made without the lock, so that the others can ask what is known meanwhile. */
    private void read(Argus argus) throws ArgusException, InterruptedException {
        FeedPage page = argus.feed(FIRST_PAGE, null);
        if (begin(page)) {
            return;
        }
        Set<Long> taken = new HashSet<>();
        int pages = 1;
        while (!take(page, taken) && page.next() != null) {
            if (pages == MOST_PAGES) {
                lose();
                break;
            }
            page = argus.feed(FIRST_PAGE, page.next());
            pages++;
        }
        finished();
    }

    private synchronized boolean begin(FeedPage page) {
        if (begun) {
            return false;
        }
        page.events().forEach(event -> {
            seen.add(event.pk());
            newest = Math.max(newest, event.pk());
        });
        begun = true;
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
            newest = Math.max(newest, event.pk());
            if (seen.add(event.pk())) {
                kept.addLast(new News(++sequence, event));
                taken.add(event.pk());
            } else if (!taken.contains(event.pk()) && !event.timestamp().isAfter(now)) {
                reached = true;
            }
        }
        while (kept.size() > KEPT) {
            kept.removeFirst();
        }
        if (seen.size() > REMEMBERED) {
            List<Long> oldest = new ArrayList<>(seen).subList(0, seen.size() - REMEMBERED / 2);
            seen.removeAll(Set.copyOf(oldest));
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
     * @param own whether it was read for the one who asked, with that one's token
     */
    record Answer(List<IncidentEvent> events, long position, long newest, boolean lost, boolean own) {}

    private record News(long sequence, IncidentEvent event) {}
}
