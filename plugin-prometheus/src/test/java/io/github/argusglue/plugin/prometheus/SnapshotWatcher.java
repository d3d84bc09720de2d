package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Takes a snapshot every second, as the core would, and keeps the incidents that the core would have in Argus: one for
 * each open alert, until an ending names it or a complete snapshot does not contain it.
 */
final class SnapshotWatcher implements AutoCloseable {
    private final String name;
    private final SourceAdapter adapter;
    private final Thread thread;
    private final Map<String, Alert> incidents = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    /** Incidents about silent Prometheus servers. They are about the server, not about one of its alerts. */
    private final Set<String> silentOrigins = new HashSet<>();

    private final Set<String> openedIds = new TreeSet<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> changeLog = new ArrayList<>();
    private String lastLine = "";
    private volatile boolean stopped;

    SnapshotWatcher(String name, AlertmanagerConfig config) {
        this(name, new AlertmanagerAdapter(config, new TestContext(name, Clock.systemUTC())));
    }

    SnapshotWatcher(String name, SourceAdapter adapter) {
        this.name = name;
        this.adapter = adapter;
        this.thread = new Thread(this::watch, "observer-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!stopped) {
            try {
                apply(adapter.snapshot());
            } catch (SourceException e) {
                log("failed: " + e.kind());
            } catch (InterruptedException | RuntimeException e) {
                log("broken: " + e);
                return;
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    private synchronized void apply(Snapshot snapshot) {
        Set<String> named = new HashSet<>();
        held.clear();
        for (Alert alert : snapshot.alerts()) {
            String key = alert.id().key();
            if (isAboutSilence(key)) {
                silentOrigins.add(key);
                log("silent: " + alert.description());
                continue;
            }
            named.add(key);
            if (alert.heldReason().isPresent()) {
                held.add(key);
            } else {
                if (incidents.put(key, alert) == null) {
                    openedIds.add(alert.id().value());
                }
            }
        }
        for (Ending ending : snapshot.endings()) {
            silentOrigins.remove(ending.alertId().key());
            if (incidents.remove(ending.alertId().key()) != null) {
                ended.add(ending.alertId().key());
                log("ended " + ending.alertId() + ": " + ending.reason());
            }
        }
        if (snapshot.partialReason().isEmpty()) {
            Set<String> absent = new HashSet<>(incidents.keySet());
            absent.removeAll(named);
            absent.forEach(key -> {
                incidents.remove(key);
                ended.add(key);
                log("ended by absence: " + key);
            });
        }
        log("open " + (named.size() - held.size()) + " held " + held.size()
                + snapshot.partialReason().map(reason -> " partial").orElse(""));
    }

    private static boolean isAboutSilence(String key) {
        return key.startsWith("silent/");
    }

    private synchronized void log(String line) {
        if (!line.equals(lastLine)) {
            changeLog.add(Instant.now() + " " + line);
            lastLine = line;
        }
    }

    /** Waits until that many incidents are open, none of them held. */
    void awaitOpen(int count) {
        await(count + " open", watcher -> watcher.incidents.size() == count && watcher.held.isEmpty());
    }

    /** Waits until that many incidents are held. */
    void awaitHeld(int count) {
        await(count + " held", watcher -> watcher.held.size() == count);
    }

    /** Waits until that many Prometheus servers are reported as silent. */
    void awaitSilentOrigins(int count) {
        await(count + " silent origins", watcher -> watcher.silentOrigins.size() == count);
    }

    /** Waits until that many incidents have ended since the start. */
    void awaitEnded(int count) {
        await(count + " ended", watcher -> watcher.ended.size() == count);
    }

    /** Waits until an incident has this description. */
    void awaitDescription(String text) {
        await(
                "'" + text + "'",
                watcher -> watcher.incidents.values().stream()
                        .anyMatch(alert -> alert.description().contains(text)));
    }

    private void await(String what, Predicate<SnapshotWatcher> condition) {
        try {
            PrometheusLab.await(what, Duration.ofSeconds(75), () -> {
                synchronized (this) {
                    return condition.test(this);
                }
            });
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage() + "\n" + changeLog(), e);
        }
    }

    /** Returns the number of incidents that have ended since the start. */
    synchronized int ended() {
        return ended.size();
    }

    /** Returns the ids of all incidents that would have been created. */
    synchronized Set<String> openedIds() {
        return new TreeSet<>(openedIds);
    }

    /** Returns a log of all changes. */
    synchronized String changeLog() {
        return name + ":\n  " + String.join("\n  ", changeLog);
    }

    @Override
    public void close() {
        stopped = true;
        adapter.close();
    }
}
