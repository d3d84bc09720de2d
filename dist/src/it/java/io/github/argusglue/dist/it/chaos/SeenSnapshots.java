package io.github.argusglue.dist.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The snapshots that argus-glue has taken of each source in a quiet phase. Two of them show it that an alert is over;
 * on a machine that is busy, they may be far apart.
 */
final class SeenSnapshots {
    private final Map<String, Instant> first = new HashMap<>();
    private final Map<String, Instant> last = new HashMap<>();

    /** The quiet phase begins again. */
    void clear() {
        first.clear();
        last.clear();
    }

    /**
     * Takes the times of the last snapshots.
     *
     * @param phase when the quiet phase began; what was taken before does not count
     */
    void add(Map<String, Instant> taken, Instant phase) {
        taken.forEach((source, at) -> {
            if (at.isAfter(phase)) {
                first.putIfAbsent(source, at);
                last.put(source, at);
            }
        });
    }

    /** Returns whether each of these sources has had two snapshots at least so far apart. */
    boolean spanAll(Collection<String> sources, Duration apart) {
        return sources.stream()
                .allMatch(source -> first.containsKey(source)
                        && Duration.between(first.get(source), last.get(source)).compareTo(apart) >= 0);
    }
}
