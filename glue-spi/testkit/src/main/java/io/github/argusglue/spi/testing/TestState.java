package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A state in memory that a test can pass from adapter to adapter and make fail. Has the limits of the real one. Safe
 * for use by any thread.
 */
public final class TestState implements SourceState {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final Map<String, byte[]> entries = new ConcurrentSkipListMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean failing;
    private volatile boolean discarding;

    @Override
    public Optional<byte[]> get(String name) {
        byte[] value = entries.get(checked(name));
        return value == null ? Optional.empty() : Optional.of(value.clone());
    }

    @Override
    public synchronized void put(String name, byte[] value) throws IOException {
        requireNonNull(value, "value is null");
        boolean more = !entries.containsKey(checked(name));
        if (more && entries.size() >= MOST_ENTRIES) {
            throw new IllegalArgumentException("more than " + MOST_ENTRIES + " entries");
        }
        long others = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(name))
                .mapToLong(entry -> entry.getValue().length)
                .sum();
        if (others + value.length > MOST_BYTES) {
            throw new IllegalArgumentException("more than " + MOST_BYTES + " bytes");
        }
        throwIfFailing();
        entries.put(name, value.clone());
        writes.incrementAndGet();
    }

    @Override
    public synchronized void remove(String name) throws IOException {
        checked(name);
        throwIfFailing();
        entries.remove(name);
    }

    @Override
    public boolean discardsChanges() {
        return discarding;
    }

    /** Says that changes are discarded, as in a dry run, or not; they are kept until then. */
    public void discarding(boolean wanted) {
        discarding = wanted;
    }

    /** Makes every change fail from now on, or succeed again. */
    public void failing(boolean wanted) {
        failing = wanted;
    }

    /** Replaces every value by one that cannot be parsed. */
    public void corruptAll() {
        entries.replaceAll((name, value) -> "\u0000{\"version\": [".getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the names of all entries. */
    public Set<String> names() {
        return Set.copyOf(entries.keySet());
    }

    /** Returns how often a value was written. */
    public int writes() {
        return writes.get();
    }

    private void throwIfFailing() throws IOException {
        if (failing) {
            throw new IOException("no space left on device");
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a valid name of an entry: '" + name + "'");
        }
        return name;
    }
}
