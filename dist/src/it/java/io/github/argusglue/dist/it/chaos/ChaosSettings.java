package io.github.argusglue.dist.it.chaos;

import java.util.Arrays;
import java.util.List;

/**
 * The settings of a run.
 *
 * @param seed seed of all random choices
 * @param faults number of faults
 * @param kinds kinds of faults to choose from
 */
record ChaosSettings(long seed, int faults, List<FaultKind> kinds) {
    /** Reads {@code chaos.seed}, {@code chaos.faults}, {@code chaos.only} and {@code chaos.without}. */
    static ChaosSettings ofSystemProperties(long usualSeed, int usualFaults) {
        List<FaultKind> without = kinds("chaos.without", List.of());
        List<FaultKind> kinds = kinds("chaos.only", List.of(FaultKind.values())).stream()
                .filter(kind -> !without.contains(kind))
                .toList();
        return new ChaosSettings(
                Long.getLong("chaos.seed", usualSeed), Integer.getInteger("chaos.faults", usualFaults), kinds);
    }

    private static List<FaultKind> kinds(String property, List<FaultKind> otherwise) {
        String names = System.getProperty(property, "");
        return names.isEmpty()
                ? otherwise
                : Arrays.stream(names.split(",", -1)).map(FaultKind::valueOf).toList();
    }
}
