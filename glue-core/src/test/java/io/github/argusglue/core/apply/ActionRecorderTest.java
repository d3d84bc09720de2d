package io.github.argusglue.core.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.ActionLog.ActionKind;
import io.github.argusglue.core.status.ActionLog.ActionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ActionRecorderTest {
    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private final TestClock clock = new TestClock(T0);
    private final ActionLog actions = new ActionLog(clock);
    private final ActionRecorder recorder = new ActionRecorder(actions);

    @Test
    void keepsTheLastHundredNewestFirst() {
        for (int pk = 1; pk <= ActionLog.MAX + 5; pk++) {
            recorder.record(end(pk, "over"), closed(pk, false));
            clock.advance(Duration.ofSeconds(1));
        }

        assertEquals(ActionLog.MAX, actions.last().size());
        assertEquals(T0.plusSeconds(104), actions.last().get(0).at());
        assertTrue(actions.last().get(0).text().startsWith("end incident 105"));
        assertEquals(Map.of(new ActionKind("end", ActionStatus.DONE), 105L), actions.counts());
    }

    @Test
    void recordsTheStatus() {
        recorder.record(end(1, "over"), closed(1, true));
        recorder.record(end(2, "over"), failed(ArgusException.Kind.SERVER_DOWN));
        recorder.record(end(3, "over"), failed(ArgusException.Kind.REJECTED));

        assertEquals(ActionStatus.REFUSED, actions.last().get(0).result());
        assertTrue(actions.last().get(0).text().endsWith(": what Argus said"));
        assertEquals(ActionStatus.FAILED, actions.last().get(1).result());
        assertEquals(ActionStatus.FOUND, actions.last().get(2).result());
        assertEquals(
                Map.of(
                        new ActionKind("end", ActionStatus.FOUND), 1L,
                        new ActionKind("end", ActionStatus.FAILED), 1L,
                        new ActionKind("end", ActionStatus.REFUSED), 1L),
                actions.counts());
    }

    @Test
    void longTextsAreShortened() {
        recorder.record(end(1, "x".repeat(10_000)), closed(1, false));

        assertEquals(301, actions.last().get(0).text().length());
    }

    private static Action end(long pk, String why) {
        return new Action.End(null, pk, "a@1", T0, why, null);
    }

    private static Task.TaskResult<ActionResult> closed(long pk, boolean found) {
        ClosedIncident record = new ClosedIncident(pk, "a@1", T0, ClosedIncident.By.SOURCE);
        return result(new ActionResult.Closed(record, found), null);
    }

    private static Task.TaskResult<ActionResult> failed(ArgusException.Kind kind) {
        return result(null, new ArgusException(kind, "what Argus said"));
    }

    private static Task.TaskResult<ActionResult> result(
            @Nullable ActionResult outcome, @Nullable ArgusException failure) {
        return new Task.TaskResult<>(outcome, failure);
    }
}
