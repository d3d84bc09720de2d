package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides when absence closes incidents that this process has never seen listed: those that an earlier process left
 * open. {@link AlertmanagerClosingRule} does not know them, so the snapshot is partial until this is safe. Keeps state
 * between calls, but does no I/O and uses no clock.
 *
 * <p>Reasons why such an alert may be missing from the list although it is firing:
 *
 * <ul>
 *   <li><b>Alertmanager was just started</b> and has not received every alert yet. The snapshot is partial until one
 *       member that answers has been up for one lease. This is checked for every snapshot, not only the first.
 *   <li><b>Prometheus is down</b> or cannot reach Alertmanager: all leases expired, and Alertmanager returns an empty
 *       list although nothing was resolved. A list that has not been refreshed for half a lease looks the same. So one
 *       sign of life is required: an alert that was sent recently (this is what a Watchdog alert is for), or Prometheus
 *       itself, if its URL is configured, reporting that it evaluates its rules.
 *   <li><b>There is no sign of life</b>, as in a small installation without firing alerts. After {@code hold_max}
 *       absence is trusted anyway; a known alert would have been held for the same time.
 * </ul>
 *
 * <p>The state that an earlier adapter saved ({@link AlertStateStore}) contains its alerts and their Prometheus
 * servers; each of these servers must be heard again. This leaves only incidents that the saved state does not contain:
 * those that were opened seconds before a kill, or before the state folder was deleted.
 */
final class StartupGuard {
    private final Duration holdMax;
    private @Nullable Instant firstAnswer;
    private boolean trusted;

    StartupGuard(Duration holdMax) {
        this.holdMax = holdMax;
    }

    /** Returns whether an answer of the Prometheus servers would make a difference. */
    boolean isUndecided() {
        return !trusted;
    }

    /**
     * Checks the answers, after {@code rule} has evaluated them.
     *
     * @param prometheus whether all configured servers evaluate their rules; empty if none is configured
     * @return why the snapshot has to be partial; empty if it can be complete
     */
    Optional<String> partialReason(
            List<MemberAnswer> answers, AlertmanagerClosingRule rule, Optional<Boolean> prometheus) {
        Instant now = AlertmanagerClosingRule.now(answers);
        if (firstAnswer == null) {
            firstAnswer = now;
        }
        if (answers.stream().noneMatch(MemberAnswer::complete)) {
            return Optional.of("some alerts have neither labels nor a fingerprint");
        }
        List<MemberAnswer> warm = answers.stream().filter(rule::isWarm).toList();
        if (warm.isEmpty()) {
            return Optional.of(notWarmReason(answers.get(0), rule.longestLease()));
        }
        Set<String> notYetHeard = rule.origins().notYetHeard();
        trusted |= prometheus.orElseGet(
                () -> notYetHeard.isEmpty() && warm.stream().anyMatch(StartupGuard::isRefreshed));
        Instant end = firstAnswer.plus(holdMax);
        trusted |= !end.isAfter(now);
        return trusted
                ? Optional.empty()
                : Optional.of(
                        prometheus.isPresent()
                                ? "not every server in 'prometheus' confirms that it evaluates its rules;"
                                        + " absence is trusted from "
                                        + TrackedAlert.format(end) + " on"
                                : (notYetHeard.isEmpty()
                                                ? "Alertmanager has not received any alert recently,"
                                                        + " Prometheus may be down"
                                                : "nothing received yet from "
                                                        + String.join(", ", new TreeSet<>(notYetHeard)))
                                        + "; absence is trusted from " + TrackedAlert.format(end)
                                        + " on (at once with a Watchdog alert, or with 'prometheus')");
    }

    private static String notWarmReason(MemberAnswer answer, Duration lease) {
        Instant startedAt = answer.startedAt();
        String since = startedAt == null
                ? " does not report its start time, and was watched for less than " + lease.toSeconds() + " s"
                : " was started at " + TrackedAlert.format(startedAt) + ", less than " + lease.toSeconds() + " s ago";
        return "Alertmanager " + answer.member() + since + ": it may not have received every alert yet";
    }

    /** Prometheus sends each alert at least once in every half lease. */
    private static boolean isRefreshed(MemberAnswer answer) {
        return answer.listed().values().stream()
                .anyMatch(observation -> !observation
                        .updatedAt()
                        .plus(observation.lease().dividedBy(2))
                        .plus(MemberHistory.DATE_RESOLUTION)
                        .isBefore(answer.now()));
    }
}
