package io.github.argusglue.plugin.nagios;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pipe to which the daemon writes each check result. */
final class PerfdataFifo implements Closeable {
    private static final int TYPE_MASK = 0170000;
    private static final int FIFO = 0010000;

    private final Path path;
    private final LineSplitter splitter = new LineSplitter();
    private @Nullable RandomAccessFile open;

    PerfdataFifo(Path path) {
        this.path = path;
    }

    static void requireFifo(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & TYPE_MASK) != FIFO) {
            throw new FileSystemException(path.toString(), null, "it is not a pipe");
        }
    }

    /** Reads the lines that are there, decoded as ISO-8859-1. */
    void poll(Consumer<String> lines) throws IOException {
        if (open == null) {
            requireFifo(path);
            // For writing as well: opening it only for reading waits for the daemon.
            open = new RandomAccessFile(path.toFile(), "rw");
        }
        byte[] bytes = new byte[new FileInputStream(open.getFD()).available()];
        open.readFully(bytes);
        splitter.split(bytes, lines);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
