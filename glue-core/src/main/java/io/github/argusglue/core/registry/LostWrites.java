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
 * Own writes whose answer was lost. What they may have done is attributed to this process, not to another one. Owned by
 * one thread.
 */
public final class LostWrites {
    /**
     * Longer than a proxy keeps a request that the client has given up, and than it takes to appear in the log of
     * Argus.
     */
    private static final Duration MAX_AGE = Duration.ofMinutes(15);

    private final Map<AlertKey, LostCreate> creates = new HashMap<>();
    private final Map<String, Instant> sentIds = new HashMap<>();
    private final Map<Long, Instant> written = new HashMap<>();

    /** The creates that the current listing will find if they succeeded. */
    private Map<AlertKey, LostCreate> searched = Map.of();

    public void recordCreate(AlertId id, String sourceIncidentId, Instant now) {
        forgetOld(now);
        creates.put(AlertKey.of(id), new LostCreate(id, sourceIncidentId, now));
        sentIds.put(sourceIncidentId.strip(), now);
    }

    public void recordWrite(long pk, Instant now) {
        forgetOld(now);
        written.put(pk, now);
    }

    private void forgetOld(Instant now) {
        Instant oldest = now.minus(MAX_AGE);
        sentIds.values().removeIf(at -> at.isBefore(oldest));
        written.values().removeIf(at -> at.isBefore(oldest));
    }

    /** Returns whether a recent write to an incident was lost, so that a change of it may be our own. */
    boolean mayHaveWritten(long pk, Instant now) {
        return isRecent(written.get(pk), now);
    }

    /** Returns whether an incident may have been created by an own create whose answer was lost. */
    boolean mayHaveCreated(String sourceIncidentId, Instant now) {
        return isRecent(sentIds.get(sourceIncidentId), now);
    }

    private static boolean isRecent(@Nullable Instant at, Instant now) {
        return at != null && !at.plus(MAX_AGE).isBefore(now);
    }

    /** Returns the id of the last lost create of an alert; null if there is none to look for. */
    @Nullable
    public String lostIdOf(AlertId id) {
        LostCreate lost = creates.isEmpty() ? null : creates.get(AlertKey.of(id));
        return lost == null ? null : lost.sourceIncidentId();
    }

    /** Returns whether a create of an alert may have succeeded and has not been looked for yet. */
    public boolean isLookedFor(AlertId id) {
        return !creates.isEmpty() && creates.containsKey(AlertKey.of(id));
    }

    /** Stops looking for the create of an alert, because it has an open incident. */
    void resolve(AlertId id) {
        if (!creates.isEmpty()) {
            creates.remove(AlertKey.of(id));
        }
    }

    /**
     * Returns whether only a listing can find the result of a create, because it will not be tried again.
     *
     * @param named whether an alert is in the last snapshot
     */
    boolean needsListing(Predicate<AlertId> named) {
        return creates.values().stream().anyMatch(create -> !named.test(create.id()));
    }

    /** Records that a listing begins. */
    void beginListing() {
        searched = Map.copyOf(creates);
    }

    /** Records that the last listing has ended. */
    void endListing() {
        searched.forEach(creates::remove);
        searched = Map.of();
    }

    private record LostCreate(AlertId id, String sourceIncidentId, Instant at) {}
}
