package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one member answered in one round, as far as the closing rule is concerned.
 *
 * @param member its address
 * @param now its own clock, to the second
 * @param startedAt when its process started; null where it does not tell
 * @param config stands for its configuration
 * @param listed by key
 * @param whole whether every alert of the answer could be told from the others
 */
record MemberAnswer(
        String member,
        Instant now,
        @Nullable Instant startedAt,
        String config,
        Map<String, Sighting> listed,
        boolean whole) {

    /** Returns when the alert listed longest without a repetition was received. */
    Optional<Instant> oldestUpdate() {
        return listed.values().stream().map(Sighting::updatedAt).min(Instant::compareTo);
    }

    /** Returns the longest lease it lists; zero if it lists nothing. */
    Duration longestLease() {
        return listed.values().stream()
                .map(Sighting::lease)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
