package io.github.argusglue.core.adapter;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.state.PrivateFiles;
import io.github.argusglue.spi.SourceState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State that the adapters of one source keep on disk, one file per entry in a folder of the source. A process has one
 * store per source, so that only the newest adapter can write. Thread-safe.
 */
public final class AdapterStore {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final boolean temporary;

    /** Changed without the lock: a new adapter must not have to wait for a disk that hangs. */
    private volatile @Nullable StoreSession current;

    /** Creates a store; does not touch the disk. */
    public AdapterStore(Path folder) {
        this(folder, false);
    }

    private AdapterStore(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /** Creates a store in a folder that is deleted at the end; does not touch the disk. */
    public static AdapterStore temporary(Path folder) {
        return new AdapterStore(folder, true);
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
        Path file = folder.resolve(checkName(name));
        try {
            if (Files.size(file) > SourceState.MOST_BYTES) {
                throw new IOException("larger than " + SourceState.MOST_BYTES + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("{} cannot be read; the adapter continues without it: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Replaces an entry. Unlike {@link io.github.argusglue.core.state.AtomicFile}, it ends with the old content if the
     * adapter is interrupted or replaced meanwhile, and the file is the owner's from the moment that it exists.
     */
    private synchronized void write(StoreSession session, String name, byte[] value) throws IOException {
        requireCurrent(session);
        checkBounds(sizes(), name, value);
        try {
            PrivateFiles.createFolderOf(folder);
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, OWNER_FOLDER);
                sync(folder.toAbsolutePath().getParent());
            }
            Path fresh = folder.resolve(name + ".new");
            Files.deleteIfExists(fresh);
            Set<StandardOpenOption> writing = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(fresh, writing, OWNER_FILE)) {
                for (ByteBuffer rest = ByteBuffer.wrap(value); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            requireCurrent(session);
            Files.move(
                    fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } catch (IOException e) {
            throw new IOException(folder.resolve(name) + " cannot be written: " + e, e);
        }
    }

    private synchronized void delete(StoreSession session, String name) throws IOException {
        requireCurrent(session);
        try {
            if (Files.deleteIfExists(folder.resolve(name))) {
                sync(folder);
            }
        } catch (IOException e) {
            throw new IOException(folder.resolve(name) + " cannot be removed: " + e, e);
        }
    }

    private static void sync(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return sizes;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                if (NAME.matcher(name).matches()) {
                    sizes.put(name, Files.size(file));
                }
            }
        }
        return sizes;
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
            Map<String, Long> sizes = sizes();
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
