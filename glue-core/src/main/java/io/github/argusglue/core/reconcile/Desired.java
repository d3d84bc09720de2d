package io.github.argusglue.core.reconcile;

import io.github.argusglue.spi.Ending;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a source, made ready for Argus.
 *
 * @param incidents one for each alert; an unchanged alert has the same object as in the last one
 * @param endings alerts that the source knows to be over
 * @param partialReason why absence means nothing; null if the snapshot is complete
 * @param number of the snapshot, growing
 * @param takenAt when it was asked for
 */
public record Desired(
        List<DesiredIncident> incidents,
        List<Ending> endings,
        @Nullable String partialReason,
        long number,
        Instant takenAt) {

    /** Tells whether an alert's absence means that it is over. */
    public boolean isComplete() {
        return partialReason == null;
    }
}
