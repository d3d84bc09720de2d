package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How devices and alarms are shown in Argus.
 *
 * @param levels level of device types, severities and alarm types
 * @param detailsUrl template of the link
 */
record DisplayConfig(
        @Doc(
                "Level in Argus, 1 (critical) to 5 (information), of disconnected devices by their kind (`ap`, `switch`,"
                        + " `gateway`), and of alarms by their severity (`critical`, `warn`, `info`) or type, which counts first")
        @Default("{ gateway = 1, switch = 2, ap = 3, critical = 2, warn = 3, info = 5 }")
        @Range(min = "1", max = "5")
        Map<String, Integer> levels,

        @Doc("Link of incidents, with the placeholders `{org}`, `{site}` (its id) and `{mac}`. Default: the portal")
        Optional<String> detailsUrl) {

    private static final Map<String, Integer> DEFAULTS =
            Map.of("gateway", 1, "switch", 2, "ap", 3, "critical", 2, "warn", 3, "info", 5);
    private static final int UNKNOWN = 3;

    /**
     * Checks the template.
     *
     * @throws IllegalArgumentException if it is not a URL
     */
    DisplayConfig {
        Map<String, Integer> all = new LinkedHashMap<>(DEFAULTS);
        all.putAll(levels);
        levels = Map.copyOf(all);
        detailsUrl.ifPresent(template -> {
            try {
                new URI(filled(template, "x", "x", "x"));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(
                        "'details_url' is not a URL; placeholders are {org}, {site} and {mac}: '" + template + "'", e);
            }
        });
    }

    static String filled(String template, String org, String site, String mac) {
        return template.replace("{org}", org).replace("{site}", site).replace("{mac}", mac);
    }

    /** Returns the level of the first word that has one. */
    int level(List<String> words) {
        return words.stream()
                .filter(levels::containsKey)
                .map(levels::get)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
