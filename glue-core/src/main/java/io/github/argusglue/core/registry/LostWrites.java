package io.github.argusglue.core.registry;

import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes of ours whose answer was lost: what they may have done is ours, and no other process's. Owned by one thread.
 */
public final class LostWrites {
    /** Longer than a proxy keeps a request that it has given up, and than the log of Argus takes to show it. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final Map<AlertKey, Create> creates = new HashMap<>();
    private final Map<String, Instant> madeIds = new HashMap<>();
    private final Map<Long, Instant> written = new HashMap<>();

    /** The creates that the listing under way will find if they were done. */
    private Map<AlertKey, Create> searched = Map.of();

    public void create(AlertId id, String sourceIncidentId, Instant now) {
        forgetOld(now);
        creates.put(AlertKey.of(id), new Create(id, sourceIncidentId, now));
        madeIds.put(sourceIncidentId.strip(), now);
    }

    public void write(long pk, Instant now) {
        forgetOld(now);
        written.put(pk, now);
    }

    private void forgetOld(Instant now) {
        Instant oldest = now.minus(KEPT);
        madeIds.values().removeIf(at -> at.isBefore(oldest));
        written.values().removeIf(at -> at.isBefore(oldest));
    }

    /** Tells whether a write of ours to an incident was lost lately, so that what was done to it may be our doing. */
    public boolean mayHaveWritten(long pk, Instant now) {
        return isRecent(written.get(pk), now);
    }

    /** Tells whether an incident may have been made by a create of ours whose answer was lost. */
    public boolean mayHaveMade(String sourceIncidentId, Instant now) {
        return isRecent(madeIds.get(sourceIncidentId), now);
    }

    private static boolean isRecent(@Nullable Instant at, Instant now) {
        return at != null && !at.plus(KEPT).isBefore(now);
    }

    /** Returns the id that the last lost create of an alert was to make; null if there is none to look for. */
    @Nullable
    public String sentFor(AlertId id) {
        Create lost = creates.isEmpty() ? null : creates.get(AlertKey.of(id));
        return lost == null ? null : lost.sourceIncidentId();
    }

    /** Tells whether a create of an alert may have been done and was not looked for so far. */
    public boolean isSought(AlertId id) {
        return !creates.isEmpty() && creates.containsKey(AlertKey.of(id));
    }

    /** The alert has an open incident: there is nothing to look for any more. */
    void found(AlertId id) {
        if (!creates.isEmpty()) {
            creates.remove(AlertKey.of(id));
        }
    }

    /**
     * Tells whether only a listing can find what a create may have made: nobody will try again to create it.
     *
     * @param named whether an alert is in the last snapshot
     */
    public boolean needsListing(Predicate<AlertId> named) {
        return creates.values().stream().anyMatch(create -> !named.test(create.id()));
    }

    /** A listing begins. */
    public void beginListing() {
        searched = Map.copyOf(creates);
    }

    /** The listing that began last is taken. */
    public void listed() {
        searched.forEach(creates::remove);
        searched = Map.of();
    }

    private record Create(AlertId id, String sourceIncidentId, Instant at) {}
}
