package io.github.argusglue.core.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.controller.ModelArgus;
import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.executor.StepQueue;
import io.github.argusglue.spi.Notice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of the queue; delivery is tested with whole loops. */
final class NoticeQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final TestClock clock = new TestClock(NOW);
    private final ModelArgus argus = new ModelArgus(clock);
    private final StepQueue lane = new StepQueue();
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private final NoticeQueue outbox = new NoticeQueue(argus, lane, List.of(), clock, inbox::add);

    private void flood(String name) {
        for (int i = 0; i < 3_000; i++) {
            outbox.post(Notice.builder(name + i, NOW).description("flood").build());
        }
    }

    private void runInbox() {
        for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
            message.run();
        }
    }

    @Test
    void busyLoopIsNotFlooded() {
        flood("a");
        assertEquals(1_000, inbox.size());
        assertEquals(2_000, outbox.dropped());
    }

    @Test
    void unsentNoticesAreLimited() {
        flood("a");
        runInbox();
        flood("b");
        runInbox();
        assertEquals(5_000, outbox.dropped());

        for (int i = 0; i < 2_000; i++) {
            outbox.send();
            lane.runReads();
            runInbox();
        }
        assertEquals(1_000, argus.server.all().size());
        flood("c");
        runInbox();
        assertEquals(7_000, outbox.dropped(), "there is room again");
    }
}
