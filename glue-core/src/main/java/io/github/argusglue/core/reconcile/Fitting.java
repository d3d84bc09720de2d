package io.github.argusglue.core.reconcile;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an alert fit for Argus: what the server would refuse, or answer with an internal error, is taken out or cut
 * with a warning, so that no alert is lost for its wording. The limits were found on argus-server 2.10.2: it trims
 * every text; NUL in a tag, or an id or tag of more than about 2,690 bytes, is an internal error; a ticket needs a host
 * with a dot.
 */
final class Fitting {
    static final int MAX_DESCRIPTION = 10_000;
    static final int MAX_TAG_BYTES = 1_000;
    static final int MAX_URL = 2_000;

    private final List<Tag> alwaysTags;
    private final Text text;
    private final Consumer<String> warn;

    Fitting(List<Tag> alwaysTags, Consumer<String> warn) {
        this.alwaysTags = List.copyOf(alwaysTags);
        this.warn = warn;
        this.text = new Text(warn);
    }

    DesiredIncident fit(Alert alert, Instant now) {
        AlertId id = alert.id();
        if (Text.bytes(id.value()) > MAX_TAG_BYTES) {
            throw new IllegalArgumentException("its id is longer than " + MAX_TAG_BYTES + " bytes");
        }
        return new DesiredIncident(
                id,
                start(alert, now),
                alert.severity().level(),
                text.fit("description", alert.description(), MAX_DESCRIPTION),
                tags(alert.tags()),
                details(alert.detailsUrl().orElse(null)),
                ticket(alert.ticketUrl().orElse(null)),
                IncidentIds.mark(id, metadata(alert.metadata())),
                alert.heldReason().orElse(null));
    }

    /**
     * Never in the future; with microseconds from the id where the source has none. Argus pages its lists by start time
     * alone and loses rows among equal ones, so equal ones had better not arise.
     */
    private static Instant start(Alert alert, Instant now) {
        Instant start = alert.startedAt().isAfter(now) ? now : alert.startedAt();
        Instant micros = start.truncatedTo(ChronoUnit.MICROS);
        if (!micros.equals(start.truncatedTo(ChronoUnit.MILLIS))) {
            return micros;
        }
        Instant spread = micros.plus(Math.floorMod(alert.id().key().hashCode(), 1_000), ChronoUnit.MICROS);
        return spread.isAfter(now) ? micros : spread;
    }

    private List<Tag> tags(List<Tag> tags) {
        if (alwaysTags.isEmpty() && tags.stream().allMatch(Fitting::fits)) {
            return tags;
        }
        List<Tag> fit = new ArrayList<>(tags.size() + alwaysTags.size());
        for (List<Tag> some : List.of(tags, alwaysTags)) {
            for (Tag tag : some) {
                Tag fitted = fits(tag)
                        ? tag
                        : new Tag(tag.key(), text.fitBytes("tag '" + tag.key() + "'", tag.value(), MAX_TAG_BYTES));
                if (!fit.contains(fitted)) {
                    fit.add(fitted);
                }
            }
        }
        return List.copyOf(fit);
    }

    private static boolean fits(Tag tag) {
        return tag.value().length() <= MAX_TAG_BYTES / 4 && Text.isClean(tag.value()) && Text.isTrimmed(tag.value());
    }

    private String details(@Nullable URI url) {
        return url == null ? "" : text.fit("details_url", url.toString(), 50_000);
    }

    private String ticket(@Nullable URI url) {
        if (url == null) {
            return "";
        }
        String host = url.getHost();
        boolean fits = host != null
                && (host.contains(".") || host.equals("localhost"))
                && host.indexOf('_') < 0
                && url.toString().length() <= MAX_URL;
        if (!fits) {
            warn.accept("ticket '" + url + "' is left out: Argus takes http(s) addresses with a full host name only");
        }
        return fits ? url.toString() : "";
    }

    private Map<String, Object> metadata(Map<String, Object> metadata) {
        return metadata.isEmpty() ? metadata : fitMap(metadata);
    }

    private Map<String, Object> fitMap(Map<?, ?> map) {
        Map<String, Object> fit = new LinkedHashMap<>();
        map.forEach(
                (key, value) -> fit.put(text.fit("metadata", String.valueOf(key), MAX_DESCRIPTION), fitValue(value)));
        return Collections.unmodifiableMap(fit);
    }

    private Object fitValue(Object value) {
        if (value instanceof String string) {
            return text.fitUntrimmed("metadata", string, MAX_DESCRIPTION);
        } else if (value instanceof Map<?, ?> map) {
            return fitMap(map);
        } else if (value instanceof List<?> list) {
            return list.stream().map(this::fitValue).toList();
        } else if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return String.valueOf(value);
    }
}
