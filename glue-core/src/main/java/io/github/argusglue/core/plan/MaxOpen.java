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
 * Chooses the alerts that are shown if there are more than {@code max_open}: the most severe ones, and the oldest first
 * among equals. An incident stays shown until a more severe alert needs its place. A summary incident reports how many
 * alerts are not shown.
 */
final class MaxOpen {
    /** Tag of the summary incident, to filter by. */
    static final Tag TAG = new Tag("problem_type", "max_open");

    private static final Comparator<DesiredIncident> MOST_SEVERE_FIRST = Comparator.comparingInt(DesiredIncident::level)
            .thenComparing(DesiredIncident::startTime)
            .thenComparing(desired -> desired.id().key());

    private final PlanBuilder builder;
    private final Desired desired;
    private final String sourceName;
    private final List<Tag> tags;
    private final int limit;

    MaxOpen(PlanBuilder builder, Desired desired, String sourceName, List<Tag> tags) {
        this.builder = builder;
        this.desired = desired;
        this.sourceName = sourceName;
        this.tags = tags;
        this.limit = builder.policy.floodLimits().maxOpen();
    }

    /** Chooses from the alerts that could be opened. */
    void choose() {
        List<Action.Opening> openings = builder.openings();
        int free = limit - builder.shown();
        if (limit == 0 || openings.size() <= free) {
            openings.forEach(builder::add);
            endSummary();
            return;
        }
        List<Action.Opening> rest = new ArrayList<>(openings);
        if (free > 0) {
            rest.sort(Comparator.comparing(Action.Opening::desired, MOST_SEVERE_FIRST));
            rest.subList(0, free).forEach(builder::add);
            rest = rest.subList(free, rest.size());
        }
        summarise(hide(rest, Math.max(0, -free)));
    }

    /**
     * Opens alerts that are more severe than a shown one, even beyond the limit, and ends incidents that are beyond the
     * limit. So no incident is ended for another one that cannot be opened.
     *
     * @param rest alerts that could be opened and have no place
     * @param beyond number of alerts beyond the limit that are shown or being opened
     * @return all alerts that are not shown
     */
    private List<DesiredIncident> hide(List<Action.Opening> rest, int beyond) {
        List<DesiredIncident> shown = beyond > 0 || isWorthwhile(rest) ? replaceable() : List.of();
        int ended = Math.min(Math.max(0, builder.matched() - limit - inProgress(beyond)), shown.size());
        shown.subList(0, ended).forEach(this::end);
        List<DesiredIncident> hidden = new ArrayList<>(shown.subList(0, ended));
        int next = Math.max(ended, beyond);
        if (next < shown.size()) {
            rest.sort(Comparator.comparing(Action.Opening::desired, MOST_SEVERE_FIRST));
        }
        for (Action.Opening action : rest) {
            if (next < shown.size()
                    && action.desired().level() < shown.get(next).level()) {
                builder.add(action);
                next++;
            } else {
                hidden.add(action.desired());
            }
        }
        return hidden;
    }

    /** Returns whether an alert is more severe than a shown one. Usually none is, and nothing has to be sorted. */
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

    /** Returns the shown alerts that can be replaced, least severe and newest first. */
    private List<DesiredIncident> replaceable() {
        return desired.incidents().stream()
                .filter(this::isShown)
                .sorted(MOST_SEVERE_FIRST.reversed())
                .toList();
    }

    /** Returns how many shown incidents have another action in progress, such as their end. */
    private int inProgress(int beyond) {
        int count = 0;
        for (DesiredIncident incident : beyond > 0 ? desired.incidents() : List.<DesiredIncident>of()) {
            MirrorEntry entry = builder.mirror.find(incident.id());
            if (entry != null && !incident.isHeld() && !builder.mayEnd(entry)) {
                builder.holds.keepSeenSince(incident.id());
                count++;
            }
        }
        return count;
    }

    private boolean isShown(DesiredIncident incident) {
        MirrorEntry entry = builder.mirror.find(incident.id());
        return entry != null && !incident.isHeld() && builder.mayEnd(entry);
    }

    private void end(DesiredIncident incident) {
        MirrorEntry entry = builder.mirror.find(incident.id());
        if (entry != null) {
            builder.holds.skipDelay(incident);
            builder.end(
                    entry,
                    builder.now,
                    "still open in " + sourceName + ", but no longer shown: only the most severe alerts"
                            + " are, as more than 'max_open' = " + limit + " are open");
        }
    }

    private void summarise(List<DesiredIncident> hidden) {
        if (hidden.isEmpty()) {
            // While an incident replaces another one, one more than the limit is open; the summary is needed again
            // soon.
            MirrorEntry entry = find();
            if (entry != null) {
                builder.setHidden(1);
                builder.markSummary(entry);
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
        builder.setHidden(hidden.size());
        MirrorEntry entry = find();
        if (entry != null && !desired.isComplete()) {
            builder.markSummary(entry);
            return;
        }
        builder.holds.hold(
                Hold.Guard.MAX_OPEN, "alerts not shown: more than 'max_open' = " + limit + " are open", hidden.size());
        builder.decideSummary(new DesiredIncident(
                AlertId.startedAt(ReservedKeys.MAX_OPEN, desired.takenAt()),
                desired.takenAt(),
                worst,
                hidden.size() + " more alerts are open in " + sourceName + " in addition to the " + limit
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
        builder.markSummary(entry);
        // Only a complete snapshot shows how many there are.
        if (desired.isComplete() && builder.mayEnd(entry)) {
            builder.end(entry, builder.now, "all alerts of " + sourceName + " are shown again");
        }
    }

    private @Nullable MirrorEntry find() {
        return builder.mirror.find(ReservedKeys.MAX_OPEN_KEY);
    }
}
