package io.github.argusglue.plugin.mist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pairs alarms that say that something went wrong with those that say that it works again. Of each place (kind, site,
 * device, port), the one that happened last decides.
 */
final class AlarmEvents {
    private final Map<String, Alarm> problems = new LinkedHashMap<>();
    private final Map<String, Alarm> recoveries = new LinkedHashMap<>();

    /** @param problem type of the problem that the alarm is about */
    void add(String problem, Alarm alarm) {
        boolean isProblem = alarm.type().equals(problem);
        Map<String, Alarm> events = isProblem ? problems : recoveries;
        events.merge(key(problem, alarm, alarm.parts()), alarm, AlarmEvents::later);
    }

    private static Alarm later(Alarm one, Alarm other) {
        return one.lastSeen().isBefore(other.lastSeen()) ? other : one;
    }

    static String key(Alarm problem) {
        return key(problem.type(), problem, problem.parts());
    }

    private static String key(String type, Alarm alarm, List<String> parts) {
        List<String> words = new ArrayList<>(List.of("pair", type, alarm.site()));
        words.addAll(alarm.macs());
        words.addAll(parts);
        return String.join(":", words);
    }

    /** Returns the recovery of the same place, or one that names the device only. */
    private Optional<Alarm> recovery(Alarm problem) {
        Alarm exact = recoveries.get(key(problem));
        Alarm whole = recoveries.get(key(problem.type(), problem, List.of()));
        return exact == null || whole == null
                ? Optional.ofNullable(exact == null ? whole : exact)
                : Optional.of(later(exact, whole));
    }

    /** Returns the last problem of each place that has not recovered since. */
    List<Alarm> open() {
        return problems.values().stream()
                .filter(problem -> recovery(problem)
                        .map(recovery -> recovery.lastSeen().isBefore(problem.lastSeen()))
                        .orElse(true))
                .toList();
    }

    /** Returns since when a problem lasts: an alarm that was raised before the last recovery has happened again. */
    Instant start(Alarm problem) {
        return recovery(problem)
                .filter(recovery -> !recovery.lastSeen().isBefore(problem.since()))
                .map(recovery -> problem.lastSeen())
                .orElse(problem.since());
    }

    /** Returns the recovery of each problem that has one, by the key of the problem. */
    Map<String, Alarm> recoveries() {
        Map<String, Alarm> found = new LinkedHashMap<>();
        problems.forEach((key, problem) -> recovery(problem).ifPresent(recovery -> found.put(key, recovery)));
        return found;
    }
}
