package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what has to be known of each member of a cluster between snapshots. */
final class MemberTracker {
    /** Prometheus's default lease: four times the resend delay of one minute. */
    static final Duration DEFAULT_LEASE = Duration.ofMinutes(4);

    /** Limit of the warm-up time: an alert that was posted by hand for a week must not delay trust for a week. */
    private static final Duration LONGEST_WARM_UP = Duration.ofHours(1);

    private final Map<String, MemberRecord> records = new HashMap<>();

    /** Records the answers of the members. */
    void update(List<MemberAnswer> answers) {
        for (MemberAnswer answer : answers) {
            records.merge(
                    answer.member(),
                    new MemberRecord(answer.now(), answer.now(), answer.now(), answer.config(), answer.now()),
                    (before, fresh) -> before.next(answer));
        }
    }

    /** Returns when the member's current configuration was first seen. */
    Instant configSince(MemberAnswer answer) {
        return record(answer).configSince();
    }

    /** Returns whether the member has been up for so long that every firing alert was sent to it. */
    boolean isWarm(MemberAnswer answer, Duration lease) {
        Instant startedAt = answer.startedAt();
        return hasLeasePassed(answer, startedAt == null ? record(answer).first() : startedAt, lease);
    }

    /** Returns whether one lease and one snapshot interval have passed since then. */
    boolean hasLeasePassed(MemberAnswer answer, Instant since, Duration lease) {
        Duration capped = lease.compareTo(LONGEST_WARM_UP) > 0 ? LONGEST_WARM_UP : lease;
        MemberRecord record = record(answer);
        Duration interval = Duration.between(record.previous(), record.latest());
        Duration margin = interval.compareTo(capped) > 0 ? capped : interval;
        return !since.plus(capped).plus(margin).isAfter(answer.now());
    }

    private MemberRecord record(MemberAnswer answer) {
        return records.getOrDefault(
                answer.member(),
                new MemberRecord(answer.now(), answer.now(), answer.now(), answer.config(), answer.now()));
    }

    private record MemberRecord(Instant first, Instant previous, Instant latest, String config, Instant configSince) {
        MemberRecord next(MemberAnswer answer) {
            boolean same = config.equals(answer.config());
            return new MemberRecord(first, latest, answer.now(), answer.config(), same ? configSince : answer.now());
        }
    }
}
