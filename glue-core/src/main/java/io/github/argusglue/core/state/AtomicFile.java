package io.github.argusglue.core.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Replaces files atomically: after a crash or a power failure, a file has either its old or its new content. Only the
 * owner can read them.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a file, and creates the folders above it if needed.
     *
     * @throws IOException if that fails; the file then has its old content
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        PrivateFiles.createFolderOf(target);
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        PrivateFiles.createFresh(fresh);
        // Not a FileChannel, which an interrupt would close: the file must be written even by a thread that is ending.
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
