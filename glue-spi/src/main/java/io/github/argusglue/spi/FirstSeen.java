package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers since when each key of a set has been in it, for systems that list their problems without a start. Survives
 * reloads and restarts in a {@link SourceState}.
 *
 * <pre>{@code
 * private final FirstSeen down = FirstSeen.in(context.state(), "down");
 *
 * public Snapshot snapshot() throws SourceException {
 *     List<String> serials = client.devicesDown();            // all of them, or an exception
 *     List<Alert> alerts = new ArrayList<>();
 *     down.update(serials, context.clock().instant()).forEach((serial, since) -> alerts.add(
 *             Alert.builder(AlertId.startedAt(serial, since), since).description(serial + " is down").build()));
 *     return Snapshot.complete(alerts);
 * }
 *
 * public Health health() {
 *     return down.health();
 * }
 * }</pre>
 *
 * <p><b>Cost.</b> The first update reads the state. An update writes only if it has added or removed a key. A key takes
 * about 12 bytes more than its text.
 *
 * <p><b>Failure.</b> A state that is missing or unreadable counts as empty: what is there now has been there since now.
 * So these starts may move when the state folder is lost: keep {@link SourceAdapter#startsAreStable} at {@code false}.
 * If the state cannot be written, the times are kept in memory, {@link #health} says so, and each update tries again.
 *
 * <p>{@link #health} may be called by any thread, the other methods by one thread at a time.
 */
@Unstable
public final class FirstSeen {
    private static final String VERSION = "first-seen 1";

    private final SourceState state;
    private final String entry;

    /** Keys with their starts in whole seconds, in the order in which they came. */
    private final Map<String, Instant> starts = new LinkedHashMap<>();

    private boolean loaded;
    private boolean unwritten;
    private volatile Health health = Health.ok();

    private FirstSeen(SourceState state, String entry) {
        this.state = requireNonNull(state, "state is null");
        this.entry = requireNonNull(entry, "entry is null");
    }

    /**
     * Returns the memory that is kept in one entry of a state. Does no I/O.
     *
     * @param entry name of the entry, see {@link SourceState#get}; used for nothing else
     */
    public static FirstSeen in(SourceState state, String entry) {
        return new FirstSeen(state, entry);
    }

    /**
     * Takes the whole set: keys that are not in it are forgotten. Call it only with a set that is known to be complete.
     *
     * @param keys what is there now; duplicates count once
     * @param now time of the context's clock
     * @return since when each key has been there, in whole seconds and never after {@code now}, in the order of
     *     {@code keys}; unmodifiable
     */
    public Map<String, Instant> update(Collection<String> keys, Instant now) {
        Map<String, Instant> present = startsOf(keys, now);
        if (!starts.equals(present)) {
            starts.clear();
            starts.putAll(present);
            unwritten = true;
        }
        write();
        return present;
    }

    /**
     * Takes a part of the set, when the rest could not be read: keys that are not in it are kept.
     *
     * @param keys what is there, as far as it is known; duplicates count once
     * @param now time of the context's clock
     * @return since when each key of {@code keys} has been there, as from {@link #update}
     */
    public Map<String, Instant> updatePart(Collection<String> keys, Instant now) {
        Map<String, Instant> present = startsOf(keys, now);
        present.forEach((key, since) -> unwritten |= !since.equals(starts.put(key, since)));
        write();
        return present;
    }

    /** Returns what the last update left, or the state of the adapter before, in no special order; a copy. */
    public Map<String, Instant> known() {
        load();
        return new LinkedHashMap<>(starts);
    }

    /**
     * Returns whether the times can be stored, for {@link SourceAdapter#health}: degraded after a write that failed,
     * until one succeeds. Does no I/O.
     */
    public Health health() {
        return health;
    }

    private Map<String, Instant> startsOf(Collection<String> keys, Instant now) {
        load();
        Instant second = Instant.ofEpochSecond(now.getEpochSecond());
        Map<String, Instant> present = new LinkedHashMap<>();
        for (String key : keys) {
            Instant since = starts.getOrDefault(key, second);
            // After the clock was set back, a stored time may be in the future.
            present.put(key, since.isAfter(second) ? second : since);
        }
        return Collections.unmodifiableMap(present);
    }

    private void load() {
        if (!loaded) {
            loaded = true;
            state.get(entry).flatMap(FirstSeen::parse).ifPresent(starts::putAll);
        }
    }

    private void write() {
        if (!unwritten) {
            return;
        }
        try {
            state.put(entry, format());
            unwritten = false;
            health = Health.ok();
        } catch (IOException | IllegalArgumentException e) {
            health = Health.degraded("since when each problem exists cannot be stored, and will be unknown after a"
                    + " restart: " + e.getMessage() + ": make room in 'state_dir' and check its permissions");
        }
    }

    private byte[] format() {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        starts.forEach((key, since) -> text.append(since.getEpochSecond())
                .append(' ')
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the stored times; empty if the value is not one that this class wrote, or not all of it. */
    private static Optional<Map<String, Instant>> parse(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        if (!text.startsWith(VERSION + "\n") || !text.endsWith("\n")) {
            return Optional.empty();
        }
        Map<String, Instant> read = new LinkedHashMap<>();
        try {
            for (String line : text.substring(VERSION.length() + 1).lines().toList()) {
                int space = line.indexOf(' ');
                String key = URLDecoder.decode(line.substring(space + 1), StandardCharsets.UTF_8);
                read.put(key, Instant.ofEpochSecond(Long.parseLong(line.substring(0, Math.max(space, 0)))));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
        return Optional.of(read);
    }
}
