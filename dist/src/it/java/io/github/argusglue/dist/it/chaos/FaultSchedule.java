package io.github.argusglue.dist.it.chaos;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The kinds, order, durations and gaps of the faults. The same seed gives the same schedule. */
final class FaultSchedule {
    private static final long SHORTEST_MILLIS = 300;
    private static final int LONGEST_GAP_MILLIS = 1_500;

    private final Random random;
    private final List<FaultKind> urn;
    private int number;

    FaultSchedule(long seed, List<FaultKind> kinds) {
        random = new Random(seed);
        urn = kinds.stream()
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight()))
                .toList();
    }

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

    Planned next() {
        number++;
        FaultKind kind = urn.get(random.nextInt(urn.size()));
        int span = Math.toIntExact(Math.max(1, kind.mostMillis() - SHORTEST_MILLIS));
        long lasts = SHORTEST_MILLIS + random.nextInt(span);
        long gap = 200L + random.nextInt(LONGEST_GAP_MILLIS);
        return new Planned(number, kind, lasts, gap, random.nextLong());
    }
}
