package io.github.argusglue.standin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An acknowledgement in the stand-in; its number is that of its event. Guarded by the lock of the {@link Store}. */
final class StoredAck {
    final StoredEvent event;

    /** Null means that it never expires. */
    @Nullable
    Instant expiration;

    StoredAck(StoredEvent event, @Nullable Instant expiration) {
        this.event = event;
        this.expiration = expiration;
    }

    boolean isActive(Instant now) {
        return expiration == null || expiration.isAfter(now);
    }
}
