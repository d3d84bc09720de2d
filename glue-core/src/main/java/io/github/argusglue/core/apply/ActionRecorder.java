package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.status.ActionLog;

/** Records the result of each action for the status page. */
public final class ActionRecorder {
    private final ActionLog actions;

    public ActionRecorder(ActionLog actions) {
        this.actions = actions;
    }

    /** Records the result of an action. */
    public void record(Action action, Task.TaskResult<ActionResult> result) {
        ArgusException failure = result.failure();
        actions.record(action.name(), action.describe(), kindOf(result), failure == null ? null : failure.getMessage());
    }

    private static ActionLog.ActionStatus kindOf(Task.TaskResult<ActionResult> result) {
        ArgusException failure = result.failure();
        ActionResult value = result.value();
        if (failure != null) {
            return switch (failure.kind()) {
                case REJECTED, DUPLICATE_ID -> ActionLog.ActionStatus.REFUSED;
                default -> ActionLog.ActionStatus.FAILED;
            };
        }
        return value != null && value.isFound() ? ActionLog.ActionStatus.FOUND : ActionLog.ActionStatus.DONE;
    }
}
