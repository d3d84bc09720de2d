package io.github.argusglue.core.adapter;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceContext;
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
 * The adapter of a source's loop: asked, cut when it hangs, made anew when it cannot go on. Owned by the loop's thread.
 */
public final class AdapterClient {
    private static final Logger log = LoggerFactory.getLogger("adapter");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Adapters that were cut and do not come back, at most: each holds a thread or two for ever. */
    public static final int MOST_HANGING = 3;

    private final AdapterSettings settings;
    private final AdapterMaker maker;
    private final SourceThreads threads;
    private final Contexts contexts;
    private final WebhookDispatcher webhooks;
    private final Backoff backoff;
    private final FaultLog faults;
    private @Nullable AdapterThread run;
    private long request;
    private long cutAt;
    private long callCutAt;

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
                webhooks.begin(),
                settings.environment().store().begin());
        this.backoff = new Backoff(settings.interval(), LONGEST_WAIT, RandomGenerator.getDefault());
        this.faults = new FaultLog(log, "source", clock);
    }

    /**
     * Asks for a snapshot.
     *
     * @param unrecognised incidents to be asked about, too
     * @param loop hands messages to the thread that owns this
     * @param callback gets the answer on that thread, unless the question has been cut by then
     */
    public void ask(List<Incident> unrecognised, Consumer<Runnable> loop, Consumer<AdapterThread.Answer> callback) {
        cutAt = System.nanoTime() + settings.snapshotTimeout().toNanos();
        long number = ++request;
        Consumer<AdapterThread.Answer> current = answer -> loop.accept(() -> {
            if (number == request) {
                callback.accept(answer);
            }
        });
        if (webhooks.isStuck()) {
            log.warn("plugin {}: its webhook handler hangs: a fresh adapter is made", maker.plugin());
            drop();
        }
        AdapterThread adapter = run;
        if (adapter == null) {
            int hanging = hanging();
            if (hanging >= MOST_HANGING) {
                current.accept(refusal(hanging));
                return;
            }
            adapter = new AdapterThread(maker, contexts.make(), threads);
            run = adapter;
        }
        adapter.snapshot(unrecognised, current);
    }

    /** No more threads for a plugin that gives none back. */
    private AdapterThread.Answer refusal(int hanging) {
        return AdapterThread.Answer.failed(SourceException.unreachable(
                "plugin " + maker.plugin() + ": " + hanging
                        + " calls that were cut do not come back, so no fresh adapter is made: restart argus-glue, and"
                        + " report it to the plugin's author",
                null));
    }

    /** Returns how many adapters, or their webhook handlers, do not come back although they were ended. */
    public int hanging() {
        return threads.keptBy() + webhooks.hanging();
    }

    /**
     * Asks for something else than a snapshot, of the adapter that there is.
     *
     * @param callback runs on the adapter's thread, unless the call is cut
     */
    public <T> void call(AdapterThread.Call<T> call, Consumer<AdapterThread.Reply<T>> callback) {
        callCutAt = System.nanoTime() + settings.snapshotTimeout().toNanos();
        AdapterThread current = run;
        if (current == null) {
            callback.accept(new AdapterThread.Reply<>(
                    null, SourceException.unreachable("there is no adapter at the moment", null)));
        } else {
            current.call(call, callback);
        }
    }

    /** Returns when the call under way is to be cut, on the monotonic clock. */
    public long callCutAt() {
        return callCutAt;
    }

    /** Ends a call other than for a snapshot that took too long; returns what to make of it. */
    public SourceException cutCall() {
        drop();
        return SourceException.unreachable(
                "no answer within " + settings.snapshotTimeout().toSeconds()
                        + " s ('snapshot_timeout'): the call was cut, a fresh adapter is made",
                null);
    }

    /** Returns when the question under way is to be cut, on the monotonic clock. */
    public long cutAt() {
        return cutAt;
    }

    /** Tells whether the question under way takes longer than should lie between two. */
    public boolean isLate(long now) {
        long asked = cutAt - settings.snapshotTimeout().toNanos();
        return now - asked > settings.interval().toNanos();
    }

    /** Ends a question that took too long; returns what to make of it. */
    public SourceException cut() {
        request++;
        drop();
        return SourceException.unreachable(
                "no snapshot within " + settings.snapshotTimeout().toSeconds()
                        + " s ('snapshot_timeout'): the call was cut, a fresh adapter is made",
                null);
    }

    /** Takes that a question was answered well. */
    public void recovered() {
        webhooks.started();
        backoff.reset();
        faults.recovered();
    }

    /** Takes that a question failed; returns how long after the cycle's begin the next one is due. */
    public Duration failed(SourceException failure, boolean usable) {
        if (!usable) {
            drop();
        }
        String message = String.valueOf(failure.getMessage());
        faults.fault(failure.kind() + message, message);
        Duration wait = failure.retryAfter().orElseGet(backoff::next);
        return wait.compareTo(settings.interval()) < 0 ? settings.interval() : wait;
    }

    /** Returns what the adapter says is wrong; null if nothing. */
    @Nullable
    public String healthProblem() {
        AdapterThread current = run;
        return current == null ? null : current.healthProblem();
    }

    /** Ends the adapter; the next question gets a fresh one. */
    public void drop() {
        AdapterThread current = run;
        run = null;
        webhooks.end();
        if (current != null) {
            current.close();
            threads.ended(current);
        }
    }

    @FunctionalInterface
    private interface Contexts {
        SourceContext make();
    }
}
