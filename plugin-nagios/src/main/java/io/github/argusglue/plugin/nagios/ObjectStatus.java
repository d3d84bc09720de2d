package io.github.argusglue.plugin.nagios;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One host or service as the monitoring daemon last reported it.
 *
 * @param key name of the object
 * @param isChecked whether it was ever checked; if not, its state means nothing
 * @param state state by the last check
 * @param isHard whether the state is HARD: confirmed by as many checks as configured
 * @param lastCheck time of the check behind this state
 * @param lastOk when the object was last OK or UP ({@code last_time_ok}), which stays the same for as long as a problem
 *     lasts; empty if that is not known, or if it never was
 * @param since when the present state began ({@code last_hard_state_change} if it is hard); empty if not known
 * @param output first line of the check's output, without performance data
 * @param isAcknowledged whether the problem is acknowledged
 * @param acknowledgedUntil when the acknowledgement expires; empty if it does not
 * @param isInDowntime whether a downtime of the object itself is in effect; for a service, see also its host
 * @param downtime the downtime in effect; empty if there is none, or if its details are not known
 * @param isFlapping whether the state changes so often that the daemon calls it flapping
 * @param isNotifying whether notifications are enabled for the object
 * @param isReachable whether the daemon can reach it: false if a parent of the host is down
 * @param comments comments, oldest first
 * @param definition what is configured about it
 * @param host the host of a service, as far as it is known; empty for a host
 */
public record ObjectStatus(
        ObjectKey key,
        boolean isChecked,
        State state,
        boolean isHard,
        Instant lastCheck,
        Optional<Instant> lastOk,
        Optional<Instant> since,
        String output,
        boolean isAcknowledged,
        Optional<Instant> acknowledgedUntil,
        boolean isInDowntime,
        Optional<Downtime> downtime,
        boolean isFlapping,
        boolean isNotifying,
        boolean isReachable,
        List<Comment> comments,
        Definition definition,
        Optional<ObjectStatus> host) {}
