package io.github.argusglue.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.controller.ModelArgus;
import io.github.argusglue.core.controller.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EventFeedTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ModelArgus argus = new ModelArgus(clock);
    private final EventFeed feed = new EventFeed(clock);
    private long pk;
    private long position;

    @BeforeEach
    void incident() {
        pk = argus.server.addLegacyIncident("a");
    }

    @Test
    void newReaderGetsNoPastEvents() throws Exception {
        happen(30);

        assertEquals(List.of(), read(-1).events());
    }

    @Test
    void returnsEachEventOnce() throws Exception {
        read(-1);
        happen(3);
        assertEquals(3, read(position).events().size());
        assertEquals(0, read(position).events().size());
        happen(1);
        assertEquals(1, read(position).events().size());
    }

    @Test
    void readsPagesUntilAKnownEvent() throws Exception {
        read(-1);
        happen(55);

        EventFeed.FeedEvents answer = read(position);

        assertEquals(55, answer.events().size());
        assertFalse(answer.lost());
        assertEquals(2, pages(), "a small one, and one that is large enough");
    }

    @Test
    void readsOneSmallPageIfNothingHappened() throws Exception {
        happen(30);
        read(-1);
        argus.feedPageSizes.clear();

        read(position);

        assertEquals(List.of(2), argus.feedPageSizes);
    }

    /** New events between two requests shift the pages: the next page repeats the end of the previous one. */
    @Test
    void repeatedEventsOfAPageDoNotCountAsKnown() throws Exception {
        read(-1);
        happen(300);
        AtomicInteger calls = new AtomicInteger();
        argus.faults(call -> {
            if (call.startsWith("feed") && calls.incrementAndGet() == 3) {
                happen(5);
            }
            return ModelArgus.Fault.NONE;
        });

        assertEquals(300, read(position).events().size());
        assertEquals(5, read(position).events().size());
    }

    @Test
    void readsAfterTheClockWasSetBack() throws Exception {
        read(-1);
        clock.advance(Duration.ofHours(-1));
        happen(3);
        assertEquals(3, feed.eventsSince(position, argus).events().size());
    }

    @Test
    void reportsLossIfThereAreTooManyEvents() throws Exception {
        read(-1);
        happen(700);

        EventFeed.FeedEvents answer = read(position);

        assertEquals(600, answer.events().size(), "what it has is told");
        assertTrue(answer.lost());
        assertFalse(read(position).lost(), "once");
        happen(2);
        assertEquals(2, read(position).events().size());
    }

    @Test
    void eventInTheFutureDoesNotHideOthers() throws Exception {
        read(-1);
        argus.server.post(pk, EventType.END, clock.instant().plus(Duration.ofHours(1)), "to come");
        happen(25);

        assertEquals(26, read(position).events().size());
        happen(21);
        assertEquals(21, read(position).events().size());
        assertEquals(0, read(position).events().size());
    }

    @Test
    void lateEventInTheMiddleIsFound() throws Exception {
        happen(5);
        read(-1);
        happen(2);
        argus.server.post(pk, EventType.END, clock.instant().minus(Duration.ofSeconds(4)), "late");
        happen(2);

        List<IncidentEvent> events = read(position).events();

        assertEquals(5, events.size());
        assertTrue(events.stream().anyMatch(event -> event.description().equals("late")));
    }

    @Test
    void missingEventIsFoundBySearch() throws Exception {
        happen(500);
        read(-1);
        long newest = read(position).newest();
        argus.server.post(pk, EventType.END, clock.instant().minus(Duration.ofSeconds(250)), "late");
        happen(250);
        assertEquals(250, read(position).events().size());

        EventFeed.NumberCheck account = account(newest);

        assertTrue(account.unbroken());
        assertEquals(newest + 251, account.newest());
        assertEquals("late", read(position).events().get(0).description());
    }

    @Test
    void unusedNumberIsAGap() throws Exception {
        happen(5);
        read(-1);
        long newest = read(position).newest();
        argus.server.skipNumbers(2);
        happen(1);
        read(position);

        assertFalse(account(newest).unbroken());
        assertTrue(account(newest + 3).unbroken(), "what came before was listed");
        assertFalse(read(position).lost(), "nothing else is affected");
    }

    @Test
    void numberMissingForAMomentIsNoGap() throws Exception {
        happen(5);
        read(-1);
        long newest = read(position).newest();
        argus.server.hideNextEvent();
        happen(2);
        assertEquals(1, read(position).events().size());
        argus.server.showHiddenEvent();

        assertTrue(account(newest).unbroken());
        assertEquals(1, read(position).events().size());
    }

    @Test
    void restoredServerHasADifferentLog() throws Exception {
        read(-1);
        happen(5);
        read(position);
        argus.server.forgetEvents(3);

        assertTrue(read(position).replaced());
        assertFalse(read(position).replaced(), "once");
        happen(1);
        assertEquals(1, read(position).events().size());
    }

    @Test
    void reusedNumberMeansADifferentLog() throws Exception {
        read(-1);
        happen(5);
        read(position);
        argus.server.forgetEvents(3);
        happen(3);

        assertTrue(read(position).replaced());
    }

    private EventFeed.NumberCheck account(long number) throws Exception {
        clock.advance(Duration.ofSeconds(1));
        return Objects.requireNonNull(feed.checkNumbers(number, argus));
    }

    @Test
    void severalSourcesShareOneReading() throws Exception {
        read(-1);
        happen(2);
        clock.advance(Duration.ofSeconds(1));
        argus.takeCalls();

        EventFeed.FeedEvents one = feed.eventsSince(position, argus);
        EventFeed.FeedEvents other = feed.eventsSince(position, argus);
        EventFeed.FeedEvents newcomer = feed.eventsSince(-1, argus);

        assertEquals(2, pages());
        assertEquals(one.events(), other.events());
        assertEquals(one.position(), newcomer.position());
    }

    @Test
    void slowReaderIsToldOfTheLoss() throws Exception {
        read(-1);
        long away = position;
        for (int i = 0; i < 60; i++) {
            happen(40);
            read(position);
        }

        assertTrue(read(away).lost());
        assertFalse(read(position).lost());
    }

    @Test
    void failureAffectsOnlyTheReader() throws Exception {
        read(-1);
        happen(2);
        clock.advance(Duration.ofSeconds(1));
        argus.faults(call -> ModelArgus.Fault.BAD_TOKEN);

        assertThrows(ArgusException.class, () -> feed.eventsSince(position, argus));

        argus.faults(call -> ModelArgus.Fault.NONE);
        assertEquals(2, feed.eventsSince(position, argus).events().size());
    }

    @Test
    @Timeout(20)
    void aReadThatHangsIsWaitedForByNobodyElse() throws Exception {
        read(-1);
        happen(2);
        clock.advance(Duration.ofSeconds(1));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        argus.faults(call -> hang(asked, answered));
        CompletableFuture<EventFeed.FeedEvents> first = CompletableFuture.supplyAsync(() -> ask(position));
        asked.await();

        assertEquals(List.of(), feed.eventsSince(position, argus).events(), "what is known so far");
        assertEquals(position, feed.eventsSince(-1, argus).position());

        answered.countDown();
        assertEquals(2, first.get().events().size());
        assertEquals(2, feed.eventsSince(position, argus).events().size(), "nothing is lost by not waiting");
    }

    private static ModelArgus.Fault hang(CountDownLatch asked, CountDownLatch answered) {
        asked.countDown();
        try {
            answered.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return ModelArgus.Fault.NONE;
    }

    private EventFeed.FeedEvents ask(long from) {
        try {
            return feed.eventsSince(from, argus);
        } catch (ArgusException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void happen(int events) {
        for (int i = 0; i < events; i++) {
            clock.advance(Duration.ofSeconds(1));
            argus.server.person(pk, EventType.ACK);
        }
    }

    private EventFeed.FeedEvents read(long from) throws Exception {
        clock.advance(Duration.ofSeconds(1));
        argus.takeCalls();
        EventFeed.FeedEvents answer = feed.eventsSince(from, argus);
        position = answer.position();
        return answer;
    }

    private int pages() {
        return (int) argus.takeCalls().stream().filter("feed"::equals).count();
    }
}
