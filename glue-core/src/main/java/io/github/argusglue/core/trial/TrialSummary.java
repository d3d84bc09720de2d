package io.github.argusglue.core.trial;

/**
 * The result of a trial.
 *
 * @param snapshots number of snapshots that the adapter returned
 * @param failures number of calls that failed
 * @param opened number of alerts that were opened
 * @param changed number of changes of alerts
 * @param ended number of alerts that ended
 * @param hints number of hints, without those that came before the snapshot that an earlier one asked for
 * @param notices number of notices
 * @param webhooks number of webhooks
 * @param hangingCalls number of adapters with a call that has not returned after {@code close()}
 */
public record TrialSummary(
        long snapshots,
        long failures,
        long opened,
        long changed,
        long ended,
        long hints,
        long notices,
        long webhooks,
        int hangingCalls) {}
