package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.Suppression.Suppressed;
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

/** Makes what is shown in Argus of what Alertmanager lists, by the operator's {@link Presentation}. */
final class AlertMapper {
    private static final int MOST_TAGS = 100_000;
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]+(?:[.,][0-9]+)*(?:e[-+]?[0-9]+)?[kKMGTPEmunµ]?|[-+]?Inf|NaN)\\b");

    private final Presentation presentation;
    private final Suppression suppression;
    private final Template description;
    private final Template detailsUrl;
    private final Map<String, Integer> levels = new HashMap<>();
    private final Set<String> excludedTags = new HashSet<>();
    private final Map<Tag, Tag> tags = new HashMap<>();

    AlertMapper(Presentation presentation, Suppression suppression) {
        this.presentation = presentation;
        this.suppression = suppression;
        this.description = Template.parse("description", presentation.description());
        this.detailsUrl = Template.parse("details_url", presentation.detailsUrl());
        presentation.levels().forEach((value, level) -> levels.put(value.toLowerCase(Locale.ROOT), level));
        presentation.excludeLabels().forEach(label -> excludedTags.add(Tag.fitKey(label)));
    }

    /** Returns why the alert is not to be opened now, and to be left alone if it is open; null if it is. */
    @Nullable
    String notToOpen(United united, Instant startedAt, Instant now) {
        if (suppression.silenced() == Suppressed.DROP && !united.silencedBy().isEmpty()) {
            return "silenced in Alertmanager by " + String.join(", ", united.silencedBy());
        } else if (suppression.inhibited() == Suppressed.DROP
                && !united.inhibitedBy().isEmpty()) {
            return "inhibited in Alertmanager by " + String.join(", ", united.inhibitedBy());
        } else if (!presentation.minAge().isZero()
                && startedAt.plus(presentation.minAge()).isAfter(now)) {
            return "it has fired for less than 'min_age'";
        }
        return null;
    }

    /**
     * Returns the alert.
     *
     * @param link to the page of the Prometheus it comes from
     * @param before what was shown last; null if nothing was
     */
    Alert map(United united, Instant startedAt, String link, @Nullable Alert before) {
        AlertId id = AlertId.startedAt(united.key(), startedAt);
        Alert.Builder alert = Alert.builder(id, startedAt)
                .description(text(united, link, before))
                .severity(Severity.ofLevel(level(united)))
                .metadata(Map.of("labels", united.labels()))
                .detailsUrl(link(detailsUrl.render(united, link)));
        united.labels().forEach((name, value) -> addTag(alert, name, value));
        if (suppression.silenced() == Suppressed.TAG) {
            united.silencedBy().forEach(silence -> alert.tag("silenced", silence));
        }
        if (suppression.inhibited() == Suppressed.TAG) {
            united.inhibitedBy().forEach(inhibitor -> alert.tag("inhibited", inhibitor));
        }
        Acknowledgement acknowledgement = united.acknowledgement();
        if (acknowledgement != null) {
            alert.acknowledgement(acknowledgement);
        }
        return alert.build();
    }

    private String text(United united, String link, @Nullable Alert before) {
        String text = description.render(united, link);
        if (text.isEmpty()) {
            text = united.labels().getOrDefault("alertname", "alert " + united.key());
        }
        if (before == null || presentation.followValues()) {
            return text;
        }
        return withoutNumbers(text).equals(withoutNumbers(before.description())) ? before.description() : text;
    }

    private static String withoutNumbers(String text) {
        return NUMBER.matcher(text).replaceAll("#");
    }

    private int level(United united) {
        // Of several alerts that are one problem the most severe counts.
        int level = united.values(presentation.levelLabel()).stream()
                .mapToInt(value -> levels.getOrDefault(value.toLowerCase(Locale.ROOT), presentation.levelDefault()))
                .min()
                .orElse(presentation.levelDefault());
        boolean lower = (suppression.silenced() == Suppressed.LOWER
                        && !united.silencedBy().isEmpty())
                || (suppression.inhibited() == Suppressed.LOWER
                        && !united.inhibitedBy().isEmpty());
        return lower ? Math.max(level, suppression.suppressedLevel()) : level;
    }

    private void addTag(Alert.Builder alert, String name, String value) {
        String key = Tag.fitKey(name);
        if (!key.isEmpty() && !value.isBlank() && !excludedTags.contains(key)) {
            alert.tag(once(new Tag(key, value)));
        }
    }

    /** Ten thousand alerts of one rule share most of their tags: each is kept once, and all are forgotten at times. */
    private Tag once(Tag tag) {
        if (tags.size() >= MOST_TAGS) {
            tags.clear();
        }
        Tag known = tags.putIfAbsent(tag, tag);
        return known == null ? tag : known;
    }

    /** Returns a link that Argus takes: absolute and HTTP; null if it cannot be made one. */
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
            StringBuilder fit = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (" \"<>\\^`{|}".indexOf(c) < 0) {
                    fit.append(c);
                } else {
                    fit.append(String.format(Locale.ROOT, "%%%02X", (int) c));
                }
            }
            URI uri = new URI(fit.toString());
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
