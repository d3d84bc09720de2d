package io.github.argusglue.core.registry;

import java.time.Instant;
import java.util.Map;

/**
 * What the guard against mass closing hands from one plan to the next.
 *
 * @param known open incidents whose alert is gone
 * @param waiting how many of them wait for a later snapshot to agree
 * @param toldLately how many were ended lately because the source said so, if they are many; else 0
 * @param recent what ended lately
 */
public record MassCloseCandidates(Map<Long, Absence> known, int waiting, int toldLately, RecentClosings recent) {
    /** None, and nothing is known of what ended lately. */
    public static final MassCloseCandidates NONE = new MassCloseCandidates(Map.of(), 0, 0, RecentClosings.NONE);

    /**
     * An alert that is gone.
     *
     * @param since when the first snapshot was taken that missed it, all later ones agreeing or not knowing; by the
     *     steady clock
     * @param let whether its incident may end
     */
    public record Absence(Instant since, boolean let) {}
}
