package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.ReservedKeys;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are shown when there are more than {@code max_open}: the most severe ones, the oldest first among
 * equals. What is shown stays until something more severe needs its place. One incident of our own says how many are
 * not shown.
 */
public final class MaxOpen {
    /** By which people find it. */
    static final Tag TAG = new Tag("problem_type", "max_open");

    private static final Comparator<DesiredIncident> MOST_SEVERE_FIRST = Comparator.comparingInt(DesiredIncident::level)
            .thenComparing(DesiredIncident::startTime)
            .thenComparing(desired -> desired.id().key());

    private final PlanBuilder planning;
    private final Desired desired;
    private final String sourceName;
    private final List<Tag> tags;
    private final int limit;

    MaxOpen(PlanBuilder planning, Desired desired, String sourceName, List<Tag> tags) {
        this.planning = planning;
        this.desired = desired;
        this.sourceName = sourceName;
        this.tags = tags;
        this.limit = planning.policy.storm().maxOpen();
    }

    /** Picks from what could be opened. */
    void choose() {
        List<Action.Opening> openings = planning.openings();
        int free = limit - planning.shown();
        if (limit == 0 || openings.size() <= free) {
            openings.forEach(planning::add);
            endSummary();
            return;
        }
        List<Action.Opening> rest = new ArrayList<>(openings);
        if (free > 0) {
            rest.sort(Comparator.comparing(Action.Opening::desired, MOST_SEVERE_FIRST));
            rest.subList(0, free).forEach(planning::add);
            rest = rest.subList(free, rest.size());
        }
        summarise(hide(rest, Math.max(0, -free)));
    }

    /**
     * Opens what is more severe than something that is shown, beyond the limit; and ends what is beyond the limit. So
     * nothing makes way for what cannot be opened after all.
     *
     * @param rest what could be opened and has no place
     * @param beyond so many are shown beyond the limit, or are just being opened
     * @return all that is not shown
     */
    private List<DesiredIncident> hide(List<Action.Opening> rest, int beyond) {
        List<DesiredIncident> shown = beyond > 0 || isWorthwhile(rest) ? replaceable() : List.of();
        int ended = Math.min(Math.max(0, planning.matched() - limit - underWay(beyond)), shown.size());
        shown.subList(0, ended).forEach(this::end);
        List<DesiredIncident> hidden = new ArrayList<>(shown.subList(0, ended));
        int next = Math.max(ended, beyond);
        if (next < shown.size()) {
            rest.sort(Comparator.comparing(Action.Opening::desired, MOST_SEVERE_FIRST));
        }
        for (Action.Opening action : rest) {
            if (next < shown.size()
                    && action.desired().level() < shown.get(next).level()) {
                planning.add(action);
                next++;
            } else {
                hidden.add(action.desired());
            }
        }
        return hidden;
    }

    /** At rest nothing is, and then nothing is sorted. */
    private boolean isWorthwhile(List<Action.Opening> rest) {
        int best =
                rest.stream().mapToInt(action -> action.desired().level()).min().orElse(Integer.MAX_VALUE);
        for (DesiredIncident incident : desired.incidents()) {
            if (incident.level() > best && isShown(incident)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the alerts that are shown and may make way, the least severe and newest first. */
    private List<DesiredIncident> replaceable() {
        return desired.incidents().stream()
                .filter(this::isShown)
                .sorted(MOST_SEVERE_FIRST.reversed())
                .toList();
    }

    /** Returns how many that are shown have something else under way, such as their end. */
    private int underWay(int beyond) {
        int count = 0;
        for (DesiredIncident incident : beyond > 0 ? desired.incidents() : List.<DesiredIncident>of()) {
            MirrorEntry entry = planning.mirror.find(incident.id());
            if (entry != null && !incident.isHeld() && !planning.mayEnd(entry)) {
                planning.waiting.remember(incident.id());
                count++;
            }
        }
        return count;
    }

    private boolean isShown(DesiredIncident incident) {
        MirrorEntry entry = planning.mirror.find(incident.id());
        return entry != null && !incident.isHeld() && planning.mayEnd(entry);
    }

    private void end(DesiredIncident incident) {
        MirrorEntry entry = planning.mirror.find(incident.id());
        if (entry != null) {
            planning.waiting.hasWaited(incident.id());
            planning.end(
                    entry,
                    planning.now,
                    "still open in " + sourceName + ", not shown: more than 'max_open' = " + limit
                            + " alerts, the most severe ones are");
        }
    }

    private void summarise(List<DesiredIncident> hidden) {
        if (hidden.isEmpty()) {
            // One more than there may be is open while it takes another one's place: soon there is something to tell.
            MirrorEntry entry = find();
            if (entry != null) {
                planning.hide(1);
                planning.nameSummary(entry);
            }
            return;
        }
        int[] levels = new int[6];
        hidden.forEach(incident -> levels[incident.level()]++);
        StringBuilder byLevel = new StringBuilder();
        int worst = 0;
        for (int level = 1; level <= 5; level++) {
            if (levels[level] > 0) {
                worst = worst == 0 ? level : worst;
                byLevel.append(byLevel.isEmpty() ? "" : ", ")
                        .append(levels[level])
                        .append(" of level ")
                        .append(level);
            }
        }
        planning.hide(hidden.size());
        MirrorEntry entry = find();
        if (entry != null && !desired.isComplete()) {
            planning.nameSummary(entry);
            return;
        }
        planning.waiting.hold(
                Hold.Guard.MAX_OPEN, "alerts not shown: more than 'max_open' = " + limit + " are open", hidden.size());
        planning.wantedSummary(new DesiredIncident(
                AlertId.startedAt(ReservedKeys.MAX_OPEN, desired.takenAt()),
                desired.takenAt(),
                worst,
                hidden.size() + " more alerts are open in " + sourceName + " than the " + limit
                        + " most severe ones that are shown: " + byLevel,
                tags,
                "",
                "",
                Map.of(),
                null));
    }

    private void endSummary() {
        MirrorEntry entry = find();
        if (entry == null) {
            return;
        }
        planning.nameSummary(entry);
        // How many there are is known from a complete snapshot only.
        if (desired.isComplete() && planning.mayEnd(entry)) {
            planning.end(entry, planning.now, "all alerts of " + sourceName + " are shown again");
        }
    }

    private @Nullable MirrorEntry find() {
        return planning.mirror.find(ReservedKeys.MAX_OPEN_KEY);
    }
}
