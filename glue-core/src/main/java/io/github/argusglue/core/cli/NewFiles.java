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

/** Creates new files: either all of them are written, or none is left behind. */
final class NewFiles implements AutoCloseable {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final List<Path> written = new ArrayList<>();

    /**
     * Writes a new file.
     *
     * @param whatToDo advice for the user if the file already exists
     * @throws ConfigException if the file exists, or its folder does not
     */
    void write(Path file, String text, String whatToDo) throws ConfigException, IOException {
        write(file, text, whatToDo, new FileAttribute<?>[0]);
    }

    /** Writes a new file that only this user can read, from the moment that it exists. */
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
            throw ConfigException.of(Fault.ofFile(file.toString(), "already exists and was not changed; " + whatToDo));
        } catch (NoSuchFileException e) {
            throw ConfigException.of(Fault.ofFile(file.toString(), "its folder does not exist; create it first"));
        }
    }

    /** Keeps the written files. */
    void commit() {
        written.clear();
    }

    @Override
    public void close() throws IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
    }
}
