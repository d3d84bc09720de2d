package io.github.argusglue.dist.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is open in the sources: one file each, which all processes read. A key is used once, so whatever Argus did with
 * an alert can be judged by two times. Thread-safe.
 */
final class ListedAlerts {
    private final Path folder;
    private final Map<String, NavigableMap<String, Instant>> open = new TreeMap<>();
    private final Map<String, Instant> opened = new HashMap<>();
    private final Map<String, Instant> ended = new HashMap<>();
    private int used;
    private int changes;

    ListedAlerts(Path folder, List<String> sources) throws IOException {
        this.folder = folder;
        for (String source : sources) {
            open.put(source, new TreeMap<>());
            write(source);
        }
    }

    private NavigableMap<String, Instant> openOf(String source) {
        return requireNonNull(open.get(source), source);
    }

    Path file(String source) {
        return folder.resolve(source + ".json");
    }

    /** Opens so many alerts of a source. */
    synchronized void open(String source, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String key = "a" + String.format(Locale.ROOT, "%07d", used++);
            openOf(source).put(key, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        }
        write(source);
        Instant now = Instant.now();
        openOf(source).keySet().forEach(key -> opened.putIfAbsent(key, now));
    }

    /** Ends the oldest alerts of a source, if it has as many and one more. */
    synchronized void end(String source, int count) throws IOException {
        NavigableMap<String, Instant> alerts = openOf(source);
        if (alerts.size() > count) {
            for (int i = 0; i < count; i++) {
                ended.put(alerts.firstKey(), Instant.now());
                alerts.pollFirstEntry();
            }
            write(source);
        }
    }

    /** Returns {@code source key} of what is open, sorted. */
    synchronized SortedSet<String> open() {
        SortedSet<String> all = new TreeSet<>();
        open.forEach((source, alerts) -> alerts.keySet().forEach(key -> all.add(source + " " + key)));
        return all;
    }

    /** Returns when each alert could be read from its file for the first time. */
    synchronized Map<String, Instant> opened() {
        return Map.copyOf(opened);
    }

    /** Returns whether an alert had ended by then. */
    synchronized boolean hadEnded(String key, Instant then) {
        Instant end = ended.get(key);
        return end != null && !end.isAfter(then);
    }

    /** Returns how often something has changed. */
    synchronized int changes() {
        return changes;
    }

    private void write(String source) throws IOException {
        String alerts = openOf(source).entrySet().stream()
                .map(alert -> "{\"key\": \"" + alert.getKey() + "\", \"start\": \"" + alert.getValue()
                        + "\", \"description\": \"alert " + alert.getKey() + "\"}")
                .collect(Collectors.joining(",\n"));
        changes++;
        Path fresh = folder.resolve(source + ".new");
        Files.writeString(fresh, "{\"complete\": true, \"alerts\": [" + alerts + "]}\n", UTF_8);
        Files.move(fresh, file(source), StandardCopyOption.ATOMIC_MOVE);
    }
}
