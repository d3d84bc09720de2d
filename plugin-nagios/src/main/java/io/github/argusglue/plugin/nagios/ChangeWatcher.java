package io.github.argusglue.plugin.nagios;

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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log and the perfdata pipe, and asks for a reading when they report a change, and again when the daemon
 * has written what it knows about it to status.dat.
 */
final class ChangeWatcher implements Closeable {
    /** Costs 0.3 % of a core. */
    private static final long POLL_MILLIS = 50;
    /** Results of passive checks are commands, too, and would be a hint each. */
    private static final Pattern HINT =
            Pattern.compile("\\[\\d{1,12}] (?:(?:HOST|SERVICE) (?:FLAPPING|DOWNTIME) ALERT: "
                    + "|EXTERNAL COMMAND: (?!PROCESS_)|Caught SIG|Successfully shutdown|.* starting\\.\\.\\.)");

    private final DaemonFiles files;
    private final Optional<Path> fifo;
    private final Overlay overlay;
    /** Whether a result of a check, of which most say the same as before, is a change. */
    private final Predicate<Change> isNews;

    private final Runnable changed;
    private final ScheduledExecutorService thread;
    private final Optional<LogTail> tail;
    private final Optional<PerfdataFifo> results;
    /** The status.dat that was there when something was awaited last. */
    private @Nullable FileIdentity seen;
    /**
     * How many times status.dat has to be written until it has what led to the last line of the log: once or, if a line
     * is read together with the status that was written before it, twice. While nothing is awaited, nobody looks
     * whether it was written, so the first time is mostly one from before the line, which costs one reading.
     */
    private int awaited;

    private boolean hasNews;
    private volatile Health health = Health.ok();

    ChangeWatcher(
            DaemonFiles files,
            Optional<Path> fifo,
            Overlay overlay,
            Predicate<Change> isNews,
            Runnable changed,
            ThreadFactory threads) {
        this.files = files;
        this.fifo = fifo;
        this.overlay = overlay;
        this.isNews = isNews;
        this.changed = changed;
        this.tail = files.log().map(LogTail::new);
        this.results = fifo.map(PerfdataFifo::new);
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    void start() {
        // Without a log, each new status.dat is a reason to look, and so is the first.
        seen = tail.isPresent() ? identity() : null;
        var unused = thread.scheduleWithFixedDelay(this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    DaemonFiles files() {
        return files;
    }

    Health health() {
        return health;
    }

    /** Takes from the log and the pipe what they have. Changes of state are in the overlay when this returns. */
    synchronized void drain() {
        Health now = Health.ok();
        try {
            if (results.isPresent()) {
                results.get().poll(line -> Change.ofResult(line).filter(isNews).ifPresent(this::take));
            }
        } catch (IOException e) {
            String advice = "make a pipe with mkfifo that the daemon may write to, or remove 'perfdata_fifo'";
            now = Health.degraded(FileFault.describe(fifo.orElseThrow(), e, advice));
        }
        try {
            if (tail.isPresent()) {
                tail.get().poll(this::takeLine);
            }
        } catch (IOException e) {
            now = Health.degraded("changes are seen late, because the log cannot be read: "
                    + FileFault.describe(files.log().orElseThrow(), e, "check 'log_file'"));
        }
        health = now;
    }

    private void take(Change change) {
        overlay.add(change);
        hasNews = true;
    }

    private void takeLine(String line) {
        Optional<Change> change = Change.ofLog(line);
        change.ifPresent(this::take);
        awaited = change.isPresent() || isHint(line) ? 2 : awaited;
    }

    /** Returns whether the next status.dat says something new after this line, which is no change of state. */
    static boolean isHint(String line) {
        return HINT.matcher(line).lookingAt();
    }

    private void look() {
        if (hasNews()) {
            changed.run();
        }
    }

    private synchronized boolean hasNews() {
        hasNews = false;
        drain();
        if (awaited == 0 && tail.isPresent()) {
            return hasNews;
        }
        FileIdentity now = identity();
        boolean isSaved = !Objects.equals(now, seen);
        awaited -= isSaved && awaited > 0 ? 1 : 0;
        seen = now;
        return hasNews || isSaved;
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
            if (results.isPresent()) {
                results.get().close();
            }
        }
    }
}
