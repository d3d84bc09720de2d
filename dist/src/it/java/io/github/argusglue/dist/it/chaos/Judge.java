package io.github.argusglue.dist.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the state of Argus with that of the source systems. Pure: no clock, no requests. */
final class Judge {
    /**
     * Maximum age of the snapshot that a write of argus-glue is based on: the source may be unreadable since, or Argus
     * may be down and the executor back off.
     */
    static final Duration LATENESS = Duration.ofSeconds(30);

    /**
     * Argus saves whole incidents without a lock: if two changes are this close, the first may be lost, and the author
     * of the second cannot have seen it.
     */
    private static final Duration RACE = Duration.ofSeconds(3);

    private final Map<String, Burning> truth;
    private final Lies lies;
    private final Map<String, List<IncidentRecord>> incidents = new TreeMap<>();
    private final List<Calm> calms;
    private final Optional<Instant> forgotten;
    private final List<Instant> backups;

    /**
     * Creates a judge for the present moment.
     *
     * @param truth all alerts so far, by key
     * @param calms all quiet phases so far
     * @param forgotten when argus-glue's state was last lost, or Argus's database restored: argus-glue may no longer
     *     know what it saw before
     * @param backups when Argus's database was saved that was restored later. Argus writes the line of a change and the
     *     change itself one after the other, so a backup may have the line alone
     */
    Judge(
            Map<String, Burning> truth,
            Lies lies,
            List<IncidentRecord> records,
            List<Calm> calms,
            Optional<Instant> forgotten,
            List<Instant> backups) {
        this.truth = truth;
        this.lies = lies;
        this.calms = calms;
        this.forgotten = forgotten;
        this.backups = backups;
        for (IncidentRecord record : records) {
            incidents.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(record);
        }
    }

    private enum Wanted {
        OPEN,
        CLOSED,
        EITHER
    }

    /** Returns the differences between Argus and the expected state of a quiet phase. */
    List<Violation> differences(Instant now) {
        List<Violation> found = new ArrayList<>();
        incidents.keySet().stream()
                .filter(key -> !truth.containsKey(key))
                .filter(key -> openOf(key) > 0)
                .forEach(key -> found.add(new Violation(key, now, "open, and no alert of ours")));
        truth.forEach((key, burning) -> {
            long open = openOf(key);
            Wanted wanted = wanted(key, burning);
            if (open > 1) {
                found.add(new Violation(key, now, open + " incidents are open for one alert"));
            } else if (open == 0 && wanted == Wanted.OPEN) {
                found.add(new Violation(key, now, "no incident is open"));
            } else if (open == 1 && wanted == Wanted.CLOSED) {
                found.add(new Violation(key, now, "an incident is open that should be closed"));
            }
        });
        return found;
    }

    /** Returns what a person closed in Argus and is still open in a source that receives feedback. */
    List<Violation> closesNotCarried(Instant now) {
        return truth.entrySet().stream()
                .filter(entry -> entry.getValue().isNow() && wanted(entry.getKey(), entry.getValue()) == Wanted.CLOSED)
                .map(entry -> new Violation(entry.getKey(), now, "a person closed it, and the source does not know"))
                .toList();
    }

    private long openOf(String key) {
        return incidents.getOrDefault(key, List.of()).stream()
                .filter(IncidentRecord::isOpen)
                .count();
    }

    private Wanted wanted(String key, Burning burning) {
        Optional<LogEntry> person = incidents.getOrDefault(key, List.of()).stream()
                .flatMap(record -> record.lastSaidByAPerson().stream())
                .max(Comparator.comparing(LogEntry::at));
        Optional<Instant> since = burning.since();
        if (since.isPresent()) {
            return person.filter(entry -> entry.is("CLO"))
                    .map(entry -> wantedAfterClose(entry.at(), since.get(), burning))
                    .orElse(Wanted.OPEN);
        }
        if (person.isEmpty() || person.get().is("CLO")) {
            return Wanted.CLOSED;
        }
        Instant reopened = person.get().at();
        if (burning.lastEnd().isEmpty() || reopened.isAfter(burning.lastEnd().get())) {
            return Wanted.OPEN;
        }
        // It belongs to the alert again once it was seen after that.
        boolean seen = calms.stream()
                .filter(calm -> calm.begin().isAfter(reopened))
                .anyMatch(calm -> burning.allOf(calm.begin(), calm.end()));
        return seen && !isForgotten(reopened) ? Wanted.CLOSED : Wanted.EITHER;
    }

    /**
     * Alertmanager's start times can change while an alert continues. So a closed alert stays quiet until argus-glue
     * has seen that it was over, which it may have missed between two quiet phases.
     */
    private Wanted wantedAfterClose(Instant closed, Instant since, Burning burning) {
        if (closed.isAfter(since)) {
            // After a false end, the next start looks like a new occurrence.
            return lies.believedAfter(closed, LATENESS) ? Wanted.EITHER : Wanted.CLOSED;
        }
        boolean seen = calms.stream()
                .filter(calm -> calm.begin().isAfter(closed))
                .anyMatch(calm -> !burning.anyOf(calm.begin(), calm.end()));
        return seen && !isForgotten(closed) ? Wanted.OPEN : Wanted.EITHER;
    }

    private boolean isForgotten(Instant moment) {
        return forgotten.isPresent() && forgotten.get().isAfter(moment);
    }

    /** Returns wrong writes of argus-glue since a time. */
    List<Violation> needless(Instant since) {
        List<Violation> found = new ArrayList<>();
        incidents.forEach((key, records) -> {
            Burning burning = truth.get(key);
            if (burning != null) {
                records.forEach(record -> check(record, burning, found));
            }
        });
        return found.stream()
                .filter(violation -> violation.at().isAfter(since))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void check(IncidentRecord record, Burning burning, List<Violation> found) {
        List<LogEntry> log = record.log();
        // Argus writes an incident and its first line one after the other: a dump may only contain the first.
        boolean open = !log.isEmpty() && !log.get(0).is("STA");
        for (int i = 0; i < log.size(); i++) {
            LogEntry entry = log.get(i);
            if (entry.ours()) {
                String fault = fault(entry, open, log.subList(0, i), burning);
                if (!fault.isEmpty()) {
                    found.add(new Violation(record.key(), entry.at(), "incident " + record.pk() + ": " + fault));
                }
            }
            open = switch (entry.type()) {
                case "STA", "RES", "REO" -> true;
                case "END", "CLO" -> false;
                default -> open;
            };
        }
    }

    /** Returns what is wrong with a line by argus-glue; empty if nothing is. */
    private String fault(LogEntry entry, boolean open, List<LogEntry> before, Burning burning) {
        Instant from = entry.at().minus(LATENESS);
        return switch (entry.type()) {
            case "END" -> {
                if (!open
                        && !mayBeUndone(before)
                        && !isAtTheMomentOf(entry, before, "CLO")
                        && !mayFollowWhatIsLost(entry, before)
                        && !mayHaveLostTheLineOfItsStart(entry, before, burning)) {
                    yield "END of what was over already";
                }
                // A false answer that is repeated is believed, by design.
                boolean liedTo = lies.told(from, entry.at()) > 1;
                yield burning.allOf(from, entry.at()) && !liedTo && !isClosedAgain(before)
                        ? "END of an alert that was there all the time"
                        : "";
            }
            case "STA", "RES" -> {
                if (open
                        && !mayBeUndone(before)
                        && !isAtTheMomentOf(entry, before, "REO")
                        && !mayFollowWhatIsLost(entry, before)) {
                    yield entry.type() + " of what was open already";
                }
                if (!burning.anyOf(from, entry.at())) {
                    yield entry.type() + " of an alert that was not there";
                }
                yield isQuiet(before, entry, burning) ? entry.type() + " of what a person had closed" : "";
            }
            case "CHI" -> repeats(before, entry) ? "the same change twice" : "";
            default -> "";
        };
    }

    /** Returns whether a person changed it so close to its last end or start that this may have been undone. */
    private static boolean mayBeUndone(List<LogEntry> before) {
        Optional<LogEntry> last = lastChangeOfState(before);
        return last.isPresent()
                && before.stream()
                        .filter(entry -> entry.is("CHI") || entry.is("ACK"))
                        .anyMatch(
                                entry -> Duration.between(entry.at(), last.get().at())
                                                .abs()
                                                .compareTo(RACE)
                                        < 0);
    }

    /**
     * Returns whether a person made the same change so shortly before that argus-glue cannot have seen it: it reads the
     * log first, then the source, then it writes, and Argus has no conditional writes.
     */
    private static boolean isAtTheMomentOf(LogEntry entry, List<LogEntry> before, String type) {
        return lastChangeOfState(before)
                .filter(last -> last.is(type) && !last.ours())
                .filter(last -> Duration.between(last.at(), entry.at()).compareTo(RACE) < 0)
                .isPresent();
    }

    /** Returns whether a person's close that a race undid is repeated. */
    private static boolean isClosedAgain(List<LogEntry> before) {
        return last(before, "END", "RES", "CLO", "REO")
                .filter(entry -> entry.is("CLO"))
                .isPresent();
    }

    private boolean isQuiet(List<LogEntry> before, LogEntry entry, Burning burning) {
        return last(before, "END", "RES", "CLO", "REO")
                .filter(last -> last.is("CLO") && burning.allOf(last.at(), entry.at()))
                .filter(last -> !lies.believedAfter(last.at(), LATENESS))
                .isPresent();
    }

    private boolean repeats(List<LogEntry> before, LogEntry entry) {
        return !entry.text().isEmpty()
                && last(before, "CHI", "STA")
                        .filter(last -> last.text().equals(entry.text()))
                        .filter(last -> !isAtABackup(last.at()))
                        .isPresent();
    }

    /**
     * Returns whether argus-glue may have changed the incident after the backup to which Argus's database was restored
     * a moment ago: the log does not show that change, and argus-glue may not know yet.
     */
    private boolean mayFollowWhatIsLost(LogEntry entry, List<LogEntry> before) {
        Instant state = lastChangeOfState(before).map(LogEntry::at).orElse(Instant.MIN);
        return backups.stream()
                .anyMatch(backup -> entry.at().isAfter(backup)
                        && entry.at().isBefore(backup.plus(LATENESS))
                        && state.isBefore(backup.plus(RACE)));
    }

    /**
     * Returns whether the incident may have been opened while a backup was made to which Argus's database was restored
     * later. Argus changes the incident first and writes the line after that, so the backup may have the change only.
     */
    private boolean mayHaveLostTheLineOfItsStart(LogEntry entry, List<LogEntry> before, Burning burning) {
        Instant state = lastChangeOfState(before).map(LogEntry::at).orElse(Instant.MIN);
        return backups.stream()
                .anyMatch(backup -> backup.isAfter(state)
                        && backup.isBefore(entry.at())
                        && burning.beganIn(backup.minus(LATENESS), backup.plus(RACE)));
    }

    private boolean isAtABackup(Instant at) {
        return backups.stream()
                .anyMatch(backup -> Duration.between(backup, at).abs().compareTo(RACE) < 0);
    }

    private static Optional<LogEntry> lastChangeOfState(List<LogEntry> log) {
        return last(log, "STA", "END", "RES", "CLO", "REO");
    }

    private static Optional<LogEntry> last(List<LogEntry> log, String... types) {
        List<String> wanted = List.of(types);
        return log.stream().filter(entry -> wanted.contains(entry.type())).reduce((first, second) -> second);
    }

    /** Returns all details of one alert, for people. */
    String story(String key) {
        StringBuilder story = new StringBuilder("alert " + key + " was there: " + truth.get(key) + "\n");
        for (IncidentRecord record : incidents.getOrDefault(key, List.of())) {
            story.append("incident ").append(record.pk()).append(record.isOpen() ? ", open:\n" : ":\n");
            record.log().forEach(entry -> story.append("  ").append(entry).append('\n'));
        }
        return story.toString();
    }
}
