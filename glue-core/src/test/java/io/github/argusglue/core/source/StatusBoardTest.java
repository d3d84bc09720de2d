package io.github.argusglue.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.StepQueue;
import io.github.argusglue.core.reconcile.Policy;
import io.github.argusglue.core.reconcile.Reconciler;
import io.github.argusglue.core.reconcile.Shaper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class StatusBoardTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final StatusBoard board = new StatusBoard("oslo");

    @Test
    void atFirstNothingIsKnown() throws InterruptedException {
        SourceStatus status = board.status();

        assertEquals("oslo", status.source());
        assertEquals(-1, status.alerts());
        assertEquals(-1, status.open());
        assertNull(status.lastSnapshot());
        assertFalse(board.awaitSettled(Duration.ZERO));
    }

    @Test
    void oneWhoWaitsIsTold() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> board.awaitSettled(LONG));
        Thread thread = new Thread(waiting);
        thread.start();
        publish(false);
        Await.until("waits", () -> thread.getState() == Thread.State.TIMED_WAITING);

        publish(true);

        assertTrue(waiting.get());
    }

    @Test
    void whatHasAFaultIsNotSettled() throws InterruptedException {
        publish(true);
        board.argusFault("down");
        assertFalse(board.awaitSettled(Duration.ZERO));
        publish(true);
        assertFalse(board.awaitSettled(Duration.ZERO));
        assertEquals("down", board.status().argusFault());

        board.argusFault(null);
        publish(true);
        assertTrue(board.awaitSettled(Duration.ZERO));

        board.sourceFault("gone");
        assertFalse(board.awaitSettled(Duration.ZERO));
        assertEquals("gone", board.status().sourceFault());
    }

    @Test
    void aCloseEndsEveryWait() throws Exception {
        FutureTask<Boolean> settled = new FutureTask<>(() -> board.awaitSettled(LONG));
        FutureTask<Boolean> closed = new FutureTask<>(() -> board.awaitClosed(LONG));
        new Thread(settled).start();
        new Thread(closed).start();

        board.close();

        assertFalse(settled.get());
        assertTrue(closed.get());
    }

    private void publish(boolean settled) {
        Clock clock = Clock.systemUTC();
        Books books = new Books(
                new Shaper(List.of()),
                new Reconciler("oslo", 5),
                new Performer(new ModelArgus(clock), clock),
                new StepQueue(),
                Policy.DEFAULT,
                clock,
                (action, result) -> {});
        board.publish(books, null, settled, null);
    }
}
