package io.github.argusglue.core.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates files and folders that only their owner can use, and follows no symbolic link to another file. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> FOR_FOLDER = PosixFilePermissions.asFileAttribute(FOLDER);
    private static final FileAttribute<?> FOR_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Logger log = LoggerFactory.getLogger("state");

    private PrivateFiles() {}

    /** Creates a folder and those above it, as far as they do not exist. Existing ones keep their permissions. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, FOR_FOLDER);
    }

    /** Creates the folder that a file or folder is in, as {@link #createFolders} does. */
    public static void createFolderOf(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            createFolders(parent);
        }
    }

    /** Creates a folder as {@link #createFolders} does. If it exists, others lose their access to it. */
    public static void claimFolder(Path folder) throws IOException {
        createFolders(folder);
        if (FOLDER.containsAll(Files.getPosixFilePermissions(folder))) {
            return;
        }
        try {
            Files.setPosixFilePermissions(folder, FOLDER);
            log.info("'{}' was accessible to others, and now is not", folder);
        } catch (IOException e) {
            // Such as a volume of a container, which belongs to root and is given to a group.
            log.warn(
                    "'{}' is accessible to others, and belongs to another user: run 'chmod 700' on it if only argus-glue"
                            + " uses it",
                    folder);
        }
    }

    /** Creates an empty file in place of another or of a symbolic link. */
    static void createFresh(Path file) throws IOException {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        }
        Files.createFile(file, FOR_FILE);
    }

    /**
     * Opens a file for writing; creates it if it does not exist.
     *
     * @throws IOException if that fails; the message says it if the file is a symbolic link
     */
    public static FileChannel openForWriting(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new IOException("'" + file + "' is a symbolic link, which is not followed: remove it");
        }
        // Again without following: a link may have been made in between.
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), FOR_FILE);
    }
}
