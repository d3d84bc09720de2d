package io.github.argusglue.core.shape;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds a source that gives the same alerts other ids in each snapshot.
 *
 * <p>One replaced snapshot proves nothing: a source that was restarted numbers its alerts anew, and a busy source may
 * have other alerts each time. So several snapshots in a row must have no id of the one before, but its contents. With
 * the starts of before, an occurrence has got another id. With other starts, the alerts may really have begun anew, so
 * more snapshots are needed, above all if there are few alerts: one that flaps may be new in each snapshot.
 */
public final class ChangingIds {
    /** How many snapshots in a row, if the starts stay. */
    static final int SAME_STARTS = 3;

    /** How many snapshots in a row, if the starts change. */
    static final int OTHER_STARTS = 5;

    /** The same for fewer alerts than {@link #FEW}. */
    static final int OTHER_STARTS_OF_FEW = 20;

    static final int FEW = 3;

    private int sameStarts;
    private int otherStarts;
    private @Nullable Example example;

    /**
     * An alert that got another id.
     *
     * @param before its id in a snapshot
     * @param now its id in the next snapshot
     */
    public record Example(AlertId before, AlertId now, String description) {
        /** Returns the example in one line for people. */
        public String text() {
            return "'" + TextLimits.excerpt(before.value()) + "' and '" + TextLimits.excerpt(now.value())
                    + "' are both '" + TextLimits.excerpt(description) + "'";
        }
    }

    /** What an alert is, apart from its id; tags may be in any order. */
    private record Content(String description, Set<Tag> tags, Instant startedAt) {
        static Content of(Alert alert) {
            return new Content(alert.description(), Set.copyOf(alert.tags()), alert.startedAt());
        }

        static Content withoutStart(Alert alert) {
            return new Content(alert.description(), Set.copyOf(alert.tags()), Instant.EPOCH);
        }
    }

    /** Takes a snapshot that has an id of the one before: ids last. */
    void idFound() {
        interrupted();
        example = null;
    }

    /** Takes a snapshot that shows nothing about ids. */
    void interrupted() {
        sameStarts = 0;
        otherStarts = 0;
    }

    /** Takes a snapshot that has no id of the one before. */
    void compare(List<Alert> before, List<Alert> now) {
        // Some alerts may come and go at the same time.
        if (2 * common(before, now, Content::of) >= Math.max(before.size(), now.size())) {
            sameStarts++;
            otherStarts++;
            note(before, now, Content::of);
        } else if (before.size() == now.size() && common(before, now, Content::withoutStart) == now.size()) {
            sameStarts = 0;
            otherStarts++;
            note(before, now, Content::withoutStart);
        } else {
            interrupted();
        }
    }

    private void note(List<Alert> before, List<Alert> now, Function<Alert, Content> content) {
        if (sameStarts >= SAME_STARTS || otherStarts >= (now.size() < FEW ? OTHER_STARTS_OF_FEW : OTHER_STARTS)) {
            example = find(before, now, content);
        }
    }

    /** Returns how many alerts have the content of an alert of before, each counted once. */
    private static int common(List<Alert> before, List<Alert> now, Function<Alert, Content> content) {
        Map<Content, Integer> counts = new HashMap<>();
        before.forEach(alert -> counts.merge(content.apply(alert), 1, Integer::sum));
        int common = 0;
        for (Alert alert : now) {
            Content key = content.apply(alert);
            int left = counts.getOrDefault(key, 0);
            if (left > 0) {
                counts.put(key, left - 1);
                common++;
            }
        }
        return common;
    }

    private static @Nullable Example find(List<Alert> before, List<Alert> now, Function<Alert, Content> content) {
        Map<Content, Alert> byContent = new HashMap<>();
        before.forEach(alert -> byContent.putIfAbsent(content.apply(alert), alert));
        for (Alert alert : now) {
            Alert earlier = byContent.get(content.apply(alert));
            if (earlier != null) {
                return new Example(earlier.id(), alert.id(), alert.description());
            }
        }
        return null;
    }

    /**
     * Returns the latest example; null if ids do not change in each snapshot, as far as is known. It changes with each
     * snapshot that shows the fault again.
     */
    public @Nullable Example example() {
        return example;
    }
}
