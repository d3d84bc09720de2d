package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.spi.Health;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log, and asks for a reading when it reports a change, and again when the daemon has written what it knows
 * about it to status.dat.
 */
final class ChangeWatcher implements Closeable {
    /** Two system calls each time, so that this costs nothing that can be measured. */
    private static final long POLL_MILLIS = 50;

    private final Path status;
    private final Optional<Path> log;
    private final Overlay overlay;
    private final Runnable changed;
    private final ScheduledExecutorService thread;
    private final @Nullable LogTail tail;
    private boolean isAwaiting;
    private @Nullable FileIdentity seen;
    private boolean hasNews;
    private volatile Health health = Health.ok();

    ChangeWatcher(DaemonFiles files, Overlay overlay, Runnable changed, ThreadFactory threads) {
        this.status = files.status();
        this.log = files.log();
        this.overlay = overlay;
        this.changed = changed;
        this.tail = log.map(LogTail::new).orElse(null);
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes from the log what it has. Changes of state are in the overlay when this returns. */
    synchronized void drain() throws IOException {
        if (tail != null) {
            tail.poll(this::take);
        }
    }

    Health health() {
        return health;
    }

    private void look() {
        boolean isHint;
        synchronized (this) {
            hasNews = false;
            try {
                drain();
                health = Health.ok();
            } catch (IOException e) {
                health = Health.degraded("changes are seen late, because the log cannot be read: "
                        + FileFault.of(log.orElse(status), e, "check 'log_file'")
                                .getMessage());
            }
            // Without a log, each new status.dat is a reason to look.
            boolean isSaved = (isAwaiting || tail == null) && !Objects.equals(identity(), seen);
            if (isSaved) {
                isAwaiting = false;
                seen = identity();
            }
            isHint = hasNews || isSaved;
        }
        if (isHint) {
            changed.run();
        }
    }

    private void take(String text) {
        LogLine line = LogLine.parse(text);
        line.change().ifPresent(overlay::add);
        hasNews |= line.change().isPresent();
        if (line.isHint()) {
            // The next status.dat after this line has all that led to it: the daemon does one thing at a time.
            isAwaiting = true;
            seen = identity();
        }
    }

    private @Nullable FileIdentity identity() {
        try {
            return FileIdentity.of(status);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        synchronized (this) {
            if (tail != null) {
                tail.close();
            }
        }
    }
}
