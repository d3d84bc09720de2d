package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the source sends no notifications for an open alert: a maintenance, a downtime, a silence, another alert that
 * inhibits it. The operator decides with the key {@code suppressed} what that means in Argus, in the same way for every
 * source. So report a suppressed alert like any other, and leave the decision to the core.
 *
 * <pre>{@code
 * Suppression.of("downtime: exchanging the line card").by("kari").until(endsAt)
 * }</pre>
 *
 * @see Alert.Builder#suppressed(Suppression)
 */
@Unstable
public final class Suppression {
    private final String reason;
    private final String by;
    private final @Nullable Instant until;

    private Suppression(String reason, String by, @Nullable Instant until) {
        this.reason = reason;
        this.by = by;
        this.until = until;
    }

    /**
     * Returns a suppression by nobody in particular that does not end at a known time.
     *
     * @param reason one line for people, for example "downtime: exchanging the line card"; may be empty
     */
    public static Suppression of(String reason) {
        return new Suppression(requireNonNull(reason, "reason is null"), "", null);
    }

    /** Returns a copy with the person or program that suppressed the alert; empty if the source does not say. */
    public Suppression by(String who) {
        return new Suppression(reason, requireNonNull(who, "who is null"), until);
    }

    /** Returns a copy with the time when it ends. It is for people: an alert is suppressed while snapshots say so. */
    public Suppression until(Instant end) {
        return new Suppression(reason, by, requireNonNull(end, "end is null"));
    }

    /** Returns the reason, one line for people; may be empty. */
    public String reason() {
        return reason;
    }

    /** Returns who suppressed the alert; empty if the source does not say. */
    public String by() {
        return by;
    }

    /** Returns when it ends; empty if that is not known. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || (o instanceof Suppression other
                        && reason.equals(other.reason)
                        && by.equals(other.by)
                        && Objects.equals(until, other.until));
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, by, until);
    }

    @Override
    public String toString() {
        return "Suppression[" + reason + (by.isEmpty() ? "" : ", by " + by) + (until == null ? "" : ", until " + until)
                + "]";
    }
}
