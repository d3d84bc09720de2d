package io.github.argusglue.core.adapter;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes one snapshot of a source with an adapter that is created for it and closed afterwards. */
public final class OneSnapshot {
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
        SourceThreads threads = new SourceThreads(settings.source(), maker.loader());
        AdapterContext context = new AdapterContext(
                settings,
                clock,
                threads,
                () -> {},
                notice -> {},
                new WebhookDispatcher(threads).beginSession(),
                settings.environment().store().readOnly());
        AdapterThread thread = new AdapterThread(maker, context, threads);
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
                    "no snapshot within " + settings.snapshotTimeout().toSeconds() + " s ('snapshot_timeout')", e);
        } catch (ExecutionException e) {
            throw SourceException.badAnswer(String.valueOf(e.getCause()), e);
        } finally {
            thread.close();
        }
    }
}
