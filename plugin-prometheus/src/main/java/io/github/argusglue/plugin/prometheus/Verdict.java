package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Ending.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the closing rule says about one alert.
 *
 * @param key which
 * @param state what
 * @param reason why, one line for people; empty if open
 * @param endedAt when; null unless it ended
 * @param evidence what its end rests on; means nothing unless it ended
 * @param unknownSince since when its Prometheus is silent, so that nobody knows; null if it is not
 */
record Verdict(
        String key,
        State state,
        String reason,
        @Nullable Instant endedAt,
        Evidence evidence,
        @Nullable Instant unknownSince) {

    /** What is known about an alert. */
    enum State {
        /** Some member lists it. */
        OPEN,
        /** No member that answered is in a position to say; one soon will. */
        WAITING,
        /** It disappeared, but was not resolved. */
        HELD,
        /** It is over. */
        ENDED
    }

    /** Returns it as ended at an earlier time, if it ended at all. */
    Verdict endedBy(Instant at) {
        return endedAt != null && at.isBefore(endedAt) ? new Verdict(key, state, reason, at, evidence, null) : this;
    }

    /** Returns it as told by the source, if it ended at all. */
    Verdict told() {
        return new Verdict(key, state, reason, endedAt, Evidence.REPORTED, unknownSince);
    }

    /** Returns it with the time since when its Prometheus is silent. */
    Verdict unknownSince(Instant since) {
        return new Verdict(key, state, reason, endedAt, evidence, since);
    }

    static Verdict open(String key) {
        return new Verdict(key, State.OPEN, "", null, Evidence.INFERRED, null);
    }

    static Verdict waiting(String key, String reason) {
        return new Verdict(key, State.WAITING, reason, null, Evidence.INFERRED, null);
    }

    static Verdict held(String key, String reason) {
        return new Verdict(key, State.HELD, reason, null, Evidence.INFERRED, null);
    }

    /** It is over, as far as its absence shows. */
    static Verdict ended(String key, Instant at, String reason) {
        return new Verdict(key, State.ENDED, reason, at, Evidence.INFERRED, null);
    }
}
