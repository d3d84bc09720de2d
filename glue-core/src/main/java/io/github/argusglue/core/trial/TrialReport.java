package io.github.argusglue.core.trial;

import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Receives what happens in a {@link Trial}, always on its thread. */
public interface TrialReport {

    /** The adapter has returned a snapshot. */
    void snapshot(TakenSnapshot taken);

    /**
     * A call of the adapter failed.
     *
     * @param number number of the snapshot, from 1
     * @param stack where the adapter's threads were if the call hung; empty otherwise
     */
    void failure(long number, Instant at, SourceException failure, String stack);

    /** The adapter has asked for a snapshot. */
    void hint(Instant at);

    /** The adapter has posted a notice. */
    void notice(Instant at, Notice notice);

    /** A webhook has reached the adapter. */
    void webhook(Instant at, Webhooks.WebhookResult result);

    /** The adapter is closed. Calls of it that have not returned still occupy threads. */
    void end(TrialSummary summary);

    /**
     * A snapshot and what it changed.
     *
     * @param number from 1
     * @param at when it was requested
     * @param took how long the adapter took
     * @param snapshot the snapshot
     * @param diff what it changed
     * @param health the problem that the adapter reports; null if none
     * @param abilities what else the adapter can do
     * @param webhooks whether the adapter accepts webhooks
     */
    record TakenSnapshot(
            long number,
            Instant at,
            Duration took,
            Snapshot snapshot,
            SnapshotDiff diff,
            @Nullable String health,
            AdapterThread.Abilities abilities,
            Webhooks.HandlerState webhooks) {}
}
