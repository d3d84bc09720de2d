package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Ending.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a closing rule about one alert.
 *
 * @param key key of the alert
 * @param status status of the alert
 * @param reason one line for people; empty if open
 * @param endedAt when it ended; null unless it ended
 * @param evidence evidence of its end; meaningless unless it ended
 * @param unknownSince since when its Prometheus is silent, so that its state is unknown; null if it is not silent
 */
record AlertVerdict(
        String key,
        Status status,
        String reason,
        @Nullable Instant endedAt,
        Evidence evidence,
        @Nullable Instant unknownSince) {

    /** Status of an alert. */
    enum Status {
        /** At least one member lists it. */
        OPEN,
        /** No member that answered can tell yet, but one will soon. */
        WAITING,
        /** It disappeared without being resolved. */
        HELD,
        /** It is over. */
        ENDED
    }

    /** Returns a copy that ended at an earlier time, if it ended. */
    AlertVerdict endedBy(Instant at) {
        return endedAt != null && at.isBefore(endedAt)
                ? new AlertVerdict(key, status, reason, at, evidence, null)
                : this;
    }

    /** Returns a copy whose end was reported by the source. */
    AlertVerdict reported() {
        return new AlertVerdict(key, status, reason, endedAt, Evidence.REPORTED, unknownSince);
    }

    /** Returns a copy with the time since which its Prometheus is silent. */
    AlertVerdict withUnknownSince(Instant since) {
        return new AlertVerdict(key, status, reason, endedAt, evidence, since);
    }

    static AlertVerdict open(String key) {
        return new AlertVerdict(key, Status.OPEN, "", null, Evidence.INFERRED, null);
    }

    static AlertVerdict waiting(String key, String reason) {
        return new AlertVerdict(key, Status.WAITING, reason, null, Evidence.INFERRED, null);
    }

    static AlertVerdict held(String key, String reason) {
        return new AlertVerdict(key, Status.HELD, reason, null, Evidence.INFERRED, null);
    }

    /** Returns a verdict for an alert whose end was inferred from its absence. */
    static AlertVerdict ended(String key, Instant at, String reason) {
        return new AlertVerdict(key, Status.ENDED, reason, at, Evidence.INFERRED, null);
    }
}
