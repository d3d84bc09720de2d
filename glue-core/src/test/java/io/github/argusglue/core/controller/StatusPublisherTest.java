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
import io.github.argusglue.core.status.SourceStatus.LastProblem;
import io.github.argusglue.core.status.SourceStatus.RunState;
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
    private final StatusPublisher publisher = new StatusPublisher("oslo", clock);

    @Test
    void nothingIsKnownAtFirst() throws InterruptedException {
        SourceStatus status = publisher.status();

        assertEquals("oslo", status.source());
        assertEquals(-1, status.alerts());
        assertEquals(-1, status.open());
        assertNull(status.lastSnapshot());
        assertFalse(publisher.awaitSettled(Duration.ZERO));
    }

    @Test
    void awaitSettledReturnsWhenSettled() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> publisher.awaitSettled(LONG));
        Thread thread = new Thread(waiting);
        thread.start();
        publish(false);
        Await.until("waits", () -> thread.getState() == Thread.State.TIMED_WAITING);

        publish(true);

        assertTrue(waiting.get());
    }

    @Test
    void isNotSettledWithFault() throws InterruptedException {
        publish(true);
        publisher.argusFault("down", TokenHealth.GOOD);
        assertFalse(publisher.awaitSettled(Duration.ZERO));
        publish(true);
        assertFalse(publisher.awaitSettled(Duration.ZERO));
        assertEquals("down", publisher.status().argusFault());

        publisher.argusFault(null, TokenHealth.GOOD);
        publish(true);
        assertTrue(publisher.awaitSettled(Duration.ZERO));

        publisher.sourceFault("gone");
        assertFalse(publisher.awaitSettled(Duration.ZERO));
        assertEquals("gone", publisher.status().sourceFault());
    }

    @Test
    void closeEndsAllWaits() throws Exception {
        FutureTask<Boolean> settled = new FutureTask<>(() -> publisher.awaitSettled(LONG));
        FutureTask<Boolean> closed = new FutureTask<>(() -> publisher.awaitClosed(LONG));
        new Thread(settled).start();
        new Thread(closed).start();

        publisher.close();

        assertFalse(settled.get());
        assertTrue(closed.get());
    }

    @Test
    void showsStateAndSince() {
        assertEquals(RunState.STARTING, publisher.status().state());
        assertEquals(T0, publisher.status().since());

        clock.advance(MINUTE);
        publisher.sourceFault("gone");
        assertEquals(RunState.FAILING, publisher.status().state());
        assertEquals(T0.plus(MINUTE), publisher.status().since());
        clock.advance(MINUTE);
        publisher.sourceFault("gone again");
        assertEquals(T0.plus(MINUTE), publisher.status().since());

        clock.advance(MINUTE);
        publisher.sourceFault(null);
        publisher.snapshotDuration(Duration.ofMillis(12));
        publish(true, clock.instant(), null);
        assertEquals(RunState.ACTIVE, publisher.status().state());
        assertEquals(T0.plus(MINUTE.multipliedBy(3)), publisher.status().since());
        assertEquals(Duration.ofMillis(12), publisher.status().snapshotTook());
    }

    @Test
    void keepsLastTroubleAfterRecovery() {
        publisher.argusFault("401", TokenHealth.REFUSED);
        assertTrue(publisher.status().tokenRefused());
        clock.advance(MINUTE);

        publisher.argusFault(null, TokenHealth.GOOD);

        assertFalse(publisher.status().tokenRefused());
        assertNull(publisher.status().argusFault());
        assertEquals(new LastProblem(T0, "401"), publisher.status().lastProblem());
    }

    @Test
    void noticeIsShownAndTheSourceIsActive() {
        publish(true, T0, "many endings");
        publish(true, T0, "many endings");

        assertEquals(RunState.ACTIVE, publisher.status().state());
        assertEquals("many endings", publisher.status().notice());
        assertNull(publisher.status().sourceFault());
        assertEquals(new LastProblem(T0, "many endings"), publisher.status().lastProblem());
        publisher.argusFault("down", TokenHealth.GOOD);
        assertEquals("many endings", publisher.status().notice());
    }

    @Test
    void degradedIsAStateOfItsOwnBelowFailing() {
        publisher.degraded(List.of("am-2 is down"));
        publish(true, T0, null);
        assertEquals(RunState.DEGRADED, publisher.status().state());
        assertEquals(List.of("am-2 is down"), publisher.status().degraded());
        assertTrue(publisher.status().settled());
        assertEquals(new LastProblem(T0, "am-2 is down"), publisher.status().lastProblem());

        publisher.argusFault("Argus is down", TokenHealth.GOOD);
        assertEquals(RunState.FAILING, publisher.status().state());
        assertEquals(List.of("am-2 is down"), publisher.status().degraded(), "still true");
        publisher.argusFault(null, TokenHealth.GOOD);
        publisher.sourceFault("am-1 is down, too");
        assertEquals(RunState.FAILING, publisher.status().state());
        assertEquals(List.of(), publisher.status().degraded(), "outdated");

        clock.advance(MINUTE);
        publisher.sourceFault(null);
        publisher.degraded(List.of());
        publish(true, clock.instant(), null);
        assertEquals(RunState.ACTIVE, publisher.status().state());
        assertEquals(T0.plus(MINUTE), publisher.status().since());
    }

    @Test
    void newActivePeriodDiscardsStatusOfLastOne() {
        publisher.vitals(new SourceStatus.Vitals(MINUTE, T0, 3, 7, "no such case", 9));
        publish(true, T0, null);

        publisher.beginPeriod();
        publisher.argusFault("down", TokenHealth.GOOD);

        assertEquals(SourceStatus.Vitals.NONE, publisher.status().vitals());
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
        publisher.publish(runner, lastSnapshot, settled, problem);
    }
}
