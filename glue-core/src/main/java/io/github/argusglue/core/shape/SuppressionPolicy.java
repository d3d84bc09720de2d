package io.github.argusglue.core.shape;

import io.github.argusglue.core.config.Suppressed;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Suppression;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to an alert that is suppressed in its source. If the source does not know whether the alert is
 * still open, it does not know whether it is still suppressed either: a held alert stays held.
 */
final class SuppressionPolicy {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Suppressed suppressed;

    SuppressionPolicy(Suppressed suppressed) {
        this.suppressed = suppressed;
    }

    /** Returns why an alert is treated as ended; null if it is not. */
    @Nullable
    String dropReason(Alert alert) {
        return suppressed == Suppressed.DROP ? reason(alert) : null;
    }

    /** Returns why an alert is neither opened nor changed; null if it may be. */
    @Nullable
    String holdReason(Alert alert) {
        return suppressed == Suppressed.HOLD ? reason(alert) : null;
    }

    private static @Nullable String reason(Alert alert) {
        Suppression suppression = alert.suppression().orElse(null);
        if (suppression == null || alert.heldReason().isPresent()) {
            return null;
        }
        List<String> details = new ArrayList<>();
        if (!suppression.by().isBlank()) {
            details.add("by " + suppression.by());
        }
        suppression.until().ifPresent(end -> details.add("until " + format(end)));
        return "suppressed in the source"
                + (suppression.reason().isBlank() ? "" : ": " + suppression.reason())
                + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
    }

    private static String format(Instant end) {
        return Instant.MAX.equals(end) ? "further notice" : MINUTES.format(end);
    }
}
