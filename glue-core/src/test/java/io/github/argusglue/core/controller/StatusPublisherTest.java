package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.StepQueue;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.Problem;
import io.github.argusglue.core.status.SourceStatus.SourceState;
import io.github.argusglue.core.status.SourceStatus.TokenHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusPublisherTest {
    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock(T0);
    private final StatusPublisher board = new StatusPublisher("oslo", clock);

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
        board.argusFault("down", TokenHealth.GOOD);
        assertFalse(board.awaitSettled(Duration.ZERO));
        publish(true);
        assertFalse(board.awaitSettled(Duration.ZERO));
        assertEquals("down", board.status().argusFault());

        board.argusFault(null, TokenHealth.GOOD);
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

    @Test
    void itTellsWhatTheSourceDoesAndSinceWhen() {
        assertEquals(SourceState.STARTING, board.status().state());
        assertEquals(T0, board.status().since());

        clock.advance(MINUTE);
        board.sourceFault("gone");
        assertEquals(SourceState.FAILING, board.status().state());
        assertEquals(T0.plus(MINUTE), board.status().since());
        clock.advance(MINUTE);
        board.sourceFault("gone again");
        assertEquals(T0.plus(MINUTE), board.status().since());

        clock.advance(MINUTE);
        board.sourceFault(null);
        board.snapshotTook(Duration.ofMillis(12));
        publish(true, clock.instant(), null);
        assertEquals(SourceState.ACTIVE, board.status().state());
        assertEquals(T0.plus(MINUTE.multipliedBy(3)), board.status().since());
        assertEquals(Duration.ofMillis(12), board.status().snapshotTook());
    }

    @Test
    void theLastTroubleStaysWhenItIsOver() {
        board.argusFault("401", TokenHealth.REFUSED);
        assertTrue(board.status().tokenRefused());
        clock.advance(MINUTE);

        board.argusFault(null, TokenHealth.GOOD);

        assertFalse(board.status().tokenRefused());
        assertNull(board.status().argusFault());
        assertEquals(new Problem(T0, "401"), board.status().lastProblem());
    }

    @Test
    void oneThatIsDegradedIsActiveAndSaysWhatIsWrong() {
        publish(true, T0, "push channel down");
        publish(true, T0, "push channel down");

        assertEquals(SourceState.ACTIVE, board.status().state());
        assertEquals("push channel down", board.status().sourceFault());
        assertEquals(new Problem(T0, "push channel down"), board.status().lastProblem());
        board.argusFault("down", TokenHealth.GOOD);
        assertEquals("push channel down", board.status().sourceFault());
    }

    @Test
    void aNewActivePeriodShowsNothingOfTheLastOne() {
        board.vitals(new SourceStatus.Vitals(MINUTE, T0, 3, 7, "no such case", 9));
        publish(true, T0, null);

        board.begin();
        board.argusFault("down", TokenHealth.GOOD);

        assertEquals(SourceStatus.Vitals.NONE, board.status().vitals());
    }

    private void publish(boolean settled) {
        publish(settled, null, null);
    }

    private void publish(boolean settled, @Nullable Instant lastSnapshot, @Nullable String problem) {
        PlanRunner runner = new PlanRunner(
                new AlertShaper(List.of()),
                new Reconciler("oslo", 5),
                new ActionExecutor(new ModelArgus(clock), clock),
                new StepQueue(),
                Policy.DEFAULT,
                clock,
                (action, result) -> {});
        board.publish(runner, lastSnapshot, settled, problem);
    }
}
