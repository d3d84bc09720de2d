package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.dist.it.LabArgus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says what is wrong: in Argus, which is read from its database, and in who wrote what. */
final class ClusterJudge {
    private static final int SHOWN = 8;

    private final LabArgus argus;
    private final List<String> sources;
    private final ListedAlerts alerts;
    private final WriteLog writes;
    private final OwnerLog owners;
    private final boolean isStop;
    private long judged = -1;
    private List<String> differences = List.of();

    ClusterJudge(
            LabArgus argus,
            List<String> sources,
            ListedAlerts alerts,
            WriteLog writes,
            OwnerLog owners,
            boolean isStop) {
        this.argus = argus;
        this.sources = sources;
        this.alerts = alerts;
        this.writes = writes;
        this.owners = owners;
        this.isStop = isStop;
    }

    /** Returns some of what is open on one side only, or twice in Argus. Looks only if something may have changed. */
    List<String> differences() {
        long changes = (long) writes.count() + alerts.changes();
        if (changes != judged) {
            differences = compare();
            judged = changes;
        }
        return differences;
    }

    private List<String> compare() {
        List<String> open = new ArrayList<>();
        incidents("i.end_time > now()").forEach(row -> open.add(row[0] + " " + key(row[1])));
        SortedSet<String> wanted = alerts.open();
        List<String> found = new ArrayList<>();
        for (String each : wanted) {
            if (!open.remove(each)) {
                found.add("not open in Argus: " + each);
            }
        }
        open.forEach(each -> found.add("open in Argus: " + each));
        return found.size() > SHOWN ? found.subList(0, SHOWN) : found;
    }

    /**
     * Returns what was wrong at any time: an incident was ended before its alert, an alert has two incidents, or, if
     * that is promised, two processes wrote for one source at the same time, or one for a source of another.
     */
    List<String> violations() {
        List<String> found = new ArrayList<>();
        for (String[] row : rows("select s.name || ' ' || i.source_incident_id || ' ' || extract(epoch from e.received)"
                + " from argus_incident_event e join argus_incident_incident i on i.id = e.incident_id" + ofSources()
                + " and e.type in ('END', 'CLO')")) {
            Instant received = Instant.ofEpochMilli((long) (Double.parseDouble(row[2]) * 1000));
            if (!alerts.hadEnded(key(row[1]), received)) {
                found.add("ended although its alert was open: " + String.join(" ", row));
            }
        }
        incidents("true").stream()
                .collect(Collectors.groupingBy(row -> row[0] + " " + key(row[1]), Collectors.counting()))
                .forEach((alert, count) -> {
                    if (count > 1) {
                        found.add(count + " incidents of " + alert);
                    }
                });
        if (isStop) {
            found.addAll(Write.overlaps(writes.writes()));
            found.addAll(owners.strangers(writes.writes()));
        }
        return found;
    }

    /** Returns the longest time from an alert to its incident, of the alerts since then. */
    Duration longestDelay(Instant since) {
        Map<String, Instant> opened = alerts.opened();
        Duration longest = Duration.ZERO;
        for (String[] row : rows("select s.name || ' ' || i.source_incident_id || ' ' || extract(epoch from e.received)"
                + " from argus_incident_event e join argus_incident_incident i on i.id = e.incident_id" + ofSources()
                + " and e.type = 'STA'")) {
            Instant begin = opened.get(key(row[1]));
            if (begin != null && begin.isAfter(since)) {
                Duration took =
                        Duration.between(begin, Instant.ofEpochMilli((long) (Double.parseDouble(row[2]) * 1000)));
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
        }
        return longest;
    }

    /** Returns how many writes each process has made. */
    Map<String, Long> writers() {
        return new TreeMap<>(
                writes.writes().stream().collect(Collectors.groupingBy(Write::process, Collectors.counting())));
    }

    /** Returns {@code source key} of all incidents that there ever were. */
    Set<String> incidents() {
        return incidents("true").stream().map(row -> row[0] + " " + key(row[1])).collect(Collectors.toSet());
    }

    private List<String[]> incidents(String condition) {
        return rows("select s.name || ' ' || i.source_incident_id from argus_incident_incident i" + ofSources()
                + " and " + condition);
    }

    private List<String[]> rows(String statement) {
        return argus.sql(statement).stream().map(line -> line.split(" ")).toList();
    }

    private String ofSources() {
        return sources.stream()
                .collect(Collectors.joining(
                        "', '", " join argus_incident_sourcesystem s on s.id = i.source_id and s.name in ('", "')"));
    }

    private static String key(String incidentId) {
        return incidentId.split("@", 2)[0];
    }
}
