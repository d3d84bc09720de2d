package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.registry.UpdatePace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Limits the updates of a plan to the number that may be sent now: those whose incident was not updated for longest.
 */
final class UpdateSpread {
    private final UpdatePace pace;
    private final Mirror mirror;
    private final Instant now;

    UpdateSpread(UpdatePace pace, Mirror mirror, Instant now) {
        this.pace = pace;
        this.mirror = mirror;
        this.now = now;
    }

    /** Returns the plan without the updates that have to wait. */
    Plan spread(Plan plan) {
        List<Action> updates = plan.actions().stream().filter(Action::isPaced).toList();
        int room = pace.remaining(now);
        if (updates.size() <= room) {
            return plan;
        }
        Set<Action> stay = Collections.newSetFromMap(new IdentityHashMap<>());
        updates.stream()
                .sorted(Comparator.comparing(this::lastUpdate))
                .limit(room)
                .forEach(stay::add);
        int held = updates.size() - room;
        return plan.with(
                plan.actions().stream()
                        .filter(action -> !action.isPaced() || stay.contains(action))
                        .toList(),
                new Hold(Hold.Guard.UPDATE_PACE, describe(held), held, pace.nextAt(now)));
    }

    private Instant lastUpdate(Action update) {
        MirrorEntry entry = mirror.get(update.pk());
        Instant last = entry == null ? null : entry.changedAt();
        return last == null ? Instant.MIN : last;
    }

    private static String describe(int held) {
        int stretches = (held + UpdatePace.MAX - 1) / UpdatePace.MAX;
        Duration all = UpdatePace.PERIOD.multipliedBy(stretches);
        return "updates of open incidents: at most " + UpdatePace.MAX + " are sent in "
                + UpdatePace.PERIOD.toSeconds() + " s, all of them take about "
                + (all.toMinutes() < 2 ? all.toSeconds() + " s" : all.toMinutes() + " min");
    }
}
