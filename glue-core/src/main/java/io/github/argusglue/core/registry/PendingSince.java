package io.github.argusglue.core.registry;

import io.github.argusglue.core.shape.AlertKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for time to pass, handed from one plan to the next.
 *
 * @param seenSince alerts without an incident that were seen open
 * @param absentSince open incidents whose alert is absent, and since when
 * @param released open incidents that an operator has released from waiting
 */
public record PendingSince(Map<AlertKey, SeenAlert> seenSince, Map<Long, Instant> absentSince, Set<Long> released) {
    /** Nothing is waiting. */
    public static final PendingSince NONE = new PendingSince(Map.of(), Map.of(), Set.of());

    /** Returns a copy in which all incidents that wait to be ended are released. */
    PendingSince release(MassCloseCandidates absentees) {
        Set<Long> all = new HashSet<>(released);
        all.addAll(absentSince.keySet());
        absentees.known().forEach((pk, absence) -> {
            if (!absence.mayEnd()) {
                all.add(pk);
            }
        });
        return new PendingSince(seenSince, absentSince, all);
    }

    /**
     * An alert without an incident.
     *
     * @param since when it was first seen open
     * @param scope its scope; null if it has none
     */
    public record SeenAlert(Instant since, @Nullable String scope) {}
}
