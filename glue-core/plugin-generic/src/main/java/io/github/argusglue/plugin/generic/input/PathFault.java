package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What to tell people about a file or folder that cannot be read. */
final class PathFault {
    private PathFault() {}

    /**
     * Returns the exception for a file or folder that cannot be read.
     *
     * @param advice what to do if it does not exist or is of another kind
     * @throws InterruptedException if the reason is an interrupt of the thread
     */
    static SourceException of(Path path, IOException cause, String advice) throws InterruptedException {
        if (cause instanceof ClosedByInterruptException) {
            Thread.interrupted();
            throw new InterruptedException();
        }
        String what = describe(path, cause, advice);
        return cause instanceof AccessDeniedException
                ? SourceException.unauthorized(what)
                : SourceException.unreachable(what, cause);
    }

    static String describe(Path path, IOException cause, String advice) {
        if (cause instanceof NoSuchFileException) {
            return "'" + path + "' does not exist: " + advice;
        }
        if (cause instanceof AccessDeniedException) {
            return "'" + path + "': permission denied: let the user of argus-glue read it, and enter its folders";
        }
        return cause instanceof FileSystemException failure && failure.getReason() != null
                ? "'" + path + "': " + failure.getReason() + ": " + advice
                : "'" + path + "' cannot be read: " + cause.getMessage() + ": " + advice;
    }
}
