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

/** One look at a source with an adapter that is made for it and closed after it. */
public final class OneSnapshot {
    private OneSnapshot() {}

    /**
     * Looks at its alerts alone.
     *
     * @throws SourceException if the source cannot be read
     */
    public static Snapshot snapshot(AdapterSettings settings, AdapterMaker maker, Clock clock)
            throws SourceException, InterruptedException {
        Snapshot snapshot = take(settings, maker, clock, List.of()).snapshot();
        if (snapshot == null) {
            throw new IllegalStateException("an answer without a snapshot");
        }
        return snapshot;
    }

    /**
     * Looks.
     *
     * @param unrecognised incidents that the adapter is asked about
     * @return an answer that has a snapshot
     * @throws SourceException if the source cannot be read
     */
    public static AdapterThread.Answer take(
            AdapterSettings settings, AdapterMaker maker, Clock clock, List<Incident> unrecognised)
            throws SourceException, InterruptedException {
        SourceThreads threads = new SourceThreads(settings.source(), maker.loader());
        AdapterContext context = new AdapterContext(
                settings,
                clock,
                threads,
                () -> {},
                notice -> {},
                new WebhookDispatcher(threads).begin(),
                settings.environment().store().rehearsal());
        AdapterThread run = new AdapterThread(maker, context, threads);
        try {
            CompletableFuture<AdapterThread.Answer> future = new CompletableFuture<>();
            run.snapshot(unrecognised, future::complete);
            AdapterThread.Answer answer = future.get(settings.snapshotTimeout().toMillis(), TimeUnit.MILLISECONDS);
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
            run.close();
        }
    }
}
