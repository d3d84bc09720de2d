package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is remembered of each member of a cluster from round to round. */
final class Members {
    /** What Prometheus grants unless it is told otherwise: four times the resend delay of a minute. */
    static final Duration USUAL_LEASE = Duration.ofMinutes(4);

    /** An alert posted by hand for a week is no reason to distrust a member for a week. */
    private static final Duration LONGEST_WARM_UP = Duration.ofHours(1);

    private final Map<String, History> histories = new HashMap<>();

    /** Takes note of a round. */
    void note(List<MemberAnswer> answers) {
        for (MemberAnswer answer : answers) {
            histories.merge(
                    answer.member(),
                    new History(answer.now(), answer.now(), answer.now(), answer.config(), answer.now()),
                    (before, fresh) -> before.next(answer));
        }
    }

    /** Returns when the member's present configuration was first seen. */
    Instant configSince(MemberAnswer answer) {
        return history(answer).configSince();
    }

    /** Tells whether the member has been there for long enough that every alert which fires was sent to it. */
    boolean isWarm(MemberAnswer answer, Duration lease) {
        Instant startedAt = answer.startedAt();
        return isLongAgo(answer, startedAt == null ? history(answer).first() : startedAt, lease);
    }

    /** Tells whether, at this answer, a lease and one round have passed since then. */
    boolean isLongAgo(MemberAnswer answer, Instant since, Duration lease) {
        Duration capped = lease.compareTo(LONGEST_WARM_UP) > 0 ? LONGEST_WARM_UP : lease;
        History history = history(answer);
        Duration round = Duration.between(history.previous(), history.latest());
        Duration margin = round.compareTo(capped) > 0 ? capped : round;
        return !since.plus(capped).plus(margin).isAfter(answer.now());
    }

    private History history(MemberAnswer answer) {
        return histories.getOrDefault(
                answer.member(), new History(answer.now(), answer.now(), answer.now(), answer.config(), answer.now()));
    }

    private record History(Instant first, Instant previous, Instant latest, String config, Instant configSince) {
        History next(MemberAnswer answer) {
            boolean same = config.equals(answer.config());
            return new History(first, latest, answer.now(), answer.config(), same ? configSince : answer.now());
        }
    }
}
