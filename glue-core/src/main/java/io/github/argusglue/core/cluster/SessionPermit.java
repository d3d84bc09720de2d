package io.github.argusglue.core.cluster;

import io.github.argusglue.core.argus.WritePermit;
import java.time.Duration;
import java.util.Set;

/**
 * Until when this process may write for the sources that it owns. The time is that of the monotonic clock, which goes
 * on while the process is frozen. Thread-safe.
 */
final class SessionPermit {
    /** Replaced as a whole. */
    private volatile Set<String> owned = Set.of();

    private volatile long until = System.nanoTime();

    /** Returns the permit of one source. */
    WritePermit of(String source) {
        return () -> owned.contains(source) ? nanosLeft() : 0;
    }

    long nanosLeft() {
        return until - System.nanoTime();
    }

    /** Permits writes for a time from a moment of {@link System#nanoTime}; never shortens it. */
    void extend(long from, Duration time) {
        long later = from + time.toNanos();
        if (later - until > 0) {
            until = later;
        }
    }

    void withdraw() {
        owned = Set.of();
        until = System.nanoTime();
    }

    void own(Set<String> sources) {
        owned = Set.copyOf(sources);
    }

    Set<String> owned() {
        return owned;
    }
}
