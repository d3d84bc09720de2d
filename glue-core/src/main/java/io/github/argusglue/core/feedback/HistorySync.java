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
 * Shows the log that a source keeps about an alert in the log of its incident, each line once. Asked for when an
 * alert's object has changed, one alert at a time, and only when there is nothing more urgent to write. What is there
 * already is read from the incident's own log, once for each incident: nothing has to be remembered. Owned by the
 * thread of the source's loop.
 */
public final class HistorySync {
    private static final Logger log = LoggerFactory.getLogger("history");

    /** Of a longer log only the newest lines are shown. */
    private static final int MOST = 100;

    private static final int MOST_REMEMBERED = 1_000;

    private final IncidentRegistry registry;
    private final IntSupplier pending;
    private final ArgusReader argus;
    private final AdapterClient source;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final FaultLog faults;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), RandomGenerator.getDefault());

    /** The object that each alert had in the last snapshot. */
    private Map<AlertId, Alert> last = new HashMap<>();

    /** Alerts whose log has to be read. */
    private final Map<String, Alert> toRead = new LinkedHashMap<>();

    /** What is in the logs of incidents already. */
    private final Map<Long, Set<HistoryLine>> shown = new HashMap<>();

    private final Deque<HistoryLine> toWrite = new ArrayDeque<>();
    private long number;
    private @Nullable Alert calling;
    private boolean working;
    private long tryAt = System.nanoTime();

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

    /** Takes a snapshot of a source that keeps a log, or that does not. */
    @SuppressWarnings("ReferenceEquality") // another object says that something is new
    public void snapshot(Snapshot snapshot, boolean able) {
        Map<AlertId, Alert> now = new HashMap<>();
        if (able) {
            for (Alert alert : snapshot.alerts()) {
                now.put(alert.id(), alert);
                if (last.get(alert.id()) != alert) {
                    toRead.put(alert.id().key(), alert);
                }
            }
        }
        if (able && snapshot.partialReason().isPresent()) {
            last.putAll(now);
        } else {
            last = now;
            toRead.values().removeIf(alert -> !now.containsKey(alert.id()));
        }
        shown.keySet().removeIf(pk -> !registry.isOpen(pk));
    }

    /** Tells whether the adapter is busy for it. */
    public boolean isCalling() {
        return calling != null;
    }

    public void tick(long now, boolean mayCall) {
        if (!mayCall || working || toRead.isEmpty() || pending.getAsInt() > 0 || now - tryAt < 0) {
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
                        took(alert, pk, reply.value(), reply.failure());
                    }
                }));
    }

    private Instant since(Alert alert, long pk) {
        Instant since = alert.startedAt().truncatedTo(ChronoUnit.SECONDS);
        for (HistoryLine line : shown.getOrDefault(pk, Set.of())) {
            since = line.at().isAfter(since) ? line.at() : since;
        }
        return since;
    }

    private void took(Alert alert, long pk, @Nullable List<HistoryEntry> entries, @Nullable SourceException failure) {
        if (entries == null) {
            again(alert, failure == null ? "no answer" : String.valueOf(failure.getMessage()));
            return;
        }
        if (entries.isEmpty()) {
            done();
        } else if (shown.containsKey(pk) || registry.isFresh(pk)) {
            write(alert, pk, entries);
        } else {
            argus.events(pk, result -> inbox.accept(() -> saw(alert, pk, entries, result)));
        }
    }

    private void saw(Alert alert, long pk, List<HistoryEntry> entries, Task.TaskResult<List<IncidentEvent>> result) {
        List<IncidentEvent> events = result.value();
        if (events == null) {
            again(alert, message(result.failure()));
            return;
        }
        Set<HistoryLine> lines = new HashSet<>();
        for (IncidentEvent event : events) {
            if (event.type() == EventType.OTH) {
                lines.add(new HistoryLine(event.timestamp(), event.description()));
            }
        }
        shown.put(pk, lines);
        write(alert, pk, entries);
    }

    private void write(Alert alert, long pk, List<HistoryEntry> entries) {
        Set<HistoryLine> there = shown.computeIfAbsent(pk, key -> new HashSet<>());
        Instant now = clock.instant();
        toWrite.clear();
        Set<HistoryLine> lines = new HashSet<>(there);
        for (HistoryEntry entry : entries.subList(Math.max(0, entries.size() - MOST), entries.size())) {
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
        argus.note(pk, line, result -> inbox.accept(() -> wrote(alert, pk, line, result.failure())));
    }

    private void wrote(Alert alert, long pk, HistoryLine line, @Nullable ArgusException failure) {
        if (failure != null && failure.kind() == ArgusException.Kind.OUTCOME_UNKNOWN) {
            shown.remove(pk);
            registry.noLongerFresh(pk);
        }
        if (failure != null && failure.kind() != ArgusException.Kind.REJECTED) {
            again(alert, message(failure));
            return;
        }
        if (failure != null) {
            log.warn("a line of the log of '{}' is left out: {}", alert.id(), failure.getMessage());
        }
        remember(pk, line);
        toWrite.remove();
        writeNext(alert, pk);
    }

    /** Nobody asks for what is older than the newest line: of a log without end the newest lines are enough. */
    private void remember(long pk, HistoryLine line) {
        Set<HistoryLine> lines = shown.computeIfAbsent(pk, key -> new HashSet<>());
        lines.add(line);
        if (lines.size() > MOST_REMEMBERED) {
            lines.stream()
                    .sorted(Comparator.comparing(HistoryLine::at))
                    .limit(MOST_REMEMBERED / 2)
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

    private void again(Alert alert, String why) {
        working = false;
        toWrite.clear();
        toRead.putIfAbsent(alert.id().key(), alert);
        tryAt = System.nanoTime() + backoff.next().toNanos();
        faults.warn(why, "log of '" + alert.id() + "' is tried again: " + why);
    }

    /** Returns when a call has to be cut, or something is to be tried; of the monotonic clock. */
    public long due(long otherwise) {
        if (calling != null) {
            return Math.min(otherwise, source.callDeadline());
        }
        boolean waits = !working && pending.getAsInt() == 0 && hasOpen();
        return waits ? Math.min(otherwise, tryAt) : otherwise;
    }

    private boolean hasOpen() {
        for (Alert alert : toRead.values()) {
            if (registry.find(alert.id()) != null) {
                return true;
            }
        }
        return false;
    }

    /** Cuts a call that takes too long; tells whether it did, and the adapter is gone. */
    public boolean cut(long now) {
        Alert cut = calling;
        if (cut == null || now - source.callDeadline() < 0) {
            return false;
        }
        number++;
        calling = null;
        again(cut, String.valueOf(source.cancelCall().getMessage()));
        return true;
    }
}
