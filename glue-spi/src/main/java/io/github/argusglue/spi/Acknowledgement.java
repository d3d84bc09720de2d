package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An acknowledgement that a person gave in the source, for example of a Nagios problem, or by silencing a Prometheus
 * alert.
 *
 * @see Alert.Builder#acknowledgement(Acknowledgement)
 */
@Unstable
public final class Acknowledgement {
    private final String actor;
    private final Instant at;
    private final String text;
    private final @Nullable Instant until;
    private final boolean fromArgus;

    private Acknowledgement(String actor, Instant at, String text, @Nullable Instant until, boolean fromArgus) {
        this.actor = requireNonNull(actor, "who is null");
        this.at = requireNonNull(at, "at is null");
        this.text = requireNonNull(text, "text is null");
        this.until = until;
        this.fromArgus = fromArgus;
    }

    /**
     * Returns an acknowledgement that does not expire.
     *
     * @param actor the person, as the source names them; empty if the source does not say
     * @param at when it was given
     * @param text what the person wrote; may be empty
     */
    public static Acknowledgement of(String actor, Instant at, String text) {
        return new Acknowledgement(actor, at, text, null, false);
    }

    /** Returns a copy that expires at {@code until}. */
    public Acknowledgement until(Instant until) {
        return new Acknowledgement(actor, at, text, requireNonNull(until, "until is null"), fromArgus);
    }

    /**
     * Returns a copy that is marked as created by this adapter from an acknowledgement in Argus, see
     * {@link FeedbackSink}. The core does not show it in Argus again, so the two cannot keep each other in force.
     */
    public Acknowledgement fromArgus() {
        return new Acknowledgement(actor, at, text, until, true);
    }

    /** Returns the person who acknowledged; empty if the source does not say. */
    public String actor() {
        return actor;
    }

    /** Returns when it was given. */
    public Instant at() {
        return at;
    }

    /** Returns what the person wrote; may be empty. */
    public String text() {
        return text;
    }

    /** Returns when it expires; empty if it does not. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /** Returns whether the adapter created it from an acknowledgement in Argus. */
    public boolean isFromArgus() {
        return fromArgus;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Acknowledgement other
                && actor.equals(other.actor)
                && at.equals(other.at)
                && text.equals(other.text)
                && until().equals(other.until())
                && fromArgus == other.fromArgus;
    }

    @Override
    public int hashCode() {
        return actor.hashCode() * 31 + at.hashCode();
    }
}
