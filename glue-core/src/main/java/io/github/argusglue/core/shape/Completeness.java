package io.github.argusglue.core.shape;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * For which alerts a snapshot is complete, so that their absence means that they have ended: for all of them, for none,
 * or for all that have a scope that is not unknown.
 */
public final class Completeness {
    /** Complete for all alerts. */
    public static final Completeness WHOLE = new Completeness(null, Map.of());

    private static final int MAX_SCOPE = 200;
    private static final int SHOWN = 3;

    private final @Nullable String partialReason;
    private final Map<String, String> unknownScopes;

    private Completeness(@Nullable String partialReason, Map<String, String> unknownScopes) {
        this.partialReason = partialReason;
        this.unknownScopes = unknownScopes;
    }

    /** Returns the completeness of a snapshot. */
    public static Completeness of(Snapshot snapshot) {
        if (snapshot.partialReason().isEmpty() && snapshot.unknownScopes().isEmpty()) {
            return WHOLE;
        }
        Map<String, String> unknown = new LinkedHashMap<>();
        snapshot.unknownScopes().forEach((scope, reason) -> unknown.putIfAbsent(fit(scope), reason));
        return new Completeness(snapshot.partialReason().orElse(null), Collections.unmodifiableMap(unknown));
    }

    /**
     * Returns a scope as it is stored in Argus. Two long scopes may become the same; if one of them is unknown, so is
     * the other.
     */
    private static String fit(String scope) {
        return new TextLimits(warning -> {}).fit("scope", scope, MAX_SCOPE);
    }

    /** Returns the scope of an alert as it is stored in Argus; null if it has none. */
    static @Nullable String scopeOf(Alert alert) {
        return alert.scope().map(Completeness::fit).orElse(null);
    }

    /** Returns whether it is complete for all alerts. */
    public boolean isWhole() {
        return partialReason == null && unknownScopes.isEmpty();
    }

    /** Returns why it is complete for no alert; null if it is complete for some. */
    public @Nullable String partialReason() {
        return partialReason;
    }

    /** Returns the scopes of which alerts may be missing, each with the reason. */
    public Map<String, String> unknownScopes() {
        return unknownScopes;
    }

    /**
     * Returns whether it is complete for the alerts of a scope.
     *
     * @param scope as it is stored in Argus; null for alerts without a scope
     */
    public boolean covers(@Nullable String scope) {
        return isWhole() || (partialReason == null && scope != null && !unknownScopes.containsKey(scope));
    }

    /** Returns whether the absence of an alert means that it has ended. */
    public boolean covers(Alert alert) {
        return isWhole() || covers(scopeOf(alert));
    }

    /** Returns what is missing and why, for people, in one line; null if nothing is. */
    public @Nullable String missing() {
        if (isWhole()) {
            return null;
        }
        String scopes = unknownScopes.entrySet().stream()
                .limit(SHOWN)
                .map(unknown ->
                        "scope '" + TextLimits.excerpt(unknown.getKey()) + "' is unknown: " + unknown.getValue())
                .collect(Collectors.joining("; "));
        int rest = unknownScopes.size() - SHOWN;
        String more = rest > 0 ? "; and " + rest + " more scopes" : "";
        return partialReason == null ? scopes + more : partialReason;
    }
}
