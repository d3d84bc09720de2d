package io.github.argusglue.plugin.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides from when on absence counts for alerts that this process has never seen listed: incidents that it left open
 * in Argus before it was restarted. {@link ClosingRule} knows nothing of those, so as long as there is doubt the
 * snapshot is partial. Pure but for its memory.
 *
 * <p>What may be wrong when such an alert is not listed, and what follows:
 *
 * <ul>
 *   <li><b>Alertmanager has just been started</b> and was not told everything yet: doubt until one member that answers
 *       has been up for a lease. This is asked for in every round, not only the first.
 *   <li><b>Prometheus is dead</b> or cut off; all leases ran out, and Alertmanager answers with an empty list although
 *       nothing was resolved. An empty list and a list that nobody has refreshed for half a lease look the same as
 *       that, so there has to be a sign of life once: an alert repeated lately (this is what a Watchdog alert is for),
 *       or Prometheus itself, if its address is configured, saying that it evaluates its rules.
 *   <li><b>No sign comes at all</b>, as in a small installation where nothing is wrong: after {@code hold_max} absence
 *       is believed, which is the same time for which a known alert would have been held.
 * </ul>
 *
 * <p>What an earlier adapter has left ({@link SavedTrust}) names alerts and the Prometheus servers they came from; of
 * those every one has to be heard. What remains is an incident that it does not name: one that was opened seconds
 * before a kill, or before the state folder was deleted.
 */
final class FirstTrust {
    private final Duration holdMax;
    private @Nullable Instant firstAnswer;
    private boolean trusted;

    FirstTrust(Duration holdMax) {
        this.holdMax = holdMax;
    }

    /** Tells whether the Prometheus servers' word would make a difference in this round. */
    boolean isOpen() {
        return !trusted;
    }

    /**
     * Takes a round that {@code rule} has already seen.
     *
     * @param prometheus whether all configured servers evaluate their rules; empty if none is configured
     * @return why absence means nothing in this round; empty if it does
     */
    Optional<String> doubt(List<MemberAnswer> answers, ClosingRule rule, Optional<Boolean> prometheus) {
        Instant now = ClosingRule.now(answers);
        if (firstAnswer == null) {
            firstAnswer = now;
        }
        if (answers.stream().noneMatch(MemberAnswer::whole)) {
            return Optional.of("some alerts have neither labels nor a fingerprint");
        }
        List<MemberAnswer> warm = answers.stream().filter(rule::isWarm).toList();
        if (warm.isEmpty()) {
            return Optional.of(fresh(answers.get(0), rule.longestLease()));
        }
        Set<String> unheard = rule.origins().unheard();
        trusted |= prometheus.orElseGet(() -> unheard.isEmpty() && warm.stream().anyMatch(FirstTrust::isFed));
        Instant end = firstAnswer.plus(holdMax);
        trusted |= !end.isAfter(now);
        return trusted
                ? Optional.empty()
                : Optional.of(
                        prometheus.isPresent()
                                ? "not every server in 'prometheus' confirms that it evaluates its rules; absence is believed from "
                                        + Occurrence.shown(end) + " on"
                                : (unheard.isEmpty()
                                                ? "Alertmanager has not heard of any alert lately, so Prometheus may be dead"
                                                : "nothing was heard yet of "
                                                        + String.join(", ", new TreeSet<>(unheard)))
                                        + "; absence is believed from " + Occurrence.shown(end)
                                        + " on (at once with a Watchdog alert, or with 'prometheus')");
    }

    private static String fresh(MemberAnswer answer, Duration lease) {
        Instant startedAt = answer.startedAt();
        String since = startedAt == null
                ? " does not tell since when it runs, and we have watched it for less than " + lease.toSeconds() + " s"
                : " was started at " + Occurrence.shown(startedAt) + ", less than " + lease.toSeconds() + " s ago";
        return "Alertmanager " + answer.member() + since + ": it may not have been told of every alert yet";
    }

    /** Prometheus repeats each alert at least every half lease. */
    private static boolean isFed(MemberAnswer answer) {
        return answer.listed().values().stream()
                .anyMatch(sighting -> !sighting.updatedAt()
                        .plus(sighting.lease().dividedBy(2))
                        .plus(Trace.DATE_GRAIN)
                        .isBefore(answer.now()));
    }
}
