package io.github.argusglue.dist.it.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The kinds, order, durations and gaps of the faults. The same seed gives the same schedule. */
final class FaultSchedule {
    private static final long SHORTEST_MILLIS = 300;
    private static final int LONGEST_GAP_MILLIS = 1_500;

    private FaultSchedule() {}

    /**
     * One fault.
     *
     * @param lastsMillis duration
     * @param gapMillis time from its start to that of the next; they overlap if this is shorter
     * @param seed seed of the fault's own random choices
     */
    record Planned(int number, FaultKind kind, long lastsMillis, long gapMillis, long seed) {
        @Override
        public String toString() {
            return "fault " + number + ": " + kind + " for " + lastsMillis + " ms";
        }
    }

    static List<Planned> of(long seed, int count, List<FaultKind> kinds) {
        Random random = new Random(seed);
        List<FaultKind> urn = kinds.stream()
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight()))
                .toList();
        List<Planned> planned = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            FaultKind kind = urn.get(random.nextInt(urn.size()));
            int span = Math.toIntExact(Math.max(1, kind.mostMillis() - SHORTEST_MILLIS));
            long lasts = SHORTEST_MILLIS + random.nextInt(span);
            long gap = 200L + random.nextInt(LONGEST_GAP_MILLIS);
            planned.add(new Planned(number, kind, lasts, gap, random.nextLong()));
        }
        return planned;
    }
}
