package io.github.argusglue.core.reconcile;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done in Argus, and what waits and why.
 *
 * @param actions in no particular order, at most one for each alert and incident
 * @param holds what guards made wait, one line each with a count
 * @param absentees incidents that wait for another snapshot to agree that they are over
 * @param quiet alerts that are not shown because a person closed their incident
 * @param unknown open incidents that nobody recognises and that are left alone
 * @param dueAt when something that waits for time alone is due; null if nothing is
 */
public record Plan(
        List<Action> actions,
        List<String> holds,
        Absentees absentees,
        int quiet,
        int unknown,
        @Nullable Instant dueAt) {

    /** Tells whether Argus is as it should be, apart from what guards hold. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
