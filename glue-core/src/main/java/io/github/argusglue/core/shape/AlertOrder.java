package io.github.argusglue.core.shape;

import io.github.argusglue.spi.Alert;
import java.util.Comparator;
import java.util.TreeMap;

/** Which of two alerts with one id is taken: the more severe one, and always the same one of two that differ. */
final class AlertOrder implements Comparator<Alert> {
    private static final Comparator<Alert> FIRST_IS_TAKEN = Comparator.comparingInt(
                    (Alert alert) -> alert.severity().level())
            .thenComparing(alert -> alert.heldReason().orElse(""))
            .thenComparing(Alert::startedAt, Comparator.reverseOrder())
            .thenComparing(alert -> alert.id().value())
            .thenComparing(Alert::description)
            .thenComparing(alert -> alert.tags().toString())
            .thenComparing(alert -> alert.detailsUrl().toString())
            .thenComparing(alert -> alert.ticketUrl().toString())
            .thenComparing(alert -> String.valueOf(alert.acknowledgement()))
            .thenComparing(alert -> new TreeMap<>(alert.metadata()).toString());

    @Override
    public int compare(Alert one, Alert other) {
        try {
            return FIRST_IS_TAKEN.compare(one, other);
        } catch (RuntimeException | StackOverflowError e) {
            // What an alert holds is the plugin's: even to look at it may fail.
            return 0;
        }
    }
}
