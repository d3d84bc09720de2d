package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.spi.Health;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pipe to which the daemon writes each check result. */
final class PerfdataFifo implements Closeable {
    private static final int TYPE_MASK = 0170000;
    private static final int FIFO = 0010000;

    private final Path path;
    private final ThreadFactory threads;
    private final Consumer<Change> changes;
    private volatile Health health = Health.ok();
    private volatile @Nullable FileChannel channel;

    PerfdataFifo(Path path, ThreadFactory threads, Consumer<Change> changes) {
        this.path = path;
        this.threads = threads;
        this.changes = changes;
    }

    /** Opens a pipe for both directions, so that it does not wait for the other end and never ends. */
    static FileChannel open(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & TYPE_MASK) != FIFO) {
            throw new FileSystemException(path.toString(), null, "it is not a pipe");
        }
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens the pipe if it is not open, which may succeed later: results are also found without it. */
    void open() {
        if (channel == null) {
            try {
                FileChannel opened = open(path);
                channel = opened;
                health = Health.ok();
                threads.newThread(() -> follow(opened)).start();
            } catch (IOException e) {
                String advice = "make a pipe with mkfifo that the daemon may write to, or remove 'perfdata_fifo'";
                health = Health.degraded(FileFault.describe(path, e, advice));
            }
        }
    }

    private void follow(FileChannel opened) {
        LineSplitter splitter = new LineSplitter();
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        try {
            while (opened.read(buffer.clear()) >= 0) {
                splitter.split(
                        buffer.array(),
                        buffer.position(),
                        line -> Change.ofResult(line).ifPresent(changes));
            }
        } catch (ClosedChannelException e) {
            // By close().
        } catch (IOException e) {
            health = Health.degraded("'" + path + "' is no longer read: " + e);
        }
    }

    Health health() {
        return health;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
