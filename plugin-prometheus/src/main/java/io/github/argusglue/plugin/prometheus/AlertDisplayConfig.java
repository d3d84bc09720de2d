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
 * How alerts are shown in Argus, and which are reported.
 *
 * @param levelLabel label that contains the severity
 * @param levels level in Argus for each value of that label
 * @param levelDefault level of alerts without the label or with another value
 * @param excludeLabels labels that do not become tags
 * @param description template of the description
 * @param followValues whether changed numbers alone update a description
 * @param detailsUrl template of the link
 * @param minAge how long an alert fires before it is reported
 */
record AlertDisplayConfig(
        @Doc("Label that contains the severity of an alert") @Default("severity")
        String levelLabel,

        @Doc("Level in Argus, 1 (critical) to 5 (information), for each value of that label; values are"
                + " case-insensitive")
        @Default("{ critical = 1, error = 2, warning = 3, info = 5, none = 5 }")
        @Range(min = "1", max = "5")
        Map<String, Integer> levels,

        @Doc("Level of alerts without that label or with a value that is not in `levels`")
        @Default("4")
        @Range(min = "1", max = "5")
        int levelDefault,

        @Doc("Labels that do not become tags, as written in Prometheus (`ifName`) or in Argus (`if_name`)")
        List<String> excludeLabels,

        @Doc("Description of the incident. An expression in braces is replaced by the first of its"
                + " alternatives, separated by `|`, that the alert has: a label (`alertname`,"
                + " `label.NAME`), an annotation (`annotation.NAME`), `generatorURL`, `fingerprint`"
                + " or a \"text\"")
        @Default("{alertname}: {annotation.summary|annotation.description|annotation.message}")
        String description,

        @Doc("Whether numbers in the description are updated while the alert fires; each change is a line"
                + " in the incident's log")
        @Default("false")
        boolean followValues,

        @Doc("Link of the incident, written like `description`") @Default("{generatorURL}")
        String detailsUrl,

        @Doc("Alerts that have been firing for less than this time are not reported yet")
        @Default("0s")
        @Range(min = "0s", max = "1d")
        Duration minAge) {

    /**
     * Checks the templates.
     *
     * @throws IllegalArgumentException if one is not well-formed
     */
    AlertDisplayConfig {
        AlertTemplate.parse("description", description);
        AlertTemplate.parse("details_url", detailsUrl);
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        excludeLabels = List.copyOf(excludeLabels);
    }
}
