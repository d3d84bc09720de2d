package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.EntrySet;
import io.github.argusglue.core.registry.MassCloseCandidates;
import io.github.argusglue.core.registry.PendingSince;
import io.github.argusglue.spi.LeftOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The actions to take in Argus, and what is held and why.
 *
 * @param actions in no particular order, at most one for each alert and incident
 * @param held what guards delay
 * @param massClose open incidents whose alert is absent, and what ended recently
 * @param pending what waits for time to pass, and since when
 * @param shown open incidents that were compared and have an open alert
 * @param quiet number of alerts that are not shown because a person closed their incident
 * @param unknown number of unrecognized open incidents that are not touched
 * @param hidden number of alerts that are not shown because there are too many
 * @param leftOut problems of the source that have no incident, because they are not reported, dropped or held
 * @param planAt when another plan has something to do; null if none
 * @param snapshotAt when something is due if a snapshot taken then confirms it; null if nothing is
 */
public record Plan(
        List<Action> actions,
        List<Hold> held,
        MassCloseCandidates massClose,
        PendingSince pending,
        EntrySet shown,
        int quiet,
        int unknown,
        int hidden,
        LeftOut leftOut,
        @Nullable Instant planAt,
        @Nullable Instant snapshotAt) {

    /** Returns whether Argus is as it should be, apart from what guards delay. */
    public boolean isEmpty() {
        return actions.isEmpty();
    }

    /** Returns a copy with other actions and one more hold; another plan is made when that is due. */
    Plan with(List<Action> fewer, Hold more) {
        List<Hold> all = new ArrayList<>(held);
        all.add(more);
        Instant due = more.until();
        Instant next = planAt == null || (due != null && due.isBefore(planAt)) ? due : planAt;
        return new Plan(fewer, all, massClose, pending, shown, quiet, unknown, hidden, leftOut, next, snapshotAt);
    }

    /** Returns the number of open incidents to change, including those that wait because of the update pace. */
    public int changes() {
        int now = (int) actions.stream().filter(Action.Change.class::isInstance).count();
        return now
                + held.stream()
                        .filter(hold -> hold.guard() == Hold.Guard.UPDATE_PACE)
                        .mapToInt(Hold::count)
                        .sum();
    }

    /** Returns the number of actions of each kind, for people; what is held is not counted. */
    public String summary() {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        actions.stream()
                .filter(Action::isWrite)
                .sorted(Comparator.comparingInt(Action::rank))
                .forEach(action -> kinds.merge(action.name(), 1, Integer::sum));
        return kinds.isEmpty()
                ? "nothing"
                : kinds.entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Returns what guards delay, one line each with a count. */
    public List<String> holds() {
        return held.stream().map(Hold::text).toList();
    }
}
