package io.github.argusglue.core.shape;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.spi.AlertId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the alert of an incident that argus-glue created, from the incident alone, since local state can be lost at any
 * time.
 *
 * <p>{@code key@20261120T212418Z} contains the alert. A unique id could have been created by any program, so our
 * incidents also have it in their metadata under {@value #MARK}. If a server cannot restart an ended incident and its
 * id is used up, the next incident has a sequel of the id: {@code key@20261120T212418Z~2}.
 */
public final class IncidentIds {
    /** Key in an incident's metadata; the value is the unique id of its alert. */
    public static final String MARK = "argus_glue_id";

    /** Key in an incident's metadata; the value is the scope of its alert, if that has one. */
    public static final String SCOPE = "argus_glue_scope";

    /** Maximum difference of the starts of two incidents of the same occurrence; ours differ a little on purpose. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

    private static final int STAMP_LENGTH = "20261120T212418Z".length();

    private IncidentIds() {}

    /** Returns the alert of an incident that argus-glue created; empty for other incidents. */
    public static Optional<AlertId> alertOf(Incident incident) {
        return incident.metadata().get(MARK) instanceof String unique && !unique.isBlank()
                ? Optional.of(AlertId.unique(unique))
                : alertOf(incident.sourceIncidentId());
    }

    private static Optional<AlertId> alertOf(String sourceIncidentId) {
        int end = endWithoutSequel(sourceIncidentId);
        int at = end - STAMP_LENGTH - 1;
        if (at <= 0 || sourceIncidentId.charAt(at) != '@' || sourceIncidentId.charAt(end - 1) != 'Z') {
            return Optional.empty();
        }
        String key = sourceIncidentId.substring(0, at);
        return key.isBlank()
                ? Optional.empty()
                : stamp(sourceIncidentId, at + 1).map(t -> AlertId.startedAt(key, t));
    }

    /**
     * Returns whether an incident's id is the alert's own id or a sequel of it, so that the alert's own id is used up.
     */
    public static boolean isIdUsedBy(AlertId id, String used) {
        return isOrContinues(id.value(), used) || (id.isUnique() && isOrContinues(id.key(), used));
    }

    private static boolean isOrContinues(String own, String used) {
        return used.equals(own) || (used.startsWith(own) && endWithoutSequel(used) == own.length());
    }

    /** Returns the id for a new incident if the last one has used up the alert's own id and cannot be restarted. */
    public static String sequel(AlertId id, String used) {
        String own = isOrContinues(id.value(), used) ? id.value() : id.key();
        boolean isSequel = used.length() > own.length();
        int number = isSequel ? Integer.parseInt(used, own.length() + 1, used.length(), 10) : 1;
        return own + "~" + (number + 1);
    }

    /**
     * Returns whether the incident that has the id meant for a new one belongs to another alert. If its metadata does
     * not say, its start decides.
     */
    public static boolean belongsToOther(AlertId id, Instant start, Incident existing) {
        boolean sharesNames = id.isUnique() && !existing.sourceIncidentId().equals(id.key());
        return sharesNames
                && alertOf(existing)
                        .map(other -> !other.equals(id))
                        .orElse(Duration.between(existing.startTime(), start)
                                        .abs()
                                        .compareTo(START_TOLERANCE)
                                > 0);
    }

    /**
     * Returns the scope of the alert of an incident, from its metadata; null if it has none, or if it was created
     * before its alert had one.
     */
    public static @Nullable String scopeOf(Map<String, Object> metadata) {
        return metadata.get(SCOPE) instanceof String scope ? scope : null;
    }

    /** Returns the metadata for an incident of this alert. */
    static Map<String, Object> mark(AlertId id, @Nullable String scope, Map<String, Object> metadata) {
        if (!id.isUnique() && scope == null && !metadata.containsKey(MARK) && !metadata.containsKey(SCOPE)) {
            return metadata;
        }
        LinkedHashMap<String, Object> marked = new LinkedHashMap<>(metadata);
        if (id.isUnique()) {
            marked.put(MARK, id.key());
        } else {
            marked.remove(MARK); // set by an adapter: when read back it would name another alert
        }
        if (scope != null) {
            marked.put(SCOPE, scope);
        } else {
            marked.remove(SCOPE);
        }
        return Collections.unmodifiableMap(marked);
    }

    private static int endWithoutSequel(String id) {
        int tilde = id.lastIndexOf('~');
        int digits = id.length() - tilde - 1;
        if (tilde <= 0 || digits < 1 || digits > 6) {
            return id.length();
        }
        for (int i = tilde + 1; i < id.length(); i++) {
            if (!isDigit(id.charAt(i))) {
                return id.length();
            }
        }
        return tilde;
    }

    /** Parses {@code 20261120T212418Z}. A formatter would take most of the time of a listing of 100,000 incidents. */
    private static Optional<Instant> stamp(String s, int from) {
        for (int i = 0; i < STAMP_LENGTH - 1; i++) {
            if (i == 8 ? s.charAt(from + i) != 'T' : !isDigit(s.charAt(from + i))) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(LocalDateTime.of(
                            number(s, from, 4),
                            number(s, from + 4, 2),
                            number(s, from + 6, 2),
                            number(s, from + 9, 2),
                            number(s, from + 11, 2),
                            number(s, from + 13, 2))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(String s, int from, int length) {
        return Integer.parseInt(s, from, from + length, 10);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
