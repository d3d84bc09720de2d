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
    private boolean begun;
    private Instant readAt = Instant.MIN;

    Feed(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Returns what happened since a position, reading the server unless somebody else has just done so.
     *
     * @param position from the last answer; -1 for a newcomer, who gets no events
     */
    synchronized Answer since(long position, Argus argus) throws ArgusException, InterruptedException {
        if (!readAt.plus(FRESH).isAfter(clock.instant())) {
            read(argus);
            readAt = clock.instant();
        }
        if (position < 0) {
            return new Answer(List.of(), sequence, false);
        }
        List<IncidentEvent> events = new ArrayList<>();
        for (News news : kept) {
            if (news.sequence() > position) {
                events.add(news.event());
            }
        }
        boolean lost = position < lostAt
                || (!kept.isEmpty() && position < kept.peekFirst().sequence() - 1);
        return new Answer(events, sequence, lost);
    }

    private void read(Argus argus) throws ArgusException, InterruptedException {
        FeedPage page = argus.feed(FIRST_PAGE, null);
        if (!begun) {
            page.events().forEach(event -> seen.add(event.pk()));
            begun = true;
            return;
        }
        for (int pages = 1; ; pages++) {
            if (take(page) || page.next() == null) {
                return;
            }
            if (pages == MOST_PAGES) {
                sequence++;
                lostAt = sequence;
                return;
            }
            page = argus.feed(FIRST_PAGE, page.next());
        }
    }

    /** Takes what is new; tells whether the page reaches back to what was known, future events aside. */
    private boolean take(FeedPage page) {
        Instant now = clock.instant();
        boolean reached = false;
        for (IncidentEvent event : page.events()) {
            if (seen.add(event.pk())) {
                kept.addLast(new News(++sequence, event));
            } else if (!event.timestamp().isAfter(now)) {
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
     * @param lost whether there was more than could be read
     */
    record Answer(List<IncidentEvent> events, long position, boolean lost) {}

    private record News(long sequence, IncidentEvent event) {}
}
