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
 * used once can never be posted again (checked on argus-server 2.10.2). So an id has to name one <em>occurrence</em>,
 * one opening of one problem, and the source decides which form fits:
 *
 * <ul>
 *   <li>{@link #unique(String)} if the source numbers its occurrences and never gives the same number to another one;
 *   <li>{@link #startedAt(String, Instant)} if it knows the problem (host and service, a label fingerprint) and since
 *       when it exists.
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

    /** Second of the start; a plain number, since there may be a million of these. */
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
     * Returns the id of an occurrence that the source itself has numbered. Matched whole, so it must be the same in
     * every snapshot while the occurrence lasts, and must never stand for another one.
     *
     * @throws IllegalArgumentException if it is blank or holds a NUL character
     */
    public static AlertId unique(String id) {
        return new AlertId(id, UNIQUE);
    }

    /**
     * Returns the id of the occurrence of {@code key} that began at {@code startedAt}.
     *
     * <p>It is matched by {@code key}: while an incident with this key is open in Argus it <em>is</em> the running
     * occurrence, even when the source reports another start by now (a restarted Alertmanager does). Only when none is
     * open does a new occurrence begin, and then {@code startedAt} tells it from the earlier ones. Times are written to
     * the second.
     *
     * @throws IllegalArgumentException if the key is blank or holds a NUL character
     */
    public static AlertId startedAt(String key, Instant startedAt) {
        return new AlertId(key, requireNonNull(startedAt, "startedAt is null").getEpochSecond());
    }

    /**
     * Returns the same identity, whose incidents are to carry another id in Argus, such as the bare number that another
     * program knows them by. It need not name one occurrence alone: where an incident of another alert has it already,
     * the incident gets {@link #key()}. Such an id is equal to one without.
     *
     * @throws IllegalStateException if this is no {@linkplain #unique unique} id
     * @throws IllegalArgumentException if the name is blank or holds a NUL character
     */
    @Unstable
    public final AlertId named(String name) {
        if (!isUnique()) {
            throw new IllegalStateException("'" + this + "' is no unique id");
        }
        return new Named(key, unique(name).key);
    }

    /** Returns the identity of the problem, the same at every occurrence; for a unique id, the id. */
    public final String key() {
        return key;
    }

    /** Returns when the occurrence began, to the second; empty for a unique id. */
    public final Optional<Instant> startedAt() {
        return isUnique() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(startedAt));
    }

    /** Tells whether the source numbers its occurrences itself. */
    public final boolean isUnique() {
        return startedAt == UNIQUE;
    }

    /**
     * Returns the id as a new incident in Argus carries it: {@code key}, {@code key@20261120T212418Z}, or what it was
     * {@linkplain #named named}.
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

    /** Few have one, so only those pay for it. */
    private static final class Named extends AlertId {
        private final String name;

        Named(String key, String name) {
            super(key, UNIQUE);
            this.name = name;
        }

        @Override
        public String value() {
            return name;
        }
    }
}
