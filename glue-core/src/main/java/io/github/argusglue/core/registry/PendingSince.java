package io.github.argusglue.core.registry;

import io.github.argusglue.core.shape.AlertKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What waits for time to pass, handed from one plan to the next.
 *
 * @param seenSince alerts that have no incident, and when they were first seen open
 * @param absentSince open incidents whose alert is absent, and when it was first missed
 * @param released open incidents that need not wait for anything: an operator has said so
 */
public record PendingSince(Map<AlertKey, Instant> seenSince, Map<Long, Instant> absentSince, Set<Long> released) {
    /** Nothing waits. */
    public static final PendingSince NONE = new PendingSince(Map.of(), Map.of(), Set.of());

    /** Returns a copy in which nothing that is to be ended waits any longer. */
    PendingSince release(MassCloseCandidates absentees) {
        Set<Long> all = new HashSet<>(released);
        all.addAll(absentSince.keySet());
        absentees.known().forEach((pk, absence) -> {
            if (!absence.let()) {
                all.add(pk);
            }
        });
        return new PendingSince(seenSince, absentSince, all);
    }
}
