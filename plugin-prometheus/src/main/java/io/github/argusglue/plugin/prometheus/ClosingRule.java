package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * <p>A hold ends when the alert is back, when its Prometheus confirms that it is over ({@link #settle}), or when that
 * Prometheus has gone on repeating its other alerts for {@code hold_max} without this one. While it is silent no time
 * ends a hold, unless the operator says so ({@code silent_max}).
 *
 * <p>Stricter than "vanished before the latest lease end of any member": each member is measured by the lease that it
 * listed itself, and a resolve seen on one member counts only if no other was told later that the alert fires.
 * Otherwise a member that Prometheus cannot reach would resolve what the others know to be firing.
 */
final class ClosingRule {
    private static final int MASS = 20;

    private final Policy policy;
    private final Members members = new Members();
    private final Origins origins = new Origins();
    private final Map<String, Occurrence> occurrences = new LinkedHashMap<>();
    private Set<String> listedOrigins = Set.of();
    private Duration longestLease = Duration.ZERO;
    private boolean used;

    /**
     * What the operator chose.
     *
     * @param holdMax how long an alert is held while its Prometheus repeats others
     * @param silentMax how long it is held while its Prometheus is silent; empty for as long as that lasts
     * @param closeExpired whether the end of a lease is an end
     * @param byReceiver whether the members are asked for one receiver only, so that their configuration decides what
     *     they list
     */
    record Policy(Duration holdMax, Optional<Duration> silentMax, boolean closeExpired, boolean byReceiver) {}

    ClosingRule(Policy policy) {
        this.policy = policy;
    }

    /**
     * Takes the answers of one round; members that did not answer are not in the list.
     *
     * @return a verdict for every alert that was seen and has not ended before, in the order of first sight
     */
    List<Verdict> round(List<MemberAnswer> answers) {
        used = true;
        members.note(answers);
        origins.note(answers);
        listedOrigins = listedOrigins(answers);
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

    private static Set<String> listedOrigins(List<MemberAnswer> answers) {
        Set<String> listed = new HashSet<>();
        answers.forEach(answer -> answer.listed().values().forEach(sighting -> listed.add(sighting.origin())));
        return listed;
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
        judgeOrigins(verdicts);
        boolean mass = isMass(verdicts, now, said);
        List<Verdict> settled = new ArrayList<>(verdicts.size());
        for (Verdict verdict : verdicts) {
            Confirmation confirmation = said.getOrDefault(verdict.key(), Confirmation.UNKNOWN);
            boolean open = verdict.state() == Verdict.State.HELD
                    || (verdict.state() == Verdict.State.WAITING && confirmation == Confirmation.RESOLVED);
            settled.add(withSilence(open ? settle(verdict, now, confirmation, mass) : verdict));
        }
        forgetEnded(settled);
        return settled;
    }

    private void judgeOrigins(List<Verdict> verdicts) {
        Set<String> lost = new HashSet<>();
        Set<String> needed = new HashSet<>();
        for (Verdict verdict : verdicts) {
            Occurrence occurrence = occurrences.get(verdict.key());
            if (occurrence != null) {
                needed.add(occurrence.origin());
                if (verdict.state() == Verdict.State.HELD && isUnexplained(occurrence)) {
                    lost.add(occurrence.origin());
                }
            }
        }
        origins.judge(lost, listedOrigins, needed);
    }

    /** Tells whether its Prometheus has been silent since it repeated this one, as far as is known. */
    private boolean isUnexplained(Occurrence occurrence) {
        String origin = occurrence.origin();
        return !origin.isEmpty() && !origins.wentOn(origin, occurrence.lastWord(), occurrence.lease());
    }

    private Verdict withSilence(Verdict verdict) {
        Occurrence occurrence = occurrences.get(verdict.key());
        boolean lost = verdict.state() == Verdict.State.HELD || verdict.state() == Verdict.State.WAITING;
        return lost && occurrence != null
                ? origins.silentSince(occurrence.origin())
                        .map(verdict::unknownSince)
                        .orElse(verdict)
                : verdict;
    }

    private Verdict settle(Verdict held, Instant now, Confirmation said, boolean mass) {
        return switch (said) {
            case GONE -> Verdict.ended(held.key(), now, "no longer firing in its Prometheus");
            case RESOLVED -> Verdict.ended(held.key(), now, "resolved, as Alertmanager's webhook said");
            case STILL_THERE -> Verdict.held(held.key(), held.reason() + "; its Prometheus still has it");
            case CANNOT_TELL -> Verdict.held(held.key(), held.reason() + "; its Prometheus cannot say");
            case UNKNOWN -> isUnexplained(held.key()) ? silent(held, now) : spared(held, now, mass);
        };
    }

    private Verdict spared(Verdict held, Instant now, boolean mass) {
        return isDue(held.key(), now, mass ? lease(held.key()) : Duration.ZERO)
                ? Verdict.ended(
                        held.key(),
                        now,
                        "not repeated for " + shown(policy.holdMax())
                                + " by its Prometheus, which repeats others; state unknown")
                : held;
    }

    /** No time ends it but one that the operator has set for this very case. */
    private Verdict silent(Verdict held, Instant now) {
        occurrence(held.key()).ifPresent(occurrence -> occurrence.holdFrom(now));
        Optional<Duration> longest = policy.silentMax();
        Optional<Instant> since = occurrence(held.key()).flatMap(one -> origins.silentSince(one.origin()));
        return longest.isPresent()
                        && since.isPresent()
                        && !since.get().plus(longest.get()).isAfter(now)
                ? Verdict.ended(
                        held.key(),
                        now,
                        "nothing heard of its Prometheus for " + shown(longest.get())
                                + " ('silent_max'); state unknown")
                : held;
    }

    private boolean isUnexplained(String key) {
        return occurrence(key).filter(this::isUnexplained).isPresent();
    }

    /** Many at once that nobody vouches for wait one lease more: the silence may be ours. */
    private boolean isMass(List<Verdict> verdicts, Instant now, Map<String, Confirmation> said) {
        long due = verdicts.stream()
                .filter(verdict -> verdict.state() == Verdict.State.HELD)
                .filter(verdict -> said.getOrDefault(verdict.key(), Confirmation.UNKNOWN) == Confirmation.UNKNOWN)
                .filter(verdict -> !isUnexplained(verdict.key()) && isDue(verdict.key(), now, Duration.ZERO))
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

    /** Tells whether there has been a round. */
    boolean isUsed() {
        return used;
    }

    /** Returns what is known of the Prometheus servers. */
    Origins origins() {
        return origins;
    }

    /** Returns what each member said of the alerts that are not known to be over, by key, for the next adapter. */
    Map<String, Map<String, Trace.Saved>> saved() {
        Map<String, Map<String, Trace.Saved>> saved = new LinkedHashMap<>();
        occurrences.forEach((key, occurrence) -> saved.put(key, occurrence.saved()));
        return saved;
    }

    /** Takes what an earlier adapter has left; before the first round. */
    void restore(Map<String, Map<String, Trace.Saved>> saved) {
        saved.forEach((key, traces) -> occurrences.put(key, new Occurrence(key, traces)));
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
