package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an alert looks like in Argus, and which alerts get there.
 *
 * @param levelLabel label that says how severe an alert is
 * @param levels its values and the levels of Argus they stand for
 * @param levelDefault for alerts without the label or with another value
 * @param excludeLabels labels that do not become tags
 * @param description template
 * @param followValues whether new numbers alone change a description
 * @param detailsUrl template
 * @param minAge how long an alert fires before it is reported
 */
public record Presentation(
        @Doc("Label that says how severe an alert is") @Default("severity")
        String levelLabel,

        @Doc("Level in Argus, 1 (critical) to 5 (information), of each value of that label; case does not matter")
        @Default("{ critical = 1, error = 2, warning = 3, info = 5, none = 5 }")
        @Range(min = "1", max = "5")
        Map<String, Integer> levels,

        @Doc("Level of alerts without that label, or with a value that is not listed")
        @Default("4")
        @Range(min = "1", max = "5")
        int levelDefault,

        @Doc("Labels that do not become tags, as Prometheus writes them (`ifName`) or as Argus does (`if_name`)")
        List<String> excludeLabels,

        @Doc("Text of the incident; in braces the first of these that the alert has: a label (`alertname`,"
                + " `label.NAME`), an annotation (`annotation.NAME`), `generatorURL`, `fingerprint` or a \"text\"")
        @Default("{alertname}: {annotation.summary|annotation.description|annotation.message}")
        String description,

        @Doc("Whether the text follows numbers that change while the alert fires; each change is a line in the"
                + " incident's log")
        @Default("false")
        boolean followValues,

        @Doc("Link of the incident, written like `description`") @Default("{generatorURL}")
        String detailsUrl,

        @Doc("Alerts that have fired for less than this are not reported yet")
        @Default("0s")
        @Range(min = "0s", max = "1d")
        Duration minAge) {

    /**
     * Checks the templates.
     *
     * @throws IllegalArgumentException if one is not well-formed
     */
    public Presentation {
        Template.parse("description", description);
        Template.parse("details_url", detailsUrl);
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        excludeLabels = List.copyOf(excludeLabels);
    }
}
