package io.github.argusglue.http;

import java.util.List;

/**
 * How many requests were sent in recent minutes, for the state file of a source.
 *
 * @param minutes minutes since 1970, ascending
 * @param counts requests in each of these minutes
 */
public record BudgetCounts(List<Long> minutes, List<Integer> counts) {
    /** No requests. */
    public static final BudgetCounts NONE = new BudgetCounts(List.of(), List.of());

    /** Copies the lists. */
    public BudgetCounts {
        minutes = List.copyOf(minutes);
        counts = List.copyOf(counts);
    }
}
