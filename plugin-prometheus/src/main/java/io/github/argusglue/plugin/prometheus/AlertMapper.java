package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.SuppressionConfig.Suppressed;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts listed alerts to alerts for Argus, as the operator's {@link AlertDisplayConfig} says. */
final class AlertMapper {
    private static final int MAX_TAGS = 100_000;
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]+(?:[.,][0-9]+)*(?:e[-+]?[0-9]+)?[kKMGTPEmunµ]?|[-+]?Inf|NaN)\\b");

    private final AlertDisplayConfig display;
    private final SuppressionConfig suppression;
    private final AlertTemplate description;
    private final AlertTemplate detailsUrl;
    private final Map<String, Integer> levels = new HashMap<>();
    private final Set<String> excludedTags = new HashSet<>();
    private final Map<Tag, Tag> tags = new HashMap<>();

    AlertMapper(AlertDisplayConfig display, SuppressionConfig suppression) {
        this.display = display;
        this.suppression = suppression;
        this.description = AlertTemplate.parse("description", display.description());
        this.detailsUrl = AlertTemplate.parse("details_url", display.detailsUrl());
        display.levels().forEach((value, level) -> levels.put(value.toLowerCase(Locale.ROOT), level));
        display.excludeLabels().forEach(label -> excludedTags.add(Tag.fitKey(label)));
    }

    /** Returns why the alert is held (not opened, and left alone if it is open); null if it is not. */
    @Nullable
    String holdReason(MergedAlert merged, Instant startedAt, Instant now) {
        if (suppression.silenced() == Suppressed.DROP && !merged.silencedBy().isEmpty()) {
            return "silenced in Alertmanager by " + String.join(", ", merged.silencedBy());
        } else if (suppression.inhibited() == Suppressed.DROP
                && !merged.inhibitedBy().isEmpty()) {
            return "inhibited in Alertmanager by " + String.join(", ", merged.inhibitedBy());
        } else if (!display.minAge().isZero()
                && startedAt.plus(display.minAge()).isAfter(now)) {
            return "firing for less than 'min_age'";
        }
        return null;
    }

    /**
     * Returns the alert for Argus.
     *
     * @param link value of {@code generatorURL}
     * @param previous the alert that was reported before; null if there was none
     */
    Alert map(MergedAlert merged, Instant startedAt, String link, @Nullable Alert previous) {
        AlertId id = AlertId.startedAt(merged.key(), startedAt);
        Alert.Builder alert = Alert.builder(id, startedAt)
                .description(text(merged, link, previous))
                .severity(Severity.ofLevel(level(merged)))
                .metadata(Map.of("labels", merged.labels()))
                .detailsUrl(link(detailsUrl.renderUrl(merged, link)));
        merged.labels().forEach((name, value) -> addTag(alert, name, value));
        if (suppression.silenced() == Suppressed.TAG) {
            merged.silencedBy().forEach(silence -> alert.tag("silenced", silence));
        }
        if (suppression.inhibited() == Suppressed.TAG) {
            merged.inhibitedBy().forEach(inhibitor -> alert.tag("inhibited", inhibitor));
        }
        Acknowledgement acknowledgement = merged.acknowledgement();
        if (acknowledgement != null) {
            alert.acknowledgement(acknowledgement);
        }
        return alert.build();
    }

    private String text(MergedAlert merged, String link, @Nullable Alert previous) {
        String text = description.render(merged, link);
        if (text.isEmpty()) {
            text = merged.labels().getOrDefault("alertname", "alert " + merged.key());
        }
        if (previous == null || display.followValues()) {
            return text;
        }
        return withoutNumbers(text).equals(withoutNumbers(previous.description())) ? previous.description() : text;
    }

    private static String withoutNumbers(String text) {
        return NUMBER.matcher(text).replaceAll("#");
    }

    private int level(MergedAlert merged) {
        // If several alerts are merged, the most severe level applies.
        int level = merged.values(display.levelLabel()).stream()
                .mapToInt(value -> levels.getOrDefault(value.toLowerCase(Locale.ROOT), display.levelDefault()))
                .min()
                .orElse(display.levelDefault());
        boolean lower = (suppression.silenced() == Suppressed.LOWER
                        && !merged.silencedBy().isEmpty())
                || (suppression.inhibited() == Suppressed.LOWER
                        && !merged.inhibitedBy().isEmpty());
        return lower ? Math.max(level, suppression.suppressedLevel()) : level;
    }

    private void addTag(Alert.Builder alert, String name, String value) {
        String key = Tag.fitKey(name);
        if (!key.isEmpty() && !value.isBlank() && !excludedTags.contains(key)) {
            alert.tag(shared(new Tag(key, value)));
        }
    }

    /**
     * Returns a shared instance of the tag, since thousands of alerts of one rule have mostly the same tags. The cache
     * is cleared when it is full.
     */
    private Tag shared(Tag tag) {
        if (tags.size() >= MAX_TAGS) {
            tags.clear();
        }
        Tag known = tags.putIfAbsent(tag, tag);
        return known == null ? tag : known;
    }

    /** Returns the link if Argus accepts it or after encoding it: absolute and HTTP; null otherwise. */
    static @Nullable URI link(String text) {
        if (!text.startsWith("http://") && !text.startsWith("https://")) {
            return null;
        }
        try {
            URI uri = new URI(text);
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return encoded(text);
        }
    }

    private static @Nullable URI encoded(String text) {
        try {
            StringBuilder encoded = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (" \"<>\\^`{|}".indexOf(c) < 0) {
                    encoded.append(c);
                } else {
                    encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
                }
            }
            URI uri = new URI(encoded.toString());
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
