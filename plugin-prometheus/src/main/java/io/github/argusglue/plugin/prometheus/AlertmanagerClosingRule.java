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
 * Decides which alerts of Alertmanager are over. It keeps state between calls, but does no I/O and uses no clock: times
 * are those of the members' clocks.
 *
 * <p>An alert that Alertmanager no longer lists is not always over. Each listed alert has a lease, {@code endsAt},
 * which Prometheus extends by sending the alert again. Alertmanager drops the alert at the end of the lease and forgets
 * all alerts when it restarts, and in both cases it answers normally. So an alert that is
 *
 * <ul>
 *   <li>listed by any member is open;
 *   <li>gone from a member before the end of its lease, with the same process and configuration as when it was last
 *       listed, was resolved, since nothing else removes it: it is over;
 *   <li>gone at or after the end of its lease is held: its Prometheus is silent or cannot evaluate the rule;
 *   <li>gone after a restart of the member is undecided for one lease. After that it is over if another alert of the
 *       same Prometheus proves that it would have been sent again; otherwise it is held;
 *   <li>gone from members that are down or were just restarted: these are ignored if another member can tell.
 * </ul>
 *
 * <p>A hold ends when the alert is back, when its Prometheus confirms that it is over ({@link #applyConfirmations}), or
 * when that Prometheus has kept sending other alerts for {@code hold_max} without this one. While the Prometheus is
 * silent, time does not end a hold unless the operator sets a limit ({@code silent_max}).
 *
 * <p>This is stricter than "gone before the latest lease end of any member": each member is compared with the lease
 * that it listed itself, and a resolve on one member counts only if no other member received the alert later. Otherwise
 * a member that Prometheus cannot reach would resolve alerts that the other members list as firing.
 */
final class AlertmanagerClosingRule {
    private static final int MASS_CLOSE_MINIMUM = 20;

    private final ClosingPolicy policy;
    private final MemberTracker members = new MemberTracker();
    private final OriginLiveness origins = new OriginLiveness();
    private final Map<String, TrackedAlert> alerts = new LinkedHashMap<>();
    private Set<String> listedOrigins = Set.of();
    private Duration longestLease = Duration.ZERO;
    private boolean used;

    /**
     * Configuration of the rule.
     *
     * @param holdMax how long an alert is held while its Prometheus sends others
     * @param silentMax how long an alert is held while its Prometheus is silent; empty for no limit
     * @param closeExpired whether an alert is over at the end of its lease
     * @param byReceiver whether the members are queried for one receiver, so that their configuration affects the list
     */
    record ClosingPolicy(Duration holdMax, Optional<Duration> silentMax, boolean closeExpired, boolean byReceiver) {}

    AlertmanagerClosingRule(ClosingPolicy policy) {
        this.policy = policy;
    }

    /**
     * Evaluates the answers of the members; members that did not answer are not in the list.
     *
     * @return a verdict for every tracked alert, in the order in which they were first seen
     */
    List<AlertVerdict> evaluate(List<MemberAnswer> answers) {
        used = true;
        members.update(answers);
        origins.update(answers);
        listedOrigins = listedOrigins(answers);
        for (MemberAnswer answer : answers) {
            longestLease = max(longestLease, answer.longestLease());
            answer.listed()
                    .forEach((key, observation) ->
                            alerts.computeIfAbsent(key, TrackedAlert::new).onListed(answer, observation));
        }
        List<AlertVerdict> verdicts = new ArrayList<>(alerts.size());
        alerts.forEach((key, alert) -> verdicts.add(decide(key, alert, answers)));
        forgetEnded(verdicts);
        return verdicts;
    }

    private static Set<String> listedOrigins(List<MemberAnswer> answers) {
        Set<String> listed = new HashSet<>();
        answers.forEach(answer -> answer.listed().values().forEach(observation -> listed.add(observation.origin())));
        return listed;
    }

    private AlertVerdict decide(String key, TrackedAlert alert, List<MemberAnswer> answers) {
        boolean listed = false;
        for (MemberAnswer answer : answers) {
            if (answer.listed().containsKey(key)) {
                listed = true;
            } else {
                alert.onNotListed(answer, members.configSince(answer));
            }
        }
        return listed ? AlertVerdict.open(key) : alert.decide(answers, members, policy);
    }

    /**
     * Decides again about the alerts that {@link #evaluate} held, with the confirmations of their Prometheus.
     *
     * @param now time of the evaluation
     * @param confirmations by key; a missing key means {@link Confirmation#UNKNOWN}
     * @return all verdicts, updated
     */
    List<AlertVerdict> applyConfirmations(
            List<AlertVerdict> verdicts, Instant now, Map<String, Confirmation> confirmations) {
        updateSilentOrigins(verdicts);
        boolean massClose = isMassClose(verdicts, now, confirmations);
        List<AlertVerdict> result = new ArrayList<>(verdicts.size());
        for (AlertVerdict verdict : verdicts) {
            Confirmation confirmation = confirmations.getOrDefault(verdict.key(), Confirmation.UNKNOWN);
            boolean open = verdict.status() == AlertVerdict.Status.HELD
                    || (verdict.status() == AlertVerdict.Status.WAITING && confirmation == Confirmation.RESOLVED);
            result.add(withUnknownSince(open ? decideHeld(verdict, now, confirmation, massClose) : verdict));
        }
        forgetEnded(result);
        return result;
    }

    private void updateSilentOrigins(List<AlertVerdict> verdicts) {
        Set<String> silentCandidates = new HashSet<>();
        Set<String> needed = new HashSet<>();
        for (AlertVerdict verdict : verdicts) {
            TrackedAlert alert = alerts.get(verdict.key());
            if (alert != null) {
                needed.add(alert.origin());
                if (verdict.status() == AlertVerdict.Status.HELD && isOriginSilent(alert)) {
                    silentCandidates.add(alert.origin());
                }
            }
        }
        origins.updateSilent(silentCandidates, listedOrigins, needed);
    }

    /** Returns whether the alert's Prometheus has been silent since it last sent this alert. */
    private boolean isOriginSilent(TrackedAlert alert) {
        String origin = alert.origin();
        return !origin.isEmpty() && !origins.keptSending(origin, alert.lastUpdate(), alert.lease());
    }

    private AlertVerdict withUnknownSince(AlertVerdict verdict) {
        TrackedAlert alert = alerts.get(verdict.key());
        boolean open = verdict.status() == AlertVerdict.Status.HELD || verdict.status() == AlertVerdict.Status.WAITING;
        return open && alert != null
                ? origins.silentSince(alert.origin())
                        .map(verdict::withUnknownSince)
                        .orElse(verdict)
                : verdict;
    }

    private AlertVerdict decideHeld(AlertVerdict held, Instant now, Confirmation confirmation, boolean massClose) {
        return switch (confirmation) {
            case GONE -> AlertVerdict.ended(held.key(), now, "no longer firing in its Prometheus");
            case RESOLVED -> AlertVerdict.ended(held.key(), now, "resolved, reported by a webhook of Alertmanager");
            case ACTIVE -> AlertVerdict.held(held.key(), held.reason() + "; still active in its Prometheus");
            case INCONCLUSIVE ->
                AlertVerdict.held(held.key(), held.reason() + "; its Prometheus gives no clear answer");
            case UNKNOWN ->
                isOriginSilent(held.key()) ? decideOriginSilent(held, now) : decideUnconfirmed(held, now, massClose);
        };
    }

    private AlertVerdict decideUnconfirmed(AlertVerdict held, Instant now, boolean massClose) {
        return isDue(held.key(), now, massClose ? lease(held.key()) : Duration.ZERO)
                ? AlertVerdict.ended(
                        held.key(),
                        now,
                        "not sent for " + format(policy.holdMax()) + " by its Prometheus, which still sends"
                                + " other alerts; state unknown")
                : held;
    }

    /** Time ends the hold only if the operator has set a limit for a silent Prometheus. */
    private AlertVerdict decideOriginSilent(AlertVerdict held, Instant now) {
        trackedAlert(held.key()).ifPresent(alert -> alert.restartHold(now));
        Optional<Duration> longest = policy.silentMax();
        Optional<Instant> since = trackedAlert(held.key()).flatMap(alert -> origins.silentSince(alert.origin()));
        return longest.isPresent()
                        && since.isPresent()
                        && !since.get().plus(longest.get()).isAfter(now)
                ? AlertVerdict.ended(
                        held.key(),
                        now,
                        "nothing received from its Prometheus for " + format(longest.get())
                                + " ('silent_max'); state unknown")
                : held;
    }

    private boolean isOriginSilent(String key) {
        return trackedAlert(key).filter(this::isOriginSilent).isPresent();
    }

    /**
     * Returns whether many unconfirmed alerts are due at once. They wait one more lease, since the fault may be on our
     * side.
     */
    private boolean isMassClose(List<AlertVerdict> verdicts, Instant now, Map<String, Confirmation> confirmations) {
        long due = verdicts.stream()
                .filter(verdict -> verdict.status() == AlertVerdict.Status.HELD)
                .filter(verdict ->
                        confirmations.getOrDefault(verdict.key(), Confirmation.UNKNOWN) == Confirmation.UNKNOWN)
                .filter(verdict -> !isOriginSilent(verdict.key()) && isDue(verdict.key(), now, Duration.ZERO))
                .count();
        return due > Math.max(MASS_CLOSE_MINIMUM, alerts.size() / 2);
    }

    private boolean isDue(String key, Instant now, Duration extra) {
        return trackedAlert(key)
                .flatMap(TrackedAlert::heldSince)
                .filter(since -> !since.plus(policy.holdMax()).plus(extra).isAfter(now))
                .isPresent();
    }

    private Duration lease(String key) {
        return trackedAlert(key).map(TrackedAlert::lease).orElse(Duration.ZERO);
    }

    private Optional<TrackedAlert> trackedAlert(String key) {
        return Optional.ofNullable(alerts.get(key));
    }

    private void forgetEnded(List<AlertVerdict> verdicts) {
        for (AlertVerdict verdict : verdicts) {
            if (verdict.status() == AlertVerdict.Status.ENDED) {
                alerts.remove(verdict.key());
            }
        }
    }

    /** Returns whether the rule has been evaluated. */
    boolean isUsed() {
        return used;
    }

    /** Returns the liveness of the Prometheus servers. */
    OriginLiveness origins() {
        return origins;
    }

    /** Returns the histories of the tracked alerts by key and member, for the next adapter. */
    Map<String, Map<String, MemberHistory.SavedHistory>> saved() {
        Map<String, Map<String, MemberHistory.SavedHistory>> saved = new LinkedHashMap<>();
        alerts.forEach((key, alert) -> saved.put(key, alert.saved()));
        return saved;
    }

    /** Restores the histories that an earlier adapter saved. To be called before the first evaluation. */
    void restore(Map<String, Map<String, MemberHistory.SavedHistory>> saved) {
        saved.forEach((key, histories) -> alerts.put(key, new TrackedAlert(key, histories)));
    }

    /** Returns the longest lease seen so far; the default lease if none was seen. */
    Duration longestLease() {
        return longestLease.isZero() ? MemberTracker.DEFAULT_LEASE : longestLease;
    }

    /** Returns the lease of a tracked alert. */
    Duration leaseOf(String key) {
        return lease(key);
    }

    /** Returns whether a member has been up for so long that it must have received every firing alert. */
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

    private static String format(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
