package io.github.argusglue.dist.it.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A request that may have changed something in Argus.
 *
 * @param source source whose token it had
 * @param process name of the process in its User-Agent
 * @param what its method and path
 * @param begin when it was received completely, as {@link System#nanoTime()}
 * @param end when Argus had answered it
 */
record Write(String source, String process, String what, long begin, long end) {
    /** Returns a line for each pair of writes of two processes for one source that overlap in time. */
    static List<String> overlaps(List<Write> writes) {
        List<Write> sorted =
                writes.stream().sorted(Comparator.comparingLong(Write::begin)).toList();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Write one = sorted.get(i);
            for (int j = i + 1; j < sorted.size() && sorted.get(j).begin - one.end < 0; j++) {
                Write other = sorted.get(j);
                if (one.source.equals(other.source) && !one.process.equals(other.process)) {
                    found.add("overlap of "
                            + Duration.ofNanos(one.end - other.begin).toMillis() + " ms: " + one + " and " + other);
                }
            }
        }
        return found;
    }
}
