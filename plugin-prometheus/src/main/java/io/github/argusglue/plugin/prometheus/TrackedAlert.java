package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.MemberHistory.ListingState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One alert that was listed and is not known to be over, with its history on each member. */
final class TrackedAlert {
    private final String key;
    private final Map<String, MemberHistory> histories = new LinkedHashMap<>();
    private @Nullable Instant heldSince;

    TrackedAlert(String key) {
        this.key = key;
    }

    /** Continues with the histories that an earlier adapter saved. */
    TrackedAlert(String key, Map<String, MemberHistory.SavedHistory> saved) {
        this.key = key;
        saved.forEach((member, history) -> histories.put(member, new MemberHistory(history)));
    }

    /** Returns the histories by member, for the next adapter. */
    Map<String, MemberHistory.SavedHistory> saved() {
        Map<String, MemberHistory.SavedHistory> saved = new LinkedHashMap<>();
        histories.forEach((member, history) -> saved.put(member, history.saved()));
        return saved;
    }

    /** Records that a member lists the alert. */
    void onListed(MemberAnswer answer, AlertObservation observation) {
        MemberHistory history = histories.get(answer.member());
        if (history == null) {
            histories.put(answer.member(), new MemberHistory(answer, observation));
        } else {
            history.onListed(answer, observation);
        }
        heldSince = null;
    }

    /** Records that a member answered without listing the alert. */
    void onNotListed(MemberAnswer answer, Instant configSince) {
        MemberHistory history = histories.get(answer.member());
        if (history != null) {
            history.onNotListed(answer, configSince);
        }
    }

    /** Returns when the hold began; empty if the alert is not held. */
    Optional<Instant> heldSince() {
        return Optional.ofNullable(heldSince);
    }

    /** Restarts the hold, because the Prometheus is silent: the hold time has not begun yet. */
    void restartHold(Instant now) {
        heldSince = now;
    }

    /** Returns the Prometheus that last sent it; empty if not known. */
    String origin() {
        return histories.values().stream()
                .map(MemberHistory::last)
                .max(Comparator.comparing(AlertObservation::updatedAt))
                .map(AlertObservation::origin)
                .orElse("");
    }

    /** Returns its longest lease on any member. */
    Duration lease() {
        return histories.values().stream()
                .map(history -> history.last().lease())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Returns the verdict if no member that answered lists it. */
    AlertVerdict decide(
            List<MemberAnswer> answers, MemberTracker members, AlertmanagerClosingRule.ClosingPolicy policy) {
        Instant lastUpdate = lastUpdate();
        for (MemberHistory history : histories.values()) {
            if (history.listingState() == ListingState.RESOLVED
                    && !history.stateSince().isBefore(lastUpdate)) {
                return AlertVerdict.ended(key, history.stateSince(), "resolved");
            }
        }
        Optional<MemberHistory> expired = histories.values().stream()
                .filter(history -> history.listingState() == ListingState.EXPIRED
                        || history.listingState() == ListingState.RESOLVED)
                .findFirst();
        if (expired.isPresent()) {
            return expired(expired.get(), answers, policy);
        }
        return decideInterrupted(answers, members, policy);
    }

    private AlertVerdict expired(
            MemberHistory history, List<MemberAnswer> answers, AlertmanagerClosingRule.ClosingPolicy policy) {
        Instant end = history.last().endsAt();
        if (policy.closeExpired()) {
            return AlertVerdict.ended(key, end, "not sent again until " + format(end));
        }
        return hold(
                answers,
                "not sent by its " + sender(history) + " since "
                        + format(history.last().updatedAt()) + ", and not resolved");
    }

    private AlertVerdict decideInterrupted(
            List<MemberAnswer> answers, MemberTracker members, AlertmanagerClosingRule.ClosingPolicy policy) {
        List<String> reasons = new ArrayList<>();
        boolean decided = false;
        for (MemberAnswer answer : answers) {
            MemberHistory history = histories.get(answer.member());
            boolean warm = history == null
                    ? members.isWarm(answer, lease())
                    : history.listingState() != ListingState.LISTED
                            && members.hasLeasePassed(answer, history.stateSince(), lease());
            if (history != null && warm && isSenderProvenAlive(answer, history, policy)) {
                return AlertVerdict.ended(key, history.stateSince(), "resolved while " + meanwhile(answer, history));
            }
            decided |= warm && (history != null || !hasAnsweringMember(answers));
            reasons.add(answer.member() + " " + describe(answer, history));
        }
        String reason = "not listed, but " + String.join("; ", reasons);
        if (decided && policy.closeExpired()) {
            return AlertVerdict.ended(key, lastEnd(), "not sent again until " + format(lastEnd()));
        }
        return decided ? hold(answers, reason) : AlertVerdict.waiting(key, reason);
    }

    private static String meanwhile(MemberAnswer answer, MemberHistory history) {
        return switch (history.listingState()) {
            case UNWATCHED -> "argus-glue did not query Alertmanager";
            case RESTARTED -> "Alertmanager " + answer.member() + " was restarted";
            default -> "Alertmanager " + answer.member() + " was reconfigured";
        };
    }

    private static String describe(MemberAnswer answer, @Nullable MemberHistory history) {
        if (history == null) {
            return "never listed it";
        }
        return switch (history.listingState()) {
            case RESTARTED ->
                answer.startedAt() == null
                        ? "may have been restarted after " + format(history.seenAt())
                        : "was restarted at " + format(history.stateSince());
            case RECONFIGURED -> "was reconfigured at " + format(history.stateSince());
            case UNWATCHED -> "was not queried after " + format(history.stateSince());
            case LISTED, RESOLVED, EXPIRED -> "listed alerts that could not be read";
        };
    }

    /**
     * Returns whether a member answers that had listed it: even if that member was just restarted, it will be able to
     * tell soon.
     */
    private boolean hasAnsweringMember(List<MemberAnswer> answers) {
        return answers.stream().anyMatch(answer -> histories.containsKey(answer.member()));
    }

    /**
     * Returns whether its Prometheus must have sent it again since the restart if it still fired.
     *
     * <p>The proof is another alert of the same Prometheus that began before the restart and was sent late enough. It
     * began before, so Prometheus was not restarted as well (it would wait for its rules' {@code for} again and send
     * nothing in the meantime). It was sent so late that all alerts of that Prometheus must have been sent since, which
     * happens at least once in every half lease.
     */
    private boolean isSenderProvenAlive(
            MemberAnswer answer, MemberHistory history, AlertmanagerClosingRule.ClosingPolicy policy) {
        if (history.listingState() == ListingState.RECONFIGURED && policy.byReceiver()) {
            return false; // That other alerts are routed to that receiver says nothing about the route of this one.
        }
        String origin = history.last().origin();
        Instant latestRepetition = history.stateSince().plus(lease().dividedBy(2));
        return !origin.isEmpty()
                && answer.listed().values().stream()
                        .anyMatch(other -> other.origin().equals(origin)
                                && other.startsAt().isBefore(history.stateSince())
                                && !other.updatedAt().isBefore(latestRepetition));
    }

    private AlertVerdict hold(List<MemberAnswer> answers, String reason) {
        if (heldSince == null) {
            heldSince = AlertmanagerClosingRule.now(answers);
        }
        return AlertVerdict.held(key, reason);
    }

    /** Returns when it was last sent. */
    Instant lastUpdate() {
        return histories.values().stream()
                .map(history -> history.last().updatedAt())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private Instant lastEnd() {
        return histories.values().stream()
                .map(history -> history.last().endsAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static String sender(MemberHistory history) {
        String origin = history.last().origin();
        return origin.isEmpty() ? "sender" : "Prometheus " + origin;
    }

    static String format(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
