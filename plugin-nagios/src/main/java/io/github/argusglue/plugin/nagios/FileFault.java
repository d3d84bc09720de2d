package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** What to tell an operator about a file that cannot be used. */
final class FileFault {
    private FileFault() {}

    /**
     * Returns the exception for a file that cannot be used.
     *
     * @param ifMissing what to do if the file does not exist or is of another kind
     * @throws InterruptedException if the reason is an interrupt of the thread, which has closed a channel
     */
    static SourceException of(Path file, IOException cause, String ifMissing) throws InterruptedException {
        if (cause instanceof ClosedByInterruptException) {
            Thread.interrupted();
            throw new InterruptedException();
        }
        String what = describe(file, cause, ifMissing);
        return cause instanceof AccessDeniedException
                ? SourceException.unauthorized(what)
                : SourceException.unreachable(what, cause);
    }

    static String describe(Path file, IOException cause, String ifMissing) {
        if (cause instanceof NoSuchFileException) {
            return "'" + file + "' does not exist: " + ifMissing;
        }
        if (cause instanceof AccessDeniedException) {
            return "'" + file + "': permission denied: " + whoMay(file);
        }
        return cause instanceof FileSystemException failure && failure.getReason() != null
                ? "'" + file + "': " + failure.getReason() + ": " + ifMissing
                : "'" + file + "' cannot be used: " + cause;
    }

    /**
     * Returns which group has to be joined, by the outermost file or folder whose owner can be seen and that is closed.
     */
    private static String whoMay(Path file) {
        Path closed = file;
        for (Path at = file.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at) && !(Files.isDirectory(at) ? Files.isExecutable(at) : Files.isReadable(at))) {
                closed = at;
            }
        }
        try {
            PosixFileAttributes owner = Files.readAttributes(closed, PosixFileAttributes.class);
            return "'" + closed + "' is " + PosixFilePermissions.toString(owner.permissions()) + " " + owner.owner()
                    + ":" + owner.group() + ". Add the user of argus-glue to the group '" + owner.group()
                    + "' (usermod -aG) and restart argus-glue";
        } catch (IOException | UnsupportedOperationException e) {
            return "give the user of argus-glue the permission to use it";
        }
    }
}
