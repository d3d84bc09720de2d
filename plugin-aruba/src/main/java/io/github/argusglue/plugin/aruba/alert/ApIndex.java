package io.github.argusglue.plugin.aruba.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the access point or the site that the text of an alert is about. */
final class ApIndex {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;'\"()\\[\\]]+");
    private static final Pattern END_OF_WORD = Pattern.compile("[.:]+$");

    private final Map<String, AccessPoint> byName = new HashMap<>();
    private final List<String> sites;

    ApIndex(List<AccessPoint> aps) {
        Set<String> ambiguous = new HashSet<>();
        for (AccessPoint ap : aps) {
            for (String name : List.of(ap.name(), ap.serial(), ap.mac())) {
                String key = name.toLowerCase(Locale.ROOT);
                AccessPoint other = byName.put(key, ap);
                if (key.isEmpty() || (other != null && !other.equals(ap))) {
                    ambiguous.add(key);
                }
            }
        }
        byName.keySet().removeAll(ambiguous);
        sites = aps.stream()
                .map(AccessPoint::site)
                .filter(site -> !site.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /**
     * Returns an access point; null if none is named, or if several have the name.
     *
     * @param device its serial number, MAC address or name; empty to search in the text
     */
    @Nullable
    AccessPoint find(String device, String text) {
        if (!device.isEmpty()) {
            return byName.get(device.toLowerCase(Locale.ROOT));
        }
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1)) {
            AccessPoint ap = byName.get(END_OF_WORD.matcher(word).replaceFirst(""));
            if (ap != null) {
                return ap;
            }
        }
        return null;
    }

    /** Returns the site with the longest name in a text; empty if there is none. */
    String site(String text) {
        return sites.stream().filter(site -> contains(text, site)).findFirst().orElse("");
    }

    private static boolean contains(String text, String site) {
        int at = text.indexOf(site);
        while (at >= 0) {
            int end = at + site.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (begins && ends) {
                return true;
            }
            at = text.indexOf(site, at + 1);
        }
        return false;
    }
}
