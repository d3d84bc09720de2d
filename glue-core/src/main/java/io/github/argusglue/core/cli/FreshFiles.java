package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Files that were not there before: all of them are written, or none is left. */
final class FreshFiles implements AutoCloseable {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final List<Path> written = new ArrayList<>();

    /**
     * Writes a file.
     *
     * @param whatToDo if it exists already
     * @throws ConfigException if it exists, or its folder does not
     */
    void write(Path file, String text, String whatToDo) throws ConfigException, IOException {
        write(file, text, whatToDo, new FileAttribute<?>[0]);
    }

    /** Writes a file that nobody but this user can read, not even for a moment. */
    void writePrivate(Path file, String text, String whatToDo) throws ConfigException, IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        write(file, text, whatToDo, mine);
    }

    private void write(Path file, String text, String whatToDo, FileAttribute<?>[] attributes)
            throws ConfigException, IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file, NEW, attributes)) {
            written.add(file);
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw ConfigException.of(Fault.ofFile(file.toString(), "exists and was left as it is; " + whatToDo));
        } catch (NoSuchFileException e) {
            throw ConfigException.of(Fault.ofFile(file.toString(), "its folder does not exist; make it first"));
        }
    }

    /** They are all there. */
    void keep() {
        written.clear();
    }

    @Override
    public void close() throws IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
    }
}
