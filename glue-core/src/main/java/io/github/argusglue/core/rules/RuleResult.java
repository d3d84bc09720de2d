package io.github.argusglue.core.rules;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert after the rules have been applied.
 *
 * @param level 1 (critical) to 5 (information)
 * @param description for people
 * @param tags each once
 * @param detailsUrl empty for none
 * @param droppedBy the rule that drops the alert; null if none does
 */
public record RuleResult(
        int level,
        String description,
        List<Tag> tags,
        String detailsUrl,
        @Nullable String droppedBy) {

    /** Marks an alert that is suppressed in its source. */
    public static final Tag SUPPRESSED = new Tag("suppressed", "true");

    /** Returns an alert as it is, without rules. */
    public static RuleResult of(Alert alert) {
        return new RuleResult(
                alert.severity().level(),
                alert.description(),
                tagsOf(alert),
                alert.detailsUrl().map(URI::toString).orElse(""),
                null);
    }

    /** Returns the tags of an alert before the first rule, unmodifiable. */
    static List<Tag> tagsOf(Alert alert) {
        if (alert.suppression().isEmpty() || alert.tags().contains(SUPPRESSED)) {
            return alert.tags();
        }
        List<Tag> tags = new ArrayList<>(alert.tags());
        tags.add(SUPPRESSED);
        return List.copyOf(tags);
    }
}
