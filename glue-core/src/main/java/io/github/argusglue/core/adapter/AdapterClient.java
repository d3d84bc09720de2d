package io.github.argusglue.core.adapter;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the adapter of a source on behalf of the loop: cancels calls that hang, and creates a new adapter when the
 * current one cannot continue. Owned by the loop's thread.
 */
public final class AdapterClient {
    private static final Logger log = LoggerFactory.getLogger("adapter");
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);

    /** Maximum number of cancelled adapters that have not returned: each keeps a thread or two forever. */
    public static final int MAX_HANGING = 3;

    private final AdapterSettings settings;
    private final AdapterMaker maker;
    private final SourceThreads threads;
    private final ContextFactory contexts;
    private final WebhookDispatcher webhooks;
    private final Backoff backoff;
    private final FaultLog faults;
    private @Nullable AdapterThread thread;
    private long requestNumber;
    private long snapshotDeadline;
    private long callDeadline;

    public AdapterClient(
            AdapterSettings settings,
            AdapterMaker maker,
            Clock clock,
            SourceThreads threads,
            Runnable hint,
            Consumer<Notice> notices,
            WebhookDispatcher webhooks) {
        this.settings = settings;
        this.maker = maker;
        this.threads = threads;
        this.webhooks = webhooks;
        this.contexts = () -> new AdapterContext(
                settings,
                clock,
                threads,
                hint,
                notices,
                webhooks.beginSession(),
                settings.environment().store().newSession());
        this.backoff = new Backoff(settings.interval(), MAX_BACKOFF, RandomGenerator.getDefault());
        this.faults = new FaultLog(log, "source", clock);
    }

    /**
     * Requests a snapshot.
     *
     * @param unexplained incidents that the adapter is asked about as well
     * @param loop runs what it is given on the loop's thread
     * @param callback receives the result on the loop's thread, unless the request was cancelled
     */
    public void requestSnapshot(
            List<Incident> unexplained, Consumer<Runnable> loop, Consumer<AdapterThread.SnapshotResult> callback) {
        snapshotDeadline = System.nanoTime() + settings.snapshotTimeout().toNanos();
        long number = ++requestNumber;
        Consumer<AdapterThread.SnapshotResult> current = answer -> loop.accept(() -> {
            if (number == requestNumber) {
                callback.accept(answer);
            }
        });
        if (webhooks.isStuck()) {
            log.warn("plugin {}: its webhook handler hangs: creating a new adapter", maker.plugin());
            closeAdapter();
        }
        AdapterThread adapter = thread;
        if (adapter == null) {
            int hanging = hangingCalls();
            if (hanging >= MAX_HANGING) {
                current.accept(tooManyHanging(hanging));
                return;
            }
            adapter = new AdapterThread(maker, contexts.create(), threads);
            thread = adapter;
        }
        adapter.snapshot(unexplained, current);
    }

    /** Refuses to create more threads for a plugin whose threads never return. */
    private AdapterThread.SnapshotResult tooManyHanging(int hanging) {
        return AdapterThread.SnapshotResult.failed(SourceException.unreachable(
                "plugin " + maker.plugin() + ": " + hanging
                        + " cancelled calls have not returned, so no new adapter is created: restart"
                        + " argus-glue and report this to the author of the plugin" + threads.hangingCall(),
                null));
    }

    /** Returns the number of adapters, or webhook handlers of them, that have not returned although they were ended. */
    public int hangingCalls() {
        return threads.adaptersHoldingThreads() + webhooks.hangingHandlers();
    }

    /**
     * Calls the current adapter for something other than a snapshot.
     *
     * @param callback runs on the adapter's thread, unless the call is cancelled
     */
    public <T> void call(AdapterThread.AdapterCall<T> call, Consumer<AdapterThread.CallResult<T>> callback) {
        callDeadline = System.nanoTime() + settings.snapshotTimeout().toNanos();
        AdapterThread current = thread;
        if (current == null) {
            callback.accept(
                    new AdapterThread.CallResult<>(null, SourceException.unreachable("there is no adapter now", null)));
        } else {
            current.call(call, callback);
        }
    }

    /**
     * Checks that this process may tell the source something now. Any thread.
     *
     * @throws SourceException if it may not, for example because it has lost its session in the cluster
     */
    public void requirePermit() throws SourceException {
        if (!settings.environment().mayWrite().getAsBoolean()) {
            throw SourceException.unreachable("this process does not own the source now", null);
        }
    }

    /** Returns when the call in progress times out, on the monotonic clock. */
    public long callDeadline() {
        return callDeadline;
    }

    /** Cancels a call, other than for a snapshot, that has timed out; returns the failure. */
    public SourceException cancelCall() {
        return cancel("no answer");
    }

    /** Returns when the current request times out, on the monotonic clock. */
    public long snapshotDeadline() {
        return snapshotDeadline;
    }

    /** Returns whether the current request has been running for longer than the interval. */
    public boolean isSnapshotLate(long now) {
        long asked = snapshotDeadline - settings.snapshotTimeout().toNanos();
        return now - asked > settings.interval().toNanos();
    }

    /** Cancels a request that has timed out; returns the failure. */
    public SourceException cancelSnapshot() {
        requestNumber++;
        return cancel("no snapshot");
    }

    private SourceException cancel(String what) {
        AdapterThread current = thread;
        String where = current == null
                ? ""
                : current.callInProgress().map(call -> " (" + call + ")").orElse("");
        closeAdapter();
        return SourceException.unreachable(
                what + " within " + settings.snapshotTimeout().toSeconds() + " s ('snapshot_timeout'): call cancelled,"
                        + " creating a new adapter" + where,
                null);
    }

    /** Records that a request succeeded. */
    public void recovered() {
        webhooks.adapterStarted();
        backoff.reset();
        faults.recovered();
    }

    /** Records that a request failed; returns how long after the start of the cycle the next one is due. */
    public Duration failed(SourceException failure, boolean usable) {
        if (!usable) {
            closeAdapter();
        }
        String message = String.valueOf(failure.getMessage());
        faults.warn(failure.kind() + message, message);
        if (failure.getCause() != null) {
            log.debug("", failure);
        }
        Duration wait = failure.retryAfter().orElseGet(backoff::next);
        return wait.compareTo(settings.interval()) < 0 ? settings.interval() : wait;
    }

    /** Closes the adapter; the next request creates a new one. */
    public void closeAdapter() {
        AdapterThread current = thread;
        thread = null;
        webhooks.endSession();
        if (current != null) {
            current.close();
            threads.adapterEnded(current);
        }
    }

    @FunctionalInterface
    private interface ContextFactory {
        AdapterContext create();
    }
}
