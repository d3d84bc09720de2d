package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Identity of an alert, in one of two forms.
 *
 * <p>Argus keeps {@code source_incident_id} unique over a source's open <em>and</em> closed incidents: an id that was
 * used once can never be posted again (verified with argus-server 2.10.2). So an id must name one <em>occurrence</em>,
 * one opening of one problem. Choose the form that fits the source:
 *
 * <ul>
 *   <li>{@link #unique(String)} if the source numbers its occurrences and never reuses a number;
 *   <li>{@link #startedAt(String, Instant)} if it knows the problem (host and service, a label fingerprint) and when
 *       the problem began.
 * </ul>
 *
 * <pre>{@code
 * AlertId.unique("f3a1c0de-55aa");                                   // an alarm's UUID
 * AlertId.startedAt("web1/http", Instant.parse("2026-11-20T21:24:18Z")); // web1/http@20261120T212418Z
 * }</pre>
 */
public sealed class AlertId {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final long UNIQUE = Long.MIN_VALUE;

    private final String key;

    /** Start in seconds since 1970. A plain number saves memory, since there may be a million ids. */
    private final long startedAt;

    private AlertId(String key, long startedAt) {
        requireNonNull(key, "key is null");
        if (key.isBlank()) {
            throw new IllegalArgumentException("the key of an alert id is blank");
        }
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the key of an alert id holds a NUL character: '" + key + "'");
        }
        this.key = key;
        this.startedAt = startedAt;
    }

    /**
     * Returns the id of an occurrence that the source itself has numbered. The whole id is compared, so it must be the
     * same in every snapshot while the occurrence lasts, and must never name another occurrence.
     *
     * @throws IllegalArgumentException if the id is blank or contains a NUL character
     */
    public static AlertId unique(String id) {
        return new AlertId(id, UNIQUE);
    }

    /**
     * Returns the id of the occurrence of {@code key} that began at {@code startedAt}.
     *
     * <p>Only {@code key} is compared: while an incident with this key is open in Argus, it <em>is</em> the running
     * occurrence, even if the source now reports a different start (a restarted Alertmanager does). A new occurrence
     * begins only when no incident with this key is open. {@code startedAt} then distinguishes it from the earlier
     * ones. Times are written with a resolution of one second.
     *
     * @throws IllegalArgumentException if the key is blank or contains a NUL character
     */
    public static AlertId startedAt(String key, Instant startedAt) {
        return new AlertId(key, requireNonNull(startedAt, "startedAt is null").getEpochSecond());
    }

    /**
     * Returns the same identity with another incident id: new incidents carry {@code incidentId} in Argus, for example
     * the bare number that another program uses. The incident id need not be unique to one occurrence: if an incident
     * of another alert already has it, the new incident gets {@link #key()} instead. The result is equal to an id
     * without an incident id.
     *
     * @throws IllegalStateException if this is not a {@linkplain #unique unique} id
     * @throws IllegalArgumentException if the incident id is blank or contains a NUL character
     */
    @Unstable
    public final AlertId withIncidentId(String incidentId) {
        if (!isUnique()) {
            throw new IllegalStateException("'" + this + "' is not a unique id");
        }
        return new WithIncidentId(key, unique(incidentId).key);
    }

    /** Returns the identity of the problem, which is the same for every occurrence; for a unique id, the id. */
    public final String key() {
        return key;
    }

    /** Returns when the occurrence began, with a resolution of one second; empty for a unique id. */
    public final Optional<Instant> startedAt() {
        return isUnique() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(startedAt));
    }

    /** Returns whether this is a {@linkplain #unique unique} id. */
    public final boolean isUnique() {
        return startedAt == UNIQUE;
    }

    /**
     * Returns the id that a new incident gets in Argus: {@code key}, {@code key@20261120T212418Z}, or what
     * {@link #withIncidentId} set.
     */
    public String value() {
        return isUnique() ? key : key + "@" + STAMP.format(Instant.ofEpochSecond(startedAt));
    }

    @Override
    public final boolean equals(@Nullable Object o) {
        return o instanceof AlertId other && key.equals(other.key) && startedAt == other.startedAt;
    }

    @Override
    public final int hashCode() {
        return key.hashCode();
    }

    @Override
    public final String toString() {
        return value();
    }

    /** A subclass, so that the many ids without an incident id need no field for it. */
    private static final class WithIncidentId extends AlertId {
        private final String incidentId;

        WithIncidentId(String key, String incidentId) {
            super(key, UNIQUE);
            this.incidentId = incidentId;
        }

        @Override
        public String value() {
            return incidentId;
        }
    }
}
