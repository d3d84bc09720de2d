package io.github.argusglue.core.failover;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one primary, at one moment.
 *
 * @param group name in the configuration
 * @param role in force
 * @param since when it came into force; the start of the process if it has not changed since
 * @param byHand the role that a person has set; null if the primary's answers decide
 * @param byHandSince when that was; null if it was not
 * @param automatic the role by the primary's answers alone
 * @param reason why the role in force is what it is, for people
 * @param target what is asked of whom
 * @param answer the last one; null before the first
 * @param answeredAt when it came; null before the first
 * @param row answers in a row that speak against {@code automatic}
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
