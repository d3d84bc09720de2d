package io.github.argusglue.core.failover;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of one failover group at one moment.
 *
 * @param group name in the configuration
 * @param role the role in force
 * @param since when it came into force; the start of the process if it has not changed since
 * @param byHand the role set by hand; null if the checks decide
 * @param byHandSince when it was set; null if it was not
 * @param automatic the role according to the checks alone
 * @param reason why the role is in force, as text
 * @param target what is checked
 * @param answer the last result; null before the first
 * @param answeredAt when it was obtained; null before the first
 * @param row consecutive results that contradict {@code automatic}
 * @param needed how many of them change it
 */
public record FailoverStatus(
        String group,
        Role role,
        Instant since,
        @Nullable Role byHand,
        @Nullable Instant byHandSince,
        Role automatic,
        String reason,
        String target,
        @Nullable ProbeResult answer,
        @Nullable Instant answeredAt,
        int row,
        int needed) {}
