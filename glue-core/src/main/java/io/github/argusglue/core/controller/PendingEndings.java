package io.github.argusglue.core.controller;

import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a source has said to be over and whose incident is not closed yet: it says so once. */
final class PendingEndings {
    private final Map<AlertId, Ending> inForce = new LinkedHashMap<>();

    /**
     * Returns a snapshot with all endings that are in force.
     *
     * @param isOver whether an ending is: the alert is back, or it has no incident and none is being opened
     */
    Desired with(Desired shaped, Predicate<AlertId> isOver) {
        shaped.stated().forEach(ending -> inForce.merge(ending.alertId(), ending, PendingEndings::stronger));
        inForce.keySet().removeIf(isOver);
        return shaped.withEndings(List.copyOf(inForce.values()));
    }

    /** What was told outweighs what was inferred, and the first that was inferred is nearest to the end. */
    private static Ending stronger(Ending earlier, Ending later) {
        return later.evidence() == Ending.Evidence.REPORTED ? later : earlier;
    }
}
