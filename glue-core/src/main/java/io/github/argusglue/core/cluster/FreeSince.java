package io.github.argusglue.core.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Since when each source has had no owner; on the monotonic clock. */
final class FreeSince {
    private final Map<String, Long> since = new HashMap<>();

    void update(Set<String> sources, Set<String> owned) {
        long now = System.nanoTime();
        since.keySet().retainAll(sources);
        since.keySet().removeAll(owned);
        sources.stream().filter(source -> !owned.contains(source)).forEach(source -> since.putIfAbsent(source, now));
    }

    boolean isLongerThan(String source, Duration time) {
        Long begin = since.get(source);
        return begin != null && System.nanoTime() - begin > time.toNanos();
    }

    List<String> longerThan(Duration time) {
        return since.keySet().stream()
                .filter(source -> isLongerThan(source, time))
                .sorted()
                .toList();
    }
}
