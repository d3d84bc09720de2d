package io.github.argusglue.core.rules;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alert is to look like.
 *
 * @param level 1 (critical) to 5 (information)
 * @param description for people
 * @param tags each once
 * @param detailsUrl empty for none
 * @param droppedBy the rule by which it is not to be shown at all; null if there is none
 */
public record RuleResult(
        int level,
        String description,
        List<Tag> tags,
        String detailsUrl,
        @Nullable String droppedBy) {

    /** Returns an alert's own look. */
    public static RuleResult of(Alert alert) {
        return new RuleResult(
                alert.severity().level(),
                alert.description(),
                alert.tags(),
                alert.detailsUrl().map(URI::toString).orElse(""),
                null);
    }
}
