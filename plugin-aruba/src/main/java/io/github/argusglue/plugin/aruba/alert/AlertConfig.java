package io.github.argusglue.plugin.aruba.alert;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Range;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which alerts of a cloud become incidents, and with which level.
 *
 * @param accessPoints whether the list of access points says which of them are down
 * @param alerts whether alerts are read
 * @param alertTypes which kinds are reported
 * @param ignoreAlertTypes which kinds are not
 * @param apDownTypes which kinds say that an access point is down
 * @param levels level of each severity, by its name in lower case
 */
public record AlertConfig(
        @Doc("Whether access points that are down become incidents, by the list of access points. Alerts of"
                + " `ap_down_types` are then left out, because they would say the same")
        @Default("true")
        boolean accessPoints,

        @Doc("Whether the alerts of Central become incidents") @Default("true")
        boolean alerts,

        @Doc("Which alerts become incidents, by number of the type, name or category; `AP*` for all that begin so."
                + " Empty for all but `ignore_alert_types`")
        List<String> alertTypes,

        @Doc("Which alerts do not become incidents, written like `alert_types`")
        @Default("[\"Clients\"]")
        @LeavesOut("alerts about clients")
        List<String> ignoreAlertTypes,

        @Doc("Which alerts say that an access point is down, written like `alert_types`")
        @Default("[\"4\", \"AP disconnected\", \"AP down\", \"AP offline\", \"Access Point disconnected\","
                + " \"Access Point down\", \"Access Point offline\"]")
        List<String> apDownTypes,

        @Doc("Level in Argus, 1 (critical) to 5 (information), of each severity of alerts")
        @Default("{ critical = 1, major = 2, minor = 3, warning = 4, info = 5 }")
        @Range(min = "1", max = "5")
        Map<String, Integer> levels) {
    private static final Map<String, Integer> USUAL_LEVELS =
            Map.of("critical", 1, "major", 2, "minor", 3, "warning", 4, "info", 5);

    /**
     * Checks the levels.
     *
     * @throws IllegalArgumentException if a severity does not exist, or nothing would be read
     */
    public AlertConfig {
        if (!accessPoints && !alerts) {
            throw new IllegalArgumentException("'access_points' and 'alerts' are both false: nothing would be read");
        }
        Set<String> unknown = new TreeSet<>(levels.keySet());
        unknown.removeAll(USUAL_LEVELS.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("'levels' contains '"
                    + unknown.iterator().next() + "', which is no severity: use critical, major, minor, warning, info");
        }
        Map<String, Integer> all = new LinkedHashMap<>(USUAL_LEVELS);
        all.putAll(levels);
        levels = Collections.unmodifiableMap(all);
        alertTypes = List.copyOf(alertTypes);
        ignoreAlertTypes = List.copyOf(ignoreAlertTypes);
        apDownTypes = List.copyOf(apDownTypes);
    }

    /** Returns the key because of which alerts of this kind do not become incidents; empty if they do. */
    Optional<String> leftOutBy(VendorAlert.Type type) {
        if (!alertTypes.isEmpty() && !matches(alertTypes, type)) {
            return Optional.of("alert_types");
        } else if (matches(ignoreAlertTypes, type)) {
            return Optional.of("ignore_alert_types");
        }
        return accessPoints && isApDown(type) ? Optional.of("ap_down_types") : Optional.empty();
    }

    /** Returns whether alerts of this kind say that an access point is down. */
    public boolean isApDown(VendorAlert.Type type) {
        return matches(apDownTypes, type);
    }

    private static boolean matches(List<String> patterns, VendorAlert.Type type) {
        return patterns.stream()
                .map(AlertConfig::plain)
                .anyMatch(pattern -> matches(pattern, type.id())
                        || matches(pattern, type.name())
                        || matches(pattern, type.category()));
    }

    private static boolean matches(String pattern, String name) {
        String plain = plain(name);
        return pattern.endsWith("*")
                ? !plain.isEmpty() && plain.startsWith(pattern.substring(0, pattern.length() - 1))
                : plain.equals(pattern) && !plain.isEmpty();
    }

    /** {@code AP disconnected} and {@code AP_DISCONNECTED} are the same: the generations of Central differ in that. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}*]", "");
    }
}
