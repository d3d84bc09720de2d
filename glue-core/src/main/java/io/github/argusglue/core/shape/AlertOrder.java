package io.github.argusglue.core.shape;

import io.github.argusglue.spi.Alert;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * Chooses between two alerts with the same id: the more severe one, and if they are equally severe always the same one.
 */
final class AlertOrder implements Comparator<Alert> {
    private static final Comparator<Alert> PREFERRED_FIRST = Comparator.comparingInt(
                    (Alert alert) -> alert.severity().level())
            .thenComparing(alert -> alert.heldReason().orElse(""))
            .thenComparing(Alert::startedAt, Comparator.reverseOrder())
            .thenComparing(alert -> alert.id().value())
            .thenComparing(Alert::description)
            .thenComparing(alert -> alert.tags().toString())
            .thenComparing(alert -> alert.detailsUrl().toString())
            .thenComparing(alert -> alert.ticketUrl().toString())
            .thenComparing(alert -> String.valueOf(alert.acknowledgement()))
            .thenComparing(alert -> alert.scope().orElse(""))
            .thenComparing(alert -> String.valueOf(alert.suppression()))
            .thenComparing(alert -> new TreeMap<>(alert.metadata()).toString());

    @Override
    public int compare(Alert one, Alert other) {
        try {
            return PREFERRED_FIRST.compare(one, other);
        } catch (RuntimeException | StackOverflowError e) {
            // Plugin code: even reading the alert may fail.
            return 0;
        }
    }
}
