package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That somebody has taken note of an alert in its own system: an acknowledged Nagios problem, a silenced Prometheus
 * alert.
 *
 * @see Alert.Builder#acknowledgement(Acknowledgement)
 */
@Unstable
public final class Acknowledgement {
    private final String who;
    private final Instant at;
    private final String text;
    private final @Nullable Instant until;
    private final boolean fromArgus;

    private Acknowledgement(String who, Instant at, String text, @Nullable Instant until, boolean fromArgus) {
        this.who = requireNonNull(who, "who is null");
        this.at = requireNonNull(at, "at is null");
        this.text = requireNonNull(text, "text is null");
        this.until = until;
        this.fromArgus = fromArgus;
    }

    /**
     * Returns an acknowledgement without an end.
     *
     * @param who the person, as the source names them; empty if it does not say
     * @param at when
     * @param text what they wrote; may be empty
     */
    public static Acknowledgement of(String who, Instant at, String text) {
        return new Acknowledgement(who, at, text, null, false);
    }

    /** Returns a copy that runs out at {@code until}. */
    public Acknowledgement until(Instant until) {
        return new Acknowledgement(who, at, text, requireNonNull(until, "until is null"), fromArgus);
    }

    /**
     * Returns a copy that is told to be one which this adapter itself has made of an acknowledgement in Argus, see
     * {@link FeedbackSink}. It is not shown in Argus again, and cannot keep itself alive by going round.
     */
    public Acknowledgement fromArgus() {
        return new Acknowledgement(who, at, text, until, true);
    }

    /** Returns the person; may be empty. */
    public String who() {
        return who;
    }

    /** Returns when it was given. */
    public Instant at() {
        return at;
    }

    /** Returns what they wrote; may be empty. */
    public String text() {
        return text;
    }

    /** Returns when it runs out; empty if it does not. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /** Tells whether it came from Argus in the first place. */
    public boolean isFromArgus() {
        return fromArgus;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Acknowledgement other
                && who.equals(other.who)
                && at.equals(other.at)
                && text.equals(other.text)
                && until().equals(other.until())
                && fromArgus == other.fromArgus;
    }

    @Override
    public int hashCode() {
        return who.hashCode() * 31 + at.hashCode();
    }
}
