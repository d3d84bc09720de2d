package io.github.argusglue.core.feedback;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.IncidentRegistry;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.core.shape.HistoryLine;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log that a source keeps about an alert to the log of its incident, each line once. A log is read when the
 * object of its alert has changed, one alert at a time, and only when there is nothing more urgent to write. Lines that
 * exist already are read from the incident's own log, once per incident, so no state has to be stored. Owned by the
 * thread of the source's loop.
 */
public final class HistorySync {
    private static final Logger log = LoggerFactory.getLogger("history");

    /** Of a longer log, only the newest lines are copied. */
    private static final int MAX_LINES = 100;

    private static final int MAX_REMEMBERED = 1_000;

    private final IncidentRegistry registry;
    private final IntSupplier pending;
    private final ArgusReader argus;
    private final AdapterClient source;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final FaultLog faults;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), RandomGenerator.getDefault());

    /** The object of each alert in the last snapshot. */
    private Map<AlertId, Alert> last = new HashMap<>();

    /** Alerts whose log has to be read. */
    private final Map<String, Alert> toRead = new LinkedHashMap<>();

    /** The lines that are in the logs of incidents already. */
    private final Map<Long, Set<HistoryLine>> existing = new HashMap<>();

    private final Deque<HistoryLine> toWrite = new ArrayDeque<>();
    private long number;
    private @Nullable Alert calling;
    private boolean working;
    private long retryAt = System.nanoTime();

    public HistorySync(
            IncidentRegistry registry,
            IntSupplier pending,
            ArgusReader argus,
            AdapterClient source,
            InstantSource clock,
            Consumer<Runnable> inbox) {
        this.registry = registry;
        this.pending = pending;
        this.argus = argus;
        this.source = source;
        this.clock = clock;
        this.inbox = inbox;
        this.faults = new FaultLog(log, "history", clock);
    }

    /**
     * Records a snapshot.
     *
     * @param able whether the source keeps a log
     */
    @SuppressWarnings("ReferenceEquality") // a different object means a change
    public void recordSnapshot(Snapshot snapshot, boolean able) {
        Map<AlertId, Alert> now = new HashMap<>();
        if (able) {
            for (Alert alert : snapshot.alerts()) {
                now.put(alert.id(), alert);
                if (last.get(alert.id()) != alert) {
                    toRead.put(alert.id().key(), alert);
                }
            }
        }
        Completeness completeness = Completeness.of(snapshot);
        if (able && !completeness.isWhole()) {
            last.values().stream()
                    .filter(alert -> !completeness.covers(alert))
                    .forEach(alert -> now.putIfAbsent(alert.id(), alert));
        }
        last = now;
        toRead.values().removeIf(alert -> !now.containsKey(alert.id()));
        existing.keySet().removeIf(pk -> !registry.isOpen(pk));
    }

    /** Returns whether a call of the adapter is in progress. */
    public boolean isCalling() {
        return calling != null;
    }

    public void tick(long now, boolean mayCall) {
        if (!mayCall || working || toRead.isEmpty() || pending.getAsInt() > 0 || now - retryAt < 0) {
            return;
        }
        for (Alert alert : toRead.values()) {
            MirrorEntry entry = registry.find(alert.id());
            if (entry != null) {
                toRead.remove(alert.id().key());
                read(alert, entry.incident().pk());
                return;
            }
        }
    }

    private void read(Alert alert, long pk) {
        working = true;
        calling = alert;
        long asked = ++number;
        Instant since = since(alert, pk);
        source.<List<HistoryEntry>>call(
                adapter -> {
                    HistorySource history = adapter.history().orElse(null);
                    return history == null ? List.of() : List.copyOf(history.entriesSince(alert.id(), since));
                },
                reply -> inbox.accept(() -> {
                    if (asked == number) {
                        calling = null;
                        onEntries(alert, pk, reply.value(), reply.failure());
                    }
                }));
    }

    private Instant since(Alert alert, long pk) {
        Instant since = alert.startedAt().truncatedTo(ChronoUnit.SECONDS);
        for (HistoryLine line : existing.getOrDefault(pk, Set.of())) {
            since = line.at().isAfter(since) ? line.at() : since;
        }
        return since;
    }

    private void onEntries(
            Alert alert, long pk, @Nullable List<HistoryEntry> entries, @Nullable SourceException failure) {
        if (entries == null) {
            retry(alert, failure == null ? "no answer" : String.valueOf(failure.getMessage()));
            return;
        }
        if (entries.isEmpty()) {
            done();
        } else if (existing.containsKey(pk) || registry.isCreatedHere(pk)) {
            write(alert, pk, entries);
        } else {
            argus.readLog(pk, result -> inbox.accept(() -> onEvents(alert, pk, entries, result)));
        }
    }

    private void onEvents(
            Alert alert, long pk, List<HistoryEntry> entries, Task.TaskResult<List<IncidentEvent>> result) {
        List<IncidentEvent> events = result.value();
        if (events == null) {
            retry(alert, message(result.failure()));
            return;
        }
        Set<HistoryLine> lines = new HashSet<>();
        for (IncidentEvent event : events) {
            if (event.type() == EventType.OTH) {
                lines.add(new HistoryLine(event.timestamp(), event.description()));
            }
        }
        existing.put(pk, lines);
        write(alert, pk, entries);
    }

    private void write(Alert alert, long pk, List<HistoryEntry> entries) {
        Set<HistoryLine> there = existing.computeIfAbsent(pk, key -> new HashSet<>());
        Instant now = clock.instant();
        toWrite.clear();
        Set<HistoryLine> lines = new HashSet<>(there);
        for (HistoryEntry entry : entries.subList(Math.max(0, entries.size() - MAX_LINES), entries.size())) {
            HistoryLine line = HistoryLine.of(entry, now);
            if (there.stream().noneMatch(one -> one.matches(entry)) && lines.add(line)) {
                toWrite.add(line);
            }
        }
        writeNext(alert, pk);
    }

    private void writeNext(Alert alert, long pk) {
        HistoryLine line = toWrite.peek();
        if (line == null) {
            done();
            return;
        }
        argus.writeLogLine(pk, line, result -> inbox.accept(() -> onWritten(alert, pk, line, result.failure())));
    }

    private void onWritten(Alert alert, long pk, HistoryLine line, @Nullable ArgusException failure) {
        if (failure != null && failure.kind() == ArgusException.Kind.OUTCOME_UNKNOWN) {
            existing.remove(pk);
            registry.forgetCreated(pk);
        }
        if (failure != null && failure.kind() != ArgusException.Kind.REJECTED) {
            retry(alert, message(failure));
            return;
        }
        if (failure != null) {
            log.warn("a line of the log of '{}' is skipped: {}", alert.id(), failure.getMessage());
        }
        remember(pk, line);
        toWrite.remove();
        writeNext(alert, pk);
    }

    /**
     * Remembers a line. Only lines newer than the newest are requested, so of an endless log the newest lines are
     * enough.
     */
    private void remember(long pk, HistoryLine line) {
        Set<HistoryLine> lines = existing.computeIfAbsent(pk, key -> new HashSet<>());
        lines.add(line);
        if (lines.size() > MAX_REMEMBERED) {
            lines.stream()
                    .sorted(Comparator.comparing(HistoryLine::at))
                    .limit(MAX_REMEMBERED / 2)
                    .toList()
                    .forEach(lines::remove);
        }
    }

    private static String message(@Nullable ArgusException failure) {
        return failure == null ? "no answer" : failure.getMessage();
    }

    private void done() {
        working = false;
        backoff.reset();
        faults.recovered();
    }

    private void retry(Alert alert, String why) {
        working = false;
        toWrite.clear();
        toRead.putIfAbsent(alert.id().key(), alert);
        retryAt = System.nanoTime() + backoff.next().toNanos();
        faults.warn(why, "log of '" + alert.id() + "' will be retried: " + why);
    }

    /** Returns when a call times out or something is due, on the monotonic clock. */
    public long due(long otherwise) {
        if (calling != null) {
            return Math.min(otherwise, source.callDeadline());
        }
        boolean waits = !working && pending.getAsInt() == 0 && hasOpen();
        return waits ? Math.min(otherwise, retryAt) : otherwise;
    }

    private boolean hasOpen() {
        for (Alert alert : toRead.values()) {
            if (registry.find(alert.id()) != null) {
                return true;
            }
        }
        return false;
    }

    /** Cancels a call that has timed out; returns whether it did, so that there is no adapter now. */
    public boolean cancelOverdueCall(long now) {
        Alert cut = calling;
        if (cut == null || now - source.callDeadline() < 0) {
            return false;
        }
        number++;
        calling = null;
        retry(cut, String.valueOf(source.cancelCall().getMessage()));
        return true;
    }
}
