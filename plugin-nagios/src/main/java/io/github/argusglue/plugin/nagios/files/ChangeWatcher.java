package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.spi.Health;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log, and asks for a reading when it reports a change, and again when the daemon has written what it knows
 * about it to status.dat.
 */
final class ChangeWatcher implements Closeable {
    /** Two system calls each time, so that this costs nothing that can be measured. */
    private static final long POLL_MILLIS = 50;
    /** Results of passive checks are commands, too, and would be a hint each. */
    private static final Pattern HINT =
            Pattern.compile("\\[\\d{1,12}] (?:(?:HOST|SERVICE) (?:FLAPPING|DOWNTIME) ALERT: "
                    + "|EXTERNAL COMMAND: (?!PROCESS_)|Caught SIG|Successfully shutdown|.* starting\\.\\.\\.)");

    private final DaemonFiles files;
    private final Overlay overlay;
    private final Runnable changed;
    private final ScheduledExecutorService thread;
    private final Optional<LogTail> tail;
    private @Nullable FileIdentity seen;
    /**
     * How many times status.dat has to be written until it has what led to the last line of the log: once or, if a line
     * is read together with the status that was written before it, twice.
     */
    private int awaited;

    private boolean hasNews;
    private volatile Health health = Health.ok();

    ChangeWatcher(DaemonFiles files, Overlay overlay, Runnable changed, ThreadFactory threads) {
        this.files = files;
        this.overlay = overlay;
        this.changed = changed;
        this.tail = files.log().map(LogTail::new);
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    void start() {
        // Without a log, each new status.dat is a reason to look, and so is the first.
        seen = tail.isPresent() ? identity() : null;
        var unused = thread.scheduleWithFixedDelay(this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    Health health() {
        return health;
    }

    /** Takes from the log what it has. Changes of state are in the overlay when this returns. */
    synchronized void drain() {
        try {
            if (tail.isPresent()) {
                tail.get().poll(this::take);
            }
            health = Health.ok();
        } catch (IOException e) {
            health = Health.degraded("changes are seen late, because the log cannot be read: "
                    + FileFault.describe(files.log().orElseThrow(), e, "check 'log_file'"));
        }
    }

    private void take(String line) {
        Optional<Change> change = Change.ofLog(line);
        change.ifPresent(overlay::add);
        hasNews |= change.isPresent();
        if (change.isPresent() || isHint(line)) {
            awaited = 2;
        }
    }

    /** Returns whether the next status.dat says something new after this line, which is no change of state. */
    static boolean isHint(String line) {
        return HINT.matcher(line).lookingAt();
    }

    private void look() {
        if (isNews()) {
            changed.run();
        }
    }

    private synchronized boolean isNews() {
        hasNews = false;
        drain();
        FileIdentity now = identity();
        boolean isSaved = !Objects.equals(now, seen);
        seen = now;
        boolean isAwaited = isSaved && (awaited > 0 || tail.isEmpty());
        awaited -= isSaved && awaited > 0 ? 1 : 0;
        return hasNews || isAwaited;
    }

    private @Nullable FileIdentity identity() {
        try {
            return FileIdentity.of(files.status());
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        synchronized (this) {
            if (tail.isPresent()) {
                tail.get().close();
            }
        }
    }
}
