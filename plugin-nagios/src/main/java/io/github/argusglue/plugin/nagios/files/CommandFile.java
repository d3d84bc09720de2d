package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.ExternalCommands;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes commands to the daemon's pipe. */
final class CommandFile implements ExternalCommands.Lines {
    private static final int TYPE_MASK = 0170000;
    private static final int FIFO = 0010000;

    private final Pipe pipe;

    /** Finds the pipe. */
    @FunctionalInterface
    interface Pipe {
        /**
         * Returns the path.
         *
         * @throws SourceException if none is configured, or if the daemon does not seem to run
         */
        Path find() throws SourceException;
    }

    CommandFile(Pipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public void give(List<String> commands) throws SourceException, InterruptedException {
        Path path = pipe.find();
        try {
            requireFifo(path);
            // For reading, too: opening a pipe only for writing waits for a reader. Not created if it is missing.
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (String command : commands) {
                    // One write of at most PIPE_BUF bytes, so that nothing of another program comes in between.
                    channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (ClosedByInterruptException e) {
            throw FileFault.interrupted(e);
        } catch (IOException e) {
            throw FileFault.of(path, e, "the daemon makes it when it starts with check_external_commands=1");
        }
    }

    /** Checks that the file is a pipe. */
    static void requireFifo(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & TYPE_MASK) != FIFO) {
            throw new FileSystemException(path.toString(), null, "it is not a pipe");
        }
    }
}
