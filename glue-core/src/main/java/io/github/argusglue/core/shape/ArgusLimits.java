package io.github.argusglue.core.shape;

import io.github.argusglue.core.rules.RuleResult;
import io.github.argusglue.spi.Acknowledgement;
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
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adapts an alert to the limits of Argus: what the server would reject, or answer with an internal error, is removed or
 * shortened with a warning, so that no alert is lost because of its texts. The limits were found on argus-server
 * 2.10.2. It trims all texts. NUL in a tag, or an id or tag of more than about 2,690 bytes, causes an internal error.
 * The host of a ticket has to contain a dot.
 */
public final class ArgusLimits {
    static final int MAX_DESCRIPTION = 10_000;
    static final int MAX_TAG_BYTES = 1_000;
    static final int MAX_TAG_KEY = 100;
    static final int MAX_URL = 2_000;
    static final int MAX_METADATA = 200_000;

    /** Host names that Argus (Django) accepts in the URL of a ticket. */
    private static final Pattern HOST = Pattern.compile("localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}"
            + "|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+(xn--[a-z0-9]{1,59}|(?!-)[a-z-]{2,63}(?<!-))");

    private final List<Tag> alwaysTags;
    private final TextLimits text;
    private final Consumer<String> warn;

    public ArgusLimits(List<Tag> alwaysTags, Consumer<String> warn) {
        this.alwaysTags = List.copyOf(alwaysTags);
        this.warn = warn;
        this.text = new TextLimits(warn);
    }

    public DesiredIncident fit(Alert alert, Instant now) {
        return fit(alert, RuleResult.of(alert), now);
    }

    DesiredIncident fit(Alert alert, RuleResult result, Instant now) {
        AlertId id = alert.id();
        checkId(id.value());
        if (ReservedKeys.isReserved(id.key())) {
            throw new IllegalArgumentException("its key begins like the reserved keys of argus-glue");
        }
        return new DesiredIncident(
                        id,
                        start(alert, now),
                        result.level(),
                        description(result.description()),
                        tags(result.tags()),
                        details(result.detailsUrl()),
                        ticket(alert.ticketUrl().orElse(null)),
                        IncidentIds.mark(id, Completeness.scopeOf(alert), metadata(alert.metadata())),
                        alert.heldReason().orElse(null))
                .withAcknowledgement(ack(alert.acknowledgement().orElse(null), now))
                .unknownSince(alert.unknownSince().orElse(null));
    }

    /** Returns null for an acknowledgement that came from Argus, where it exists already, or that has expired. */
    private @Nullable DesiredAck ack(@Nullable Acknowledgement ack, Instant now) {
        if (ack == null || ack.isFromArgus()) {
            return null;
        }
        Instant at = ack.at().isAfter(now) ? now : ack.at();
        Instant until = ack.until().orElse(null);
        if (until != null && !until.isAfter(at)) {
            return null;
        }
        String by = ack.actor().isBlank() ? "" : " by " + ack.actor();
        String why = ack.text().isBlank() ? "" : ": " + ack.text();
        return new DesiredAck(at, text.fit("acknowledgement", "acknowledged" + by + why, MAX_DESCRIPTION), until);
    }

    String description(String description) {
        return text.fit("description", description, MAX_DESCRIPTION);
    }

    /** Checks an id. It cannot be adapted: a shortened or trimmed id would not be recognized. */
    static void checkId(String id) {
        if (TextLimits.bytes(id) > MAX_TAG_BYTES) {
            throw new IllegalArgumentException("its id is longer than " + MAX_TAG_BYTES + " bytes");
        }
        if (!TextLimits.isClean(id) || !TextLimits.isTrimmed(id)) {
            throw new IllegalArgumentException("its id begins or ends with a space, or contains invalid characters");
        }
    }

    /**
     * Returns the start: never in the future, rounded to milliseconds, with microseconds from the id. Argus pages its
     * lists by start alone and loses rows with equal starts, and one evaluation of a Prometheus rule gives thousands of
     * alerts the same start to the nanosecond.
     */
    private static Instant start(Alert alert, Instant now) {
        Instant start = alert.startedAt().isAfter(now) ? now : alert.startedAt();
        Instant spread = start.truncatedTo(ChronoUnit.MILLIS)
                .plus(Math.floorMod(alert.id().key().hashCode(), 1_000), ChronoUnit.MICROS);
        return spread.isAfter(now) ? spread.minusMillis(1) : spread;
    }

    List<Tag> tags(List<Tag> tags) {
        if (alwaysTags.isEmpty() && tags.stream().allMatch(ArgusLimits::fits)) {
            return tags;
        }
        List<Tag> fit = new ArrayList<>(tags.size() + alwaysTags.size());
        for (List<Tag> some : List.of(tags, alwaysTags)) {
            for (Tag tag : some) {
                Tag fitted = fits(tag) ? tag : fit(tag);
                if (!fit.contains(fitted)) {
                    fit.add(fitted);
                }
            }
        }
        return List.copyOf(fit);
    }

    private Tag fit(Tag tag) {
        String key = tag.key().length() <= MAX_TAG_KEY ? tag.key() : tag.key().substring(0, MAX_TAG_KEY);
        return new Tag(key, text.fitBytes("tag '" + key + "'", tag.value(), MAX_TAG_BYTES));
    }

    private static boolean fits(Tag tag) {
        return tag.key().length() <= MAX_TAG_KEY
                && tag.value().length() <= MAX_TAG_BYTES / 4
                && TextLimits.isClean(tag.value())
                && TextLimits.isTrimmed(tag.value());
    }

    String details(String url) {
        return url.isEmpty() ? "" : text.fit("details_url", url, 50_000);
    }

    private String ticket(@Nullable URI url) {
        if (url == null) {
            return "";
        }
        String host = url.getHost();
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean fits = host != null
                && (scheme.equals("https") || scheme.equals("http"))
                && HOST.matcher(host.toLowerCase(Locale.ROOT)).matches()
                && url.toString().length() <= MAX_URL;
        if (!fits) {
            warn.accept("ticket '" + url + "' is omitted: Argus accepts only http(s) URLs with a full host name");
        }
        return fits ? url.toString() : "";
    }

    private Map<String, Object> metadata(Map<String, Object> metadata) {
        if (metadata.isEmpty()) {
            return metadata;
        }
        Map<String, Object> fit = fitMap(metadata);
        if (size(fit) > MAX_METADATA) {
            warn.accept("metadata is omitted: it has more than " + MAX_METADATA + " characters");
            return Map.of();
        }
        return fit;
    }

    private static long size(@Nullable Object value) {
        long size = 8;
        if (value instanceof String string) {
            size += string.length();
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += size(entry.getKey()) + size(entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                size += size(element);
            }
        }
        return size;
    }

    @SuppressWarnings("NullAway") // JSON null is an ordinary value here
    private Map<String, Object> fitMap(Map<?, ?> map) {
        Map<String, Object> fit = new LinkedHashMap<>();
        map.forEach(
                (key, value) -> fit.put(text.fit("metadata", String.valueOf(key), MAX_DESCRIPTION), fitValue(value)));
        return Collections.unmodifiableMap(fit);
    }

    private @Nullable Object fitValue(@Nullable Object value) {
        if (value instanceof String string) {
            return text.fitUntrimmed("metadata", string, MAX_DESCRIPTION);
        } else if (value instanceof Map<?, ?> map) {
            return fitMap(map);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> fit = new ArrayList<>();
            list.forEach(element -> fit.add(fitValue(element)));
            return Collections.unmodifiableList(fit);
        } else if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue()) ? value : String.valueOf(value);
        }
        return value;
    }
}
