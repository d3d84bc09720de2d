package io.github.argusglue.core.reconcile;

import java.util.Map;

/**
 * Incidents that a snapshot did not name, too many to believe it at once.
 *
 * @param firstAbsent for each incident the number of the first snapshot that did not name it, all later ones agreeing
 */
public record Absentees(Map<Long, Long> firstAbsent) {
    /** None. */
    public static final Absentees NONE = new Absentees(Map.of());
}
