package io.github.argusglue.core.registry;

import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Hold;
import io.github.argusglue.core.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * How many updates may be sent now. A changed rule or tag can change every open incident at once; spread out they leave
 * Argus time for everybody else.
 */
public final class UpdatePace {
    /** An update costs Argus about 25 ms, so this is at most a quarter of one of its processes. */
    static final int MOST = 100;

    static final Duration STRETCH = Duration.ofSeconds(10);

    private Instant begun = Instant.MIN;
    private int sent;

    /** Notes that an update was sent. */
    public void sent(Instant now) {
        if (!isRunning(now)) {
            begun = now;
            sent = 0;
        }
        sent++;
    }

    /** Returns a plan that has no more of them than may be sent now; those stay that were not updated for longest. */
    public Plan spread(Plan plan, Mirror mirror, Instant now) {
        int room = isRunning(now) ? Math.max(0, MOST - sent) : MOST;
        List<Action> updates = plan.actions().stream().filter(Action::isPaced).toList();
        if (updates.size() <= room) {
            return plan;
        }
        Set<Action> stay = Collections.newSetFromMap(new IdentityHashMap<>());
        updates.stream()
                .sorted(Comparator.comparing(update -> lastOf(update, mirror)))
                .limit(room)
                .forEach(stay::add);
        Instant next = (isRunning(now) ? begun : now).plus(STRETCH);
        return plan.with(
                plan.actions().stream()
                        .filter(action -> !action.isPaced() || stay.contains(action))
                        .toList(),
                new Hold(Hold.Guard.UPDATE_PACE, words(updates.size() - room), updates.size() - room, next));
    }

    private static Instant lastOf(Action update, Mirror mirror) {
        MirrorEntry entry = mirror.get(update.pk());
        Instant last = entry == null ? null : entry.changedAt();
        return last == null ? Instant.MIN : last;
    }

    private static String words(int held) {
        Duration all = STRETCH.multipliedBy((held + MOST - 1) / MOST);
        return "updates of open incidents: at most " + MOST + " are sent in " + STRETCH.toSeconds()
                + " s, all of them take about "
                + (all.toMinutes() < 2 ? all.toSeconds() + " s" : all.toMinutes() + " min");
    }

    /** A begin that lies ahead means that the clock was set back since. */
    private boolean isRunning(Instant now) {
        return !begun.isAfter(now) && begun.plus(STRETCH).isAfter(now);
    }
}
