package io.github.argusglue.core.controller;

import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Endings that the source reported and whose incident is not closed yet. A source reports an ending only once. */
final class PendingEndings {
    private final Map<AlertId, Ending> pending = new LinkedHashMap<>();

    /**
     * Returns the snapshot with all pending endings.
     *
     * @param isObsolete whether an ending no longer applies: the alert is back, or it has no incident and none is being
     *     opened
     */
    Desired with(Desired shaped, Predicate<AlertId> isObsolete) {
        shaped.stated().forEach(ending -> pending.merge(ending.alertId(), ending, PendingEndings::stronger));
        pending.keySet().removeIf(isObsolete);
        return shaped.withEndings(List.copyOf(pending.values()));
    }

    /**
     * A reported ending takes precedence over an inferred one; of inferred ones the first is closest to the actual end.
     */
    private static Ending stronger(Ending earlier, Ending later) {
        return later.evidence() == Ending.Evidence.REPORTED ? later : earlier;
    }
}
