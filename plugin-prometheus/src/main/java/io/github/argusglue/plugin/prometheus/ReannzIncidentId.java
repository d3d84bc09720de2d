package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The incident id of REANNZ's prometheus-argus-glue: a fingerprint and the start in seconds. */
record ReannzIncidentId(String fingerprint, Instant startedAt) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})_([0-9]{1,11})");

    static Optional<ReannzIncidentId> parse(String sourceIncidentId) {
        Matcher id = FORM.matcher(sourceIncidentId);
        return id.matches()
                ? Optional.of(new ReannzIncidentId(id.group(1), Instant.ofEpochSecond(Long.parseLong(id.group(2)))))
                : Optional.empty();
    }

    /** Returns the alert id under a key; empty if there is no key. */
    Optional<AlertId> withKey(@Nullable String key) {
        return Optional.ofNullable(key).map(known -> AlertId.startedAt(known, startedAt));
    }
}
