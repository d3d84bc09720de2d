package io.github.argusglue.dist.it.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings of a run.
 *
 * @param seed seed of all random choices
 * @param faults number of faults
 * @param minutes minimum duration
 * @param open number of alerts beside the usual few, most of which stay open all the time
 * @param only names of the kinds of faults to choose from; empty for all
 * @param without names of kinds to leave out
 */
record ChaosSettings(long seed, int faults, int minutes, int open, Set<String> only, Set<String> without) {
    /**
     * Reads {@code chaos.seed}, {@code chaos.faults}, {@code chaos.minutes}, {@code chaos.open}, {@code chaos.only},
     * {@code chaos.without} and {@code chaos.keep}: with true, nothing ends the program, so that its memory can be
     * compared.
     */
    static ChaosSettings ofSystemProperties(long usualSeed, int usualFaults) {
        Set<String> without = new TreeSet<>(names("chaos.without"));
        if (Boolean.getBoolean("chaos.keep")) {
            without.addAll(GlueFaults.ENDING);
        }
        return new ChaosSettings(
                Long.getLong("chaos.seed", usualSeed),
                Integer.getInteger("chaos.faults", usualFaults),
                Integer.getInteger("chaos.minutes", 0),
                Integer.getInteger("chaos.open", 0),
                names("chaos.only"),
                without);
    }

    private static Set<String> names(String property) {
        String names = System.getProperty(property, "");
        return names.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(names.split(",", -1)));
    }

    /** Returns those of the kinds that are wanted. */
    List<FaultKind> choose(List<FaultKind> kinds) {
        Set<String> known = kinds.stream().map(FaultKind::name).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(only);
        unknown.addAll(without);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "no such kinds of faults: " + unknown + "; there are " + new TreeSet<>(known));
        }
        return kinds.stream()
                .filter(kind -> only.isEmpty() || only.contains(kind.name()))
                .filter(kind -> !without.contains(kind.name()))
                .toList();
    }
}
