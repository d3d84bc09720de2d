package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long this process has seen the Leases of members unchanged, by its own monotonic clock. Times in a Lease are
 * those of another machine and are not used. The time begins when an answer with the Lease has arrived, which is after
 * the call that renewed it; so a session never ends early. Any thread.
 */
final class SeenLeases {
    /** For a Lease that somebody has changed by hand. */
    private static final Duration WITHOUT_DURATION = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    SeenLeases(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Seen(String version, long since) {}

    /** Returns whether a Lease, as it was just read, has been unchanged for its duration. */
    boolean isOver(Lease lease) {
        ObjectMeta metadata = lease.getMetadata();
        String version = metadata.getUid() + "/" + metadata.getResourceVersion();
        long now = nanoTime.getAsLong();
        Seen last = seen.compute(
                metadata.getName(),
                (name, before) -> before != null && before.version.equals(version) ? before : new Seen(version, now));
        return now - last.since >= duration(lease).toNanos();
    }

    /** Forgets all Leases but these. */
    void retain(Set<String> names) {
        seen.keySet().retainAll(names);
    }

    private static Duration duration(Lease lease) {
        @Nullable Integer seconds = lease.getSpec().getLeaseDurationSeconds();
        return seconds == null ? WITHOUT_DURATION : Duration.ofSeconds(seconds);
    }
}
