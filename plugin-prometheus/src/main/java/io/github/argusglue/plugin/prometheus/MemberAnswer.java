package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one member, as the closing rule needs it.
 *
 * @param member its address
 * @param now time by its clock, in seconds
 * @param startedAt when its process started; null if it does not say
 * @param config identifies its configuration
 * @param listed listed alerts by key
 * @param complete whether every alert of the answer could be identified
 */
record MemberAnswer(
        String member,
        Instant now,
        @Nullable Instant startedAt,
        String config,
        Map<String, AlertObservation> listed,
        boolean complete) {

    /** Returns the earliest {@code updatedAt} of all listed alerts. */
    Optional<Instant> oldestUpdate() {
        return listed.values().stream().map(AlertObservation::updatedAt).min(Instant::compareTo);
    }

    /** Returns the longest lease of all listed alerts; zero if there are none. */
    Duration longestLease() {
        return listed.values().stream()
                .map(AlertObservation::lease)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
