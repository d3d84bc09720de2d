package io.github.argusglue.core.adapter;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries on disk, one file each, in a folder of the source. */
final class EntryFiles implements StoredEntries {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    /** Does not touch the disk. */
    EntryFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > SourceState.MOST_BYTES) {
                throw new IOException("larger than " + SourceState.MOST_BYTES + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Unlike {@link io.github.argusglue.core.state.AtomicFile}, it ends with the old content if the adapter is
     * interrupted or replaced meanwhile, and the file is the owner's from the moment that it exists.
     */
    @Override
    public void write(String name, byte[] value, CurrentCheck current) throws IOException {
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
            current.require();
            Files.move(
                    fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } catch (IOException e) {
            throw new IOException(folder.resolve(name) + " cannot be written: " + e, e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
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

    @Override
    public Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return sizes;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                if (AdapterStore.NAME.matcher(name).matches()) {
                    sizes.put(name, Files.size(file));
                }
            }
        }
        return sizes;
    }
}
