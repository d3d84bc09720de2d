package io.github.argusglue.core.adapter;

import static java.util.Objects.requireNonNull;

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
 * What the adapters of one source keep, one file for each entry in a folder of the source's own. There is one store for
 * each source in a process, so that of all adapters only the one that was made last can write. Safe for use by any
 * thread.
 */
public final class AdapterStore {
    private static final Logger log = LoggerFactory.getLogger("state");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    /** Not changed under the lock: who begins must not wait for a disk that hangs. */
    private volatile @Nullable Period current;

    /** Makes one; touches nothing. */
    public AdapterStore(Path folder) {
        this.folder = folder;
    }

    /** Returns the state for an adapter that is about to be made. Those before it can no longer write. */
    public SourceState begin() {
        Period period = new Period();
        current = period;
        return period;
    }

    /** Returns what is kept, for an adapter that must change nothing: what it writes is in memory only. */
    SourceState rehearsal() {
        return new Rehearsed();
    }

    private Optional<byte[]> read(String name) {
        Path file = folder.resolve(checked(name));
        try {
            if (Files.size(file) > SourceState.MOST_BYTES) {
                throw new IOException("larger than " + SourceState.MOST_BYTES + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("{} cannot be read; the adapter goes on without it: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private synchronized void write(Period period, String name, byte[] value) throws IOException {
        requireCurrent(period);
        checkBounds(sizes(), name, value);
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
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
            requireCurrent(period);
            Files.move(
                    fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } catch (IOException e) {
            throw new IOException(folder.resolve(name) + " cannot be written: " + e, e);
        }
    }

    private synchronized void delete(Period period, String name) throws IOException {
        requireCurrent(period);
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
                    + "th entry of this source; at most " + SourceState.MOST_ENTRIES + " are kept");
        }
        long all = sizes.values().stream().mapToLong(Long::longValue).sum();
        if (all > SourceState.MOST_BYTES) {
            throw new IllegalArgumentException("with " + value.length + " bytes of '" + name
                    + "' this source would have " + all + "; at most " + SourceState.MOST_BYTES + " are kept");
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of an entry: '" + name + "'");
        }
        return name;
    }

    private void requireCurrent(Period period) throws IOException {
        if (current != period) {
            throw new IOException("this adapter was ended and another one was made since: its state is not written");
        }
    }

    /** What one adapter sees. */
    private final class Period implements SourceState {
        @Override
        public Optional<byte[]> get(String name) {
            return read(name);
        }

        @Override
        public void put(String name, byte[] value) throws IOException {
            checked(name);
            write(this, name, requireNonNull(value, "value is null"));
        }

        @Override
        public void remove(String name) throws IOException {
            delete(this, checked(name));
        }
    }

    /** What an adapter sees that must change nothing. */
    private final class Rehearsed implements SourceState {
        private final Map<String, Optional<byte[]>> changed = new HashMap<>();

        @Override
        public synchronized Optional<byte[]> get(String name) {
            Optional<byte[]> own = changed.get(checked(name));
            return own == null ? read(name) : own.map(byte[]::clone);
        }

        @Override
        public synchronized void put(String name, byte[] value) throws IOException {
            Map<String, Long> sizes = sizes();
            changed.forEach((changedName, content) -> content.ifPresentOrElse(
                    bytes -> sizes.put(changedName, (long) bytes.length), () -> sizes.remove(changedName)));
            checkBounds(sizes, checked(name), value);
            changed.put(name, Optional.of(value.clone()));
        }

        @Override
        public synchronized void remove(String name) {
            changed.put(checked(name), Optional.empty());
        }
    }
}
