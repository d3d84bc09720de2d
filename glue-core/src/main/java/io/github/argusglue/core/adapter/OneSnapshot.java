package io.github.argusglue.core.adapter;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One use of an adapter that is created for it and closed afterwards: a snapshot, or nothing. */
public final class OneSnapshot {
    /** It does no I/O, so it takes much less. */
    private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(10);

    private OneSnapshot() {}

    /**
     * Takes a snapshot.
     *
     * @throws SourceException if the source cannot be read
     */
    public static Snapshot snapshot(AdapterSettings settings, AdapterMaker maker, Clock clock)
            throws SourceException, InterruptedException {
        Snapshot snapshot = take(settings, maker, clock, List.of()).snapshot();
        if (snapshot == null) {
            throw new IllegalStateException("result without a snapshot");
        }
        return snapshot;
    }

    /**
     * Takes a snapshot and asks the adapter about incidents.
     *
     * @param unexplained incidents that the adapter is asked about
     * @return a result that has a snapshot
     * @throws SourceException if the source cannot be read
     */
    public static AdapterThread.SnapshotResult take(
            AdapterSettings settings, AdapterMaker maker, Clock clock, List<Incident> unexplained)
            throws SourceException, InterruptedException {
        AdapterThread thread = start(settings, maker, clock);
        try {
            CompletableFuture<AdapterThread.SnapshotResult> future = new CompletableFuture<>();
            thread.snapshot(unexplained, future::complete);
            AdapterThread.SnapshotResult answer =
                    future.get(settings.snapshotTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (answer.snapshot() == null) {
                SourceException failure = answer.failure();
                throw failure == null ? SourceException.unreachable("no answer", null) : failure;
            }
            return answer;
        } catch (TimeoutException e) {
            throw SourceException.unreachable(
                    "no snapshot within " + settings.snapshotTimeout().toSeconds() + " s ('snapshot_timeout')"
                            + thread.callInProgress().map(call -> ": " + call).orElse(""),
                    e);
        } catch (ExecutionException e) {
            throw SourceException.badAnswer(String.valueOf(e.getCause()), e);
        } finally {
            thread.close();
        }
    }

    /**
     * Creates an adapter and closes it, to find out whether the plugin accepts the configuration.
     *
     * @throws SourceException if it does not; its cause is a ConfigException if the plugin has refused the
     *     configuration
     */
    public static void create(AdapterSettings settings, AdapterMaker maker, Clock clock)
            throws SourceException, InterruptedException {
        AdapterThread thread = start(settings, maker, clock);
        try {
            CompletableFuture<Optional<SourceException>> future = new CompletableFuture<>();
            thread.create(failure -> future.complete(Optional.ofNullable(failure)));
            Optional<SourceException> failure = future.get(CREATE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (failure.isPresent()) {
                throw failure.get();
            }
        } catch (TimeoutException e) {
            throw SourceException.badAnswer(
                    "not created within " + CREATE_TIMEOUT.toSeconds() + " s"
                            + thread.callInProgress().map(call -> ": " + call).orElse("")
                            + "; report it to its author",
                    e);
        } catch (ExecutionException e) {
            throw SourceException.badAnswer(String.valueOf(e.getCause()), e);
        } finally {
            thread.close();
        }
    }

    private static AdapterThread start(AdapterSettings settings, AdapterMaker maker, Clock clock) {
        SourceThreads threads = new SourceThreads(settings.source(), maker.loader());
        AdapterContext context = new AdapterContext(
                settings,
                clock,
                threads,
                () -> {},
                notice -> {},
                new WebhookDispatcher(threads).beginSession(),
                settings.environment().store().readOnly());
        return new AdapterThread(maker, context, threads);
    }
}
