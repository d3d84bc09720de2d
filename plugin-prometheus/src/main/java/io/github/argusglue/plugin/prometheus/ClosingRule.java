package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which alerts are over. Pure but for its memory: no I/O, no clock; time is what the members' clocks say.
 *
 * <p>An alert that Alertmanager stops listing is not always over. Each listed alert carries a lease, {@code endsAt},
 * which its Prometheus extends by repeating it; Alertmanager drops it at the end of the lease, forgets everything when
 * it is restarted, and in both cases answers as if all were well. So:
 *
 * <ul>
 *   <li>listed by any member: open;
 *   <li>gone from a member before the end of its lease, the process and its configuration being the same as when it was
 *       last listed: that takes an explicit resolve, so it is over;
 *   <li>gone at or after the end: its Prometheus fell silent, or cannot evaluate the rule; held;
 *   <li>gone with a restart of the member: nothing for one lease; then over if another alert of the same Prometheus
 *       proves that it would have been sent again, else held;
 *   <li>members that are down or fresh from a restart say nothing, and are no reason to doubt one that can tell.
 * </ul>
 *
 * <p>A hold ends when the alert is back, when its Prometheus confirms that it is over ({@link #settle}), or after
 * {@code hold_max}.
 *
 * <p>Stricter than "vanished before the latest lease end of any member": each member is measured by the lease that it
 * listed itself, and a resolve seen on one member counts only if no other was told later that the alert fires.
 * Otherwise a member that Prometheus cannot reach would resolve what the others know to be firing.
 */
final class ClosingRule {
    private static final int MASS = 20;

    private final Policy policy;
    private final Members members = new Members();
    private final Map<String, Occurrence> occurrences = new LinkedHashMap<>();
    private Duration longestLease = Duration.ZERO;

    /**
     * What the operator chose.
     *
     * @param holdMax how long an alert is held
     * @param closeExpired whether the end of a lease is an end
     * @param byReceiver whether the members are asked for one receiver only, so that their configuration decides what
     *     they list
     */
    record Policy(Duration holdMax, boolean closeExpired, boolean byReceiver) {}

    ClosingRule(Policy policy) {
        this.policy = policy;
    }

    /**
     * Takes the answers of one round; members that did not answer are not in the list.
     *
     * @return a verdict for every alert that was seen and has not ended before, in the order of first sight
     */
    List<Verdict> round(List<MemberAnswer> answers) {
        members.note(answers);
        for (MemberAnswer answer : answers) {
            longestLease = max(longestLease, answer.longestLease());
            answer.listed()
                    .forEach((key, sighting) ->
                            occurrences.computeIfAbsent(key, Occurrence::new).seen(answer, sighting));
        }
        List<Verdict> verdicts = new ArrayList<>(occurrences.size());
        occurrences.forEach((key, occurrence) -> verdicts.add(judge(key, occurrence, answers)));
        forgetEnded(verdicts);
        return verdicts;
    }

    private Verdict judge(String key, Occurrence occurrence, List<MemberAnswer> answers) {
        boolean listed = false;
        for (MemberAnswer answer : answers) {
            if (answer.listed().containsKey(key)) {
                listed = true;
            } else {
                occurrence.missing(answer, members.configSince(answer));
            }
        }
        return listed ? Verdict.open(key) : occurrence.judge(answers, members, policy);
    }

    /**
     * Looks again at the alerts that {@link #round} held, with what their Prometheus said.
     *
     * @param now of the round
     * @param said by key; a key that is absent counts as {@link Confirmation#UNKNOWN}
     * @return the verdicts with those replaced that change
     */
    List<Verdict> settle(List<Verdict> verdicts, Instant now, Map<String, Confirmation> said) {
        boolean mass = isMass(verdicts, now, said);
        List<Verdict> settled = new ArrayList<>(verdicts.size());
        for (Verdict verdict : verdicts) {
            Confirmation confirmation = said.getOrDefault(verdict.key(), Confirmation.UNKNOWN);
            boolean open = verdict.state() == Verdict.State.HELD
                    || (verdict.state() == Verdict.State.WAITING && confirmation == Confirmation.RESOLVED);
            settled.add(open ? settle(verdict, now, confirmation, mass) : verdict);
        }
        forgetEnded(settled);
        return settled;
    }

    private Verdict settle(Verdict held, Instant now, Confirmation said, boolean mass) {
        return switch (said) {
            case GONE -> Verdict.ended(held.key(), now, "no longer firing in its Prometheus");
            case RESOLVED -> Verdict.ended(held.key(), now, "resolved, as Alertmanager's webhook said");
            case STILL_THERE -> Verdict.held(held.key(), held.reason() + "; its Prometheus still has it");
            case CANNOT_TELL -> Verdict.held(held.key(), held.reason() + "; its Prometheus cannot say");
            case UNKNOWN ->
                isDue(held.key(), now, mass ? lease(held.key()) : Duration.ZERO)
                        ? Verdict.ended(
                                held.key(),
                                now,
                                "no longer reported by its Prometheus for " + shown(policy.holdMax())
                                        + "; state unknown")
                        : held;
        };
    }

    /** Many at once that nobody vouches for wait one lease more: the silence may be ours. */
    private boolean isMass(List<Verdict> verdicts, Instant now, Map<String, Confirmation> said) {
        long due = verdicts.stream()
                .filter(verdict -> verdict.state() == Verdict.State.HELD)
                .filter(verdict -> said.getOrDefault(verdict.key(), Confirmation.UNKNOWN) == Confirmation.UNKNOWN)
                .filter(verdict -> isDue(verdict.key(), now, Duration.ZERO))
                .count();
        return due > Math.max(MASS, occurrences.size() / 2);
    }

    private boolean isDue(String key, Instant now, Duration more) {
        return occurrence(key)
                .flatMap(Occurrence::heldSince)
                .filter(since -> !since.plus(policy.holdMax()).plus(more).isAfter(now))
                .isPresent();
    }

    private Duration lease(String key) {
        return occurrence(key).map(Occurrence::lease).orElse(Duration.ZERO);
    }

    private Optional<Occurrence> occurrence(String key) {
        return Optional.ofNullable(occurrences.get(key));
    }

    private void forgetEnded(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict.state() == Verdict.State.ENDED) {
                occurrences.remove(verdict.key());
            }
        }
    }

    /** Returns the longest lease seen so far; the usual one if none was. */
    Duration longestLease() {
        return longestLease.isZero() ? Members.USUAL_LEASE : longestLease;
    }

    /** Returns the lease of an alert that has not ended. */
    Duration leaseOf(String key) {
        return lease(key);
    }

    /** Tells whether a member has been up for so long that its not listing an alert means something. */
    boolean isWarm(MemberAnswer answer) {
        return members.isWarm(answer, longestLease());
    }

    /** Returns the latest of the members' clocks. */
    static Instant now(List<MemberAnswer> answers) {
        return answers.stream()
                .map(MemberAnswer::now)
                .max(Instant::compareTo)
                .orElseThrow(() -> new IllegalArgumentException("no member answered"));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static String shown(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
