package io.github.argusglue.core.feedback;

import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.IncidentActivity;
import io.github.argusglue.core.retry.Backoff;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * Reads what happened to incidents from Argus: a few at a time, and again after a failure. Owned by the thread of the
 * source's loop.
 */
final class ActivityLookups {
    private static final int MAX_LOOKUPS = 4;
    private static final int BATCH = 5;

    private final ArgusReader argus;
    private final Consumer<Runnable> inbox;
    private final LongPredicate isAcked;
    private final Consumer<IncidentActivity> found;

    /** Incidents to look up, and whether their log is needed. */
    private final Map<Long, Boolean> wanted = new LinkedHashMap<>();

    private final Set<Long> inProgress = new HashSet<>();
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), RandomGenerator.getDefault());
    private int lookups;
    private long dueAt = System.nanoTime();

    /**
     * Creates it; reads nothing.
     *
     * @param isAcked returns whether an incident was acknowledged as far as known, so that an end of that shows
     * @param found is given each result
     */
    ActivityLookups(
            ArgusReader argus, Consumer<Runnable> inbox, LongPredicate isAcked, Consumer<IncidentActivity> found) {
        this.argus = argus;
        this.inbox = inbox;
        this.isAcked = isAcked;
        this.found = found;
    }

    /**
     * Requests a lookup of an incident. One that is in progress is followed by another.
     *
     * @param log whether its log is needed
     */
    void request(long pk, boolean log) {
        wanted.merge(pk, log, Boolean::logicalOr);
    }

    /** Returns whether an incident is being looked up. */
    boolean isInProgress(long pk) {
        return inProgress.contains(pk);
    }

    boolean isIdle() {
        return wanted.isEmpty() && inProgress.isEmpty();
    }

    /** Returns whether requests may be sent: no pause after a failure is in progress. */
    boolean isDue(long now) {
        return now - dueAt >= 0;
    }

    /** Returns when something is due, on the monotonic clock. */
    long due(long otherwise) {
        return lookups == 0 && !wanted.isEmpty() ? Math.min(dueAt, otherwise) : otherwise;
    }

    /** Begins a pause after a failure. */
    void pause() {
        dueAt = System.nanoTime() + backoff.next().toNanos();
    }

    /** Starts the lookups that are requested, as many as may be in progress. */
    void start() {
        while (lookups < MAX_LOOKUPS) {
            Map<Long, Boolean> batch = new LinkedHashMap<>();
            wanted.forEach((pk, log) -> {
                if (batch.size() < BATCH && !inProgress.contains(pk)) {
                    batch.put(pk, log);
                }
            });
            if (batch.isEmpty()) {
                return;
            }
            wanted.keySet().removeAll(batch.keySet());
            Set<Long> acked = new HashSet<>(batch.keySet());
            acked.removeIf(pk -> !isAcked.test(pk));
            lookups++;
            inProgress.addAll(batch.keySet());
            argus.readActivity(batch, acked, result -> inbox.accept(() -> onResult(batch, result)));
        }
    }

    private void onResult(Map<Long, Boolean> batch, Task.TaskResult<List<IncidentActivity>> result) {
        lookups--;
        inProgress.removeAll(batch.keySet());
        List<IncidentActivity> activities = result.value();
        if (activities == null) {
            batch.forEach(this::request);
            pause();
            return;
        }
        backoff.reset();
        activities.forEach(found);
    }
}
