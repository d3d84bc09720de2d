package io.github.argusglue.core.trial;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The differences between two versions of an alert, as text. */
final class AlertChanges {
    private static final int MAX_TEXT = 80;

    private final List<String> changes = new ArrayList<>();

    private AlertChanges() {}

    /** Returns one text for each field that differs. */
    static List<String> between(Alert old, Alert now) {
        AlertChanges found = new AlertChanges();
        if (!old.equals(now)) {
            found.compare(old, now);
        }
        return found.changes;
    }

    private void compare(Alert old, Alert now) {
        compare("start", old.startedAt(), now.startedAt());
        if (old.startedAt().equals(now.startedAt())) {
            compare("id", old.id().value(), now.id().value());
        }
        compare("description", old.description(), now.description());
        compare("severity", old.severity(), now.severity());
        for (Tag tag : now.tags()) {
            if (!old.tags().contains(tag)) {
                changes.add("tag " + tag + " added");
            }
        }
        for (Tag tag : old.tags()) {
            if (!now.tags().contains(tag)) {
                changes.add("tag " + tag + " removed");
            }
        }
        Set<String> keys = new TreeSet<>(old.metadata().keySet());
        keys.addAll(now.metadata().keySet());
        keys.forEach(key -> compare(
                "metadata '" + key + "'",
                old.metadata().get(key),
                now.metadata().get(key)));
        compare("details URL", old.detailsUrl().orElse(null), now.detailsUrl().orElse(null));
        compare("ticket URL", old.ticketUrl().orElse(null), now.ticketUrl().orElse(null));
        compare("scope", old.scope().orElse(null), now.scope().orElse(null));
        compare("held", old.heldReason().orElse(null), now.heldReason().orElse(null));
        compare(
                "unknown since",
                old.unknownSince().orElse(null),
                now.unknownSince().orElse(null));
        compare(
                "acknowledgement",
                text(old.acknowledgement().orElse(null)),
                text(now.acknowledgement().orElse(null)));
        compare(
                "suppression",
                old.suppression().map(AlertChanges::text).orElse(null),
                now.suppression().map(AlertChanges::text).orElse(null));
        if (changes.isEmpty()) {
            changes.add("order of the tags");
        }
    }

    private void compare(String field, @Nullable Object old, @Nullable Object now) {
        if (!Objects.equals(old, now)) {
            changes.add(field + ": " + shown(old) + " -> " + shown(now));
        }
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        String text = value instanceof String string ? "'" + string + "'" : value.toString();
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    /** Returns a suppression as one line. */
    static String text(Suppression suppression) {
        return suppression.reason()
                + (suppression.by().isEmpty() ? "" : ", by " + suppression.by())
                + suppression.until().map(until -> ", until " + until).orElse("");
    }

    /** Returns an acknowledgement as one line. */
    static @Nullable String text(@Nullable Acknowledgement acknowledgement) {
        if (acknowledgement == null) {
            return null;
        }
        return "by " + acknowledgement.actor() + " at " + acknowledgement.at()
                + acknowledgement.until().map(until -> " until " + until).orElse("")
                + (acknowledgement.text().isEmpty() ? "" : ": " + acknowledgement.text())
                + (acknowledgement.isFromArgus() ? " (made by feedback from Argus)" : "");
    }
}
