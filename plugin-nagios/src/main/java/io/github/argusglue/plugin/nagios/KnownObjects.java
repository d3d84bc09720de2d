package io.github.argusglue.plugin.nagios;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.SourceContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that have or had problems, saved for the next adapter. Without them nothing is lost, but a new adapter
 * closes incidents by absence only, shows the output of the latest check, and believes a daemon that was rolled back.
 */
final class KnownObjects {
    private static final Logger log = LoggerFactory.getLogger("nagios");
    private static final String NAME = "objects";
    private static final int VERSION = 2;
    private static final Duration WRITE_INTERVAL = Duration.ofSeconds(10);

    /** Time after which a daemon that reports an older state than before is believed. */
    private static final Duration ROLLBACK_GRACE = Duration.ofMinutes(15);

    /** How long an object is remembered whose problem is over: longer than a daemon usually runs without saving. */
    private static final Duration MEMORY = Duration.ofDays(30);

    private final SourceContext context;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<ObjectKey, KnownObject> objects = new HashMap<>();
    private final Map<ObjectKey, Instant> rolledBackAt = new HashMap<>();
    private boolean changed;
    private Instant nextWrite = Instant.MIN;

    KnownObjects(SourceContext context) {
        this.context = context;
    }

    /**
     * What is remembered of an object that has or had a problem: whether its alert is open and since when, when it was
     * last OK before, its latest check, and what is shown. Times are in milliseconds since 1970; 0 if not known.
     */
    record KnownObject(boolean open, long start, long lastOk, long lastCheck, State state, String output) {
        static final KnownObject NEW = new KnownObject(false, 0, 0, 0, State.OK, "");

        AlertId id(ObjectKey key) {
            return AlertId.startedAt(key.toString(), Instant.ofEpochMilli(start));
        }

        KnownObject withProblem(ObjectStatus status, boolean followsOutput, Instant now) {
            Optional<Instant> ok = status.lastOk();
            long newOk = ok.map(Instant::toEpochMilli).orElse(open ? lastOk : 0);
            // An open alert keeps its start: what the log says first has no lastOk, and what flaps is OK for moments.
            boolean begins = !open || (lastOk > 0 && newOk > lastOk && !status.isFlapping());
            boolean shown = begins || state != status.state() || followsOutput;
            return new KnownObject(
                    true,
                    begins ? ok.or(status::since).orElse(now).toEpochMilli() : start,
                    newOk,
                    status.lastCheck().toEpochMilli(),
                    shown ? status.state() : state,
                    shown ? status.output() : output);
        }

        KnownObject withoutProblem(ObjectStatus status) {
            return new KnownObject(false, start, lastOk, status.lastCheck().toEpochMilli(), state, "");
        }
    }

    /** The saved form; the keys are texts. */
    private record Saved(int version, Map<?, KnownObject> objects) {}

    void load() {
        context.state().get(NAME).ifPresent(bytes -> {
            try {
                Saved saved = json.readValue(new GZIPInputStream(new ByteArrayInputStream(bytes)), Saved.class);
                if (saved.version() == VERSION) {
                    saved.objects().forEach((key, object) -> objects.put(ObjectKey.parse(key.toString()), object));
                }
            } catch (IOException | RuntimeException e) {
                log.warn("the saved state of problems is not valid and is ignored: {}", e.toString());
            }
        });
    }

    KnownObject get(ObjectKey key) {
        return objects.getOrDefault(key, KnownObject.NEW);
    }

    void put(ObjectKey key, KnownObject object) {
        KnownObject before = get(key);
        changed |= object.open != before.open || object.start != before.start || object.state != before.state;
        objects.put(key, object);
    }

    void remove(ObjectKey key) {
        changed |= objects.remove(key) != null;
    }

    Set<ObjectKey> open() {
        return objects.keySet().stream().filter(key -> get(key).open()).collect(Collectors.toSet());
    }

    /** Returns whether the daemon has started with an older state; that is no news until a new check or for a while. */
    boolean isRolledBack(ObjectStatus status, Instant now) {
        boolean older = status.lastCheck().toEpochMilli() < get(status.key()).lastCheck();
        if (!older) {
            rolledBackAt.remove(status.key());
        }
        return older
                && now.isBefore(
                        rolledBackAt.computeIfAbsent(status.key(), key -> now).plus(ROLLBACK_GRACE));
    }

    /** Saves what has changed, but not often: a lost entry only makes the next adapter more careful. */
    void saveIfDue() {
        Instant now = context.clock().instant();
        if (!changed || nextWrite.isAfter(now)) {
            return;
        }
        nextWrite = now.plus(WRITE_INTERVAL);
        long oldest = now.minus(MEMORY).toEpochMilli();
        objects.values().removeIf(object -> !object.open() && object.lastCheck() < oldest);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            json.writeValue(new GZIPOutputStream(bytes), new Saved(VERSION, objects));
            context.state().put(NAME, bytes.toByteArray());
            changed = false;
        } catch (IOException | IllegalArgumentException e) {
            log.warn("cannot save the state of problems for the next start, next try in an hour: {}", e.getMessage());
            nextWrite = now.plus(Duration.ofHours(1));
        }
    }
}
