package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.argus.Incident;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests one snapshot at a time from the adapter, and asks it which alerts the unexplained incidents stand for: all
 * of them after Argus was listed, otherwise only those it was never asked about. Owned by the thread of the source's
 * loop.
 */
final class SnapshotReader {
    private final AdapterClient adapter;
    private final Clock clock;
    private final SteadyClock steadyClock;
    private final Consumer<Runnable> inbox;
    private final Consumer<AdapterThread.SnapshotResult> onResult;

    private boolean askAboutAll;
    private boolean failing;
    private Request lastRequest = new Request(Instant.MIN, Instant.MIN, false);

    /**
     * Makes a reader; requests nothing.
     *
     * @param inbox runs messages on the loop's thread
     * @param onResult takes the result of the request in progress
     */
    SnapshotReader(
            AdapterClient adapter,
            Clock clock,
            Consumer<Runnable> inbox,
            Consumer<AdapterThread.SnapshotResult> onResult) {
        this.adapter = adapter;
        this.clock = clock;
        this.steadyClock = new SteadyClock(clock);
        this.inbox = inbox;
        this.onResult = onResult;
    }

    /**
     * A request for a snapshot.
     *
     * @param at when it was made
     * @param steadyAt the same by the monotonic clock
     * @param aboutAll whether it asks about all unexplained incidents
     */
    record Request(Instant at, Instant steadyAt, boolean aboutAll) {}

    /** Makes the next request ask about all unexplained incidents. */
    void askAboutAll() {
        askAboutAll = true;
    }

    /** Requests a snapshot; before the first listing there are no incidents to ask about. */
    void ask(@Nullable PlanRunner runner) {
        Instant at = clock.instant();
        Instant steadyAt = steadyClock.instant();
        boolean all = false;
        List<Incident> unexplained = List.of();
        if (runner != null) {
            all = runner.registry().unknownChanges.takeNewUnexplained() || askAboutAll;
            askAboutAll = false;
            unexplained = runner.unexplained().toAsk(all);
        }
        lastRequest = new Request(at, steadyAt, all);
        adapter.requestSnapshot(unexplained, inbox, onResult);
    }

    /** Returns the last request. */
    Request lastRequest() {
        return lastRequest;
    }

    /** The last request succeeded. */
    void succeeded() {
        failing = false;
        adapter.recovered();
    }

    /** The last request failed: the next one asks about the same incidents. */
    void failed() {
        failing = true;
        askAboutAll |= lastRequest.aboutAll();
    }

    /** Returns whether the last request failed. */
    boolean isFailing() {
        return failing;
    }
}
