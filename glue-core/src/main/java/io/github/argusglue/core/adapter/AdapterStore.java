package io.github.argusglue.core.adapter;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State that the adapters of one source keep. A process has one store per source, so that only the newest adapter can
 * write. Thread-safe.
 */
public final class AdapterStore {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private static final Logger log = LoggerFactory.getLogger("state");

    private final StoredEntries entries;
    private final boolean temporary;

    /** Changed without the lock: a new adapter must not have to wait for a disk that hangs. */
    private volatile @Nullable StoreSession current;

    /** Creates a store on disk; does not touch the disk. */
    public AdapterStore(Path folder) {
        this(new EntryFiles(folder), false);
    }

    private AdapterStore(StoredEntries entries, boolean temporary) {
        this.entries = entries;
        this.temporary = temporary;
    }

    /** Creates a store elsewhere. */
    public static AdapterStore in(StoredEntries entries) {
        return new AdapterStore(entries, false);
    }

    /** Creates a store in a folder that is deleted at the end; does not touch the disk. */
    public static AdapterStore temporary(Path folder) {
        return new AdapterStore(new EntryFiles(folder), true);
    }

    /** Returns the state for a new adapter. Earlier adapters can no longer write. */
    public SourceState newSession() {
        StoreSession session = new StoreSession();
        current = session;
        return session;
    }

    /** Returns the state for an adapter that must not change anything: it writes to memory only. */
    SourceState readOnly() {
        return new ReadOnlyState();
    }

    private Optional<byte[]> read(String name) {
        try {
            return entries.read(checkName(name));
        } catch (IOException e) {
            log.warn("{}; the adapter continues without it", e.getMessage());
            return Optional.empty();
        }
    }

    private synchronized void write(StoreSession session, String name, byte[] value) throws IOException {
        requireCurrent(session);
        checkBounds(entries.sizes(), name, value);
        entries.write(name, value, () -> requireCurrent(session));
    }

    private synchronized void delete(StoreSession session, String name) throws IOException {
        requireCurrent(session);
        entries.delete(name);
    }

    private static void checkBounds(Map<String, Long> sizes, String name, byte[] value) {
        sizes.put(name, (long) value.length);
        if (sizes.size() > SourceState.MOST_ENTRIES) {
            throw new IllegalArgumentException("'" + name + "' would be the " + sizes.size()
                    + "th entry of this source; the maximum is " + SourceState.MOST_ENTRIES);
        }
        long all = sizes.values().stream().mapToLong(Long::longValue).sum();
        if (all > SourceState.MOST_BYTES) {
            throw new IllegalArgumentException("with " + value.length + " bytes of '" + name
                    + "' this source would have " + all + "; the maximum is " + SourceState.MOST_BYTES);
        }
    }

    private static String checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a valid name of an entry: '" + name + "'");
        }
        return name;
    }

    private void requireCurrent(StoreSession session) throws IOException {
        if (current != session) {
            throw new IOException("this adapter was replaced by a new one: its state is not written");
        }
    }

    /** The state as one adapter sees it. */
    private final class StoreSession implements SourceState {
        @Override
        public Optional<byte[]> get(String name) {
            return read(name);
        }

        @Override
        public void put(String name, byte[] value) throws IOException {
            checkName(name);
            write(this, name, requireNonNull(value, "value is null"));
        }

        @Override
        public void remove(String name) throws IOException {
            delete(this, checkName(name));
        }

        @Override
        public boolean discardsChanges() {
            return temporary;
        }
    }

    /** The state as an adapter sees it that must not change anything. */
    private final class ReadOnlyState implements SourceState {
        private final Map<String, Optional<byte[]>> changed = new HashMap<>();

        @Override
        public synchronized Optional<byte[]> get(String name) {
            Optional<byte[]> own = changed.get(checkName(name));
            return own == null ? read(name) : own.map(byte[]::clone);
        }

        @Override
        public synchronized void put(String name, byte[] value) throws IOException {
            Map<String, Long> sizes = entries.sizes();
            changed.forEach((changedName, content) -> content.ifPresentOrElse(
                    bytes -> sizes.put(changedName, (long) bytes.length), () -> sizes.remove(changedName)));
            checkBounds(sizes, checkName(name), value);
            changed.put(name, Optional.of(value.clone()));
        }

        @Override
        public synchronized void remove(String name) {
            changed.put(checkName(name), Optional.empty());
        }

        @Override
        public boolean discardsChanges() {
            return true;
        }
    }
}
