package io.github.argusglue.core.registry;

import java.time.Instant;
import java.util.Map;

/**
 * State that the mass close guard hands from one plan to the next.
 *
 * @param known open incidents whose alert is absent
 * @param waiting how many of them wait for a later snapshot to confirm it
 * @param reportedRecently how many ended recently because the source reported it, if there are many; otherwise 0
 * @param recent what ended recently
 */
public record MassCloseCandidates(Map<Long, Absence> known, int waiting, int reportedRecently, RecentClosings recent) {
    /** No candidates, and nothing known about recent ends. */
    public static final MassCloseCandidates NONE = new MassCloseCandidates(Map.of(), 0, 0, RecentClosings.NONE);

    /**
     * An absent alert.
     *
     * @param since when the first snapshot was taken that did not contain it, if no later one contained it; by the
     *     steady clock
     * @param mayEnd whether its incident may end
     */
    public record Absence(Instant since, boolean mayEnd) {}
}
