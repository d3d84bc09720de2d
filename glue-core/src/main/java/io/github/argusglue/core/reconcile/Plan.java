package io.github.argusglue.core.reconcile;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done in Argus, and what waits and why.
 *
 * @param actions in no particular order, at most one for each alert and incident
 * @param held what guards made wait
 * @param absentees open incidents whose alert is gone, and what ended lately
 * @param patience what waits for time to pass, and since when
 * @param quiet alerts that are not shown because a person closed their incident
 * @param unknown open incidents that nobody recognises and that are left alone
 * @param hidden alerts that are not shown because there are too many
 * @param planAt when something is due that another plan brings about; null if nothing is
 * @param lookAt when something is due if a snapshot taken then still says the same; null if nothing is
 */
public record Plan(
        List<Action> actions,
        List<Hold> held,
        Absentees absentees,
        Patience patience,
        int quiet,
        int unknown,
        int hidden,
        @Nullable Instant planAt,
        @Nullable Instant lookAt) {

    /** Tells whether Argus is as it should be, apart from what guards hold. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }

    /** Returns what guards made wait, one line each with a count. */
    public List<String> holds() {
        return held.stream().map(Hold::text).toList();
    }
}
