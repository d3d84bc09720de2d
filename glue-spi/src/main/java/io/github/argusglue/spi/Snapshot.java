package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that are open in the source at one moment.
 *
 * <p>Reading the source has three outcomes that must not be confused, so each has its own form: everything was read
 * ({@link #complete}), only a part was read ({@link #partial}), nothing was read (an exception from
 * {@link SourceAdapter#snapshot()}). Only a complete snapshot closes the incidents of alerts that it does not contain.
 *
 * <p>If the source consists of parts that fail separately (sites, members of a cluster, endpoints of an API), name them
 * with {@link Alert.Builder#scope} and say which of them could not be read:
 *
 * <pre>{@code
 * Snapshot.complete(alerts).except("bergen", "HTTP 503 from the controller in bergen");
 * }</pre>
 *
 * <p>Each id should occur once. If two alerts have the same id, the core uses the first and reports the other; the rest
 * of the snapshot is used normally.
 */
public final class Snapshot {
    private static final int SHOWN = 20;

    private final List<Alert> alerts;
    private final List<Ending> endings;
    private final @Nullable String partialReason;
    private final Map<String, String> unknownScopes;
    private final LeftOut leftOut;

    private Snapshot(
            List<Alert> alerts,
            List<Ending> endings,
            @Nullable String partialReason,
            Map<String, String> unknownScopes,
            LeftOut leftOut) {
        this.alerts = alerts;
        this.endings = endings;
        this.partialReason = partialReason;
        this.unknownScopes = unknownScopes;
        this.leftOut = leftOut;
    }

    /** Returns a snapshot of all open alerts: an alert that is absent is over. */
    public static Snapshot complete(Collection<Alert> alerts) {
        return new Snapshot(List.copyOf(alerts), List.of(), null, Map.of(), LeftOut.nothing());
    }

    /**
     * Returns a snapshot that may lack open alerts: the absence of an alert means nothing.
     *
     * @param reason what is missing and why, one line for people
     */
    public static Snapshot partial(Collection<Alert> alerts, String reason) {
        return new Snapshot(
                List.copyOf(alerts), List.of(), requireNonNull(reason, "reason is null"), Map.of(), LeftOut.nothing());
    }

    /**
     * Returns a copy that may also lack open alerts of one {@linkplain Alert.Builder#scope scope}. The absence of an
     * alert of this scope means nothing; neither does that of an alert without a scope. All scopes that are not named
     * are complete, so the alerts of a scope that no longer exists are over. The source counts as degraded, as with
     * {@link Health#degraded}. It may contain alerts of the scope, as far as they could be read. Of several calls for
     * one scope, the first counts. In a {@linkplain #partial partial} snapshot, nothing is complete anyway.
     *
     * @param scope as in {@link Alert.Builder#scope}, not blank
     * @param reason what is missing and why, one line for people
     * @throws IllegalArgumentException if the scope is blank
     */
    @Unstable
    public Snapshot except(String scope, String reason) {
        Map<String, String> more = new LinkedHashMap<>(unknownScopes);
        more.putIfAbsent(Alert.checkScope(scope), requireNonNull(reason, "reason is null"));
        return new Snapshot(alerts, endings, partialReason, Collections.unmodifiableMap(more), leftOut);
    }

    /**
     * Returns a copy that also says when and why some alerts ended. Their incidents are closed even if the snapshot is
     * partial; {@linkplain Ending#inferred inferred} endings only as far as absence is trusted. A reported ending need
     * not be repeated. An ending of an alert that is not open is ignored.
     */
    public Snapshot withEndings(Collection<Ending> endings) {
        return new Snapshot(alerts, List.copyOf(endings), partialReason, unknownScopes, leftOut);
    }

    /**
     * Returns a copy that also says which problems of the source are not among its alerts, and why. This changes
     * nothing in Argus; it is shown to operators. Replaces what was said before.
     */
    @Unstable
    public Snapshot withLeftOut(LeftOut leftOut) {
        return new Snapshot(alerts, endings, partialReason, unknownScopes, requireNonNull(leftOut, "leftOut is null"));
    }

    /** Returns the open alerts, unmodifiable. */
    public List<Alert> alerts() {
        return alerts;
    }

    /** Returns the endings, unmodifiable. */
    public List<Ending> endings() {
        return endings;
    }

    /**
     * Returns why the snapshot is partial as a whole; empty if it is complete, at least for the scopes that are not
     * {@linkplain #unknownScopes unknown}.
     */
    public Optional<String> partialReason() {
        return Optional.ofNullable(partialReason);
    }

    /**
     * Returns the scopes that may lack open alerts, each with the reason, in the order they were named; unmodifiable.
     */
    @Unstable
    public Map<String, String> unknownScopes() {
        return unknownScopes;
    }

    /** Returns which problems of the source are not among the alerts, as far as the adapter says. */
    @Unstable
    public LeftOut leftOut() {
        return leftOut;
    }

    /** Compares everything that the snapshots say; alerts and endings also have to be in the same order. */
    @Override
    public boolean equals(@Nullable Object o) {
        return this == o
                || (o instanceof Snapshot other
                        && alerts.equals(other.alerts)
                        && endings.equals(other.endings)
                        && Objects.equals(partialReason, other.partialReason)
                        && unknownScopes.equals(other.unknownScopes)
                        && leftOut.equals(other.leftOut));
    }

    @Override
    public int hashCode() {
        return Objects.hash(alerts, endings, partialReason, unknownScopes, leftOut);
    }

    /** Returns a text for messages and tests, with the first alerts and endings. */
    @Override
    public String toString() {
        return "Snapshot[" + (partialReason == null ? "complete" : "partial (" + partialReason + ")")
                + (unknownScopes.isEmpty() ? "" : " except " + unknownScopes)
                + ", alerts " + first(alerts)
                + (endings.isEmpty() ? "" : ", endings " + first(endings))
                + (leftOut.groups().isEmpty() ? "" : ", left out " + leftOut.summary()) + "]";
    }

    private static String first(List<?> list) {
        return list.size() <= SHOWN
                ? list.toString()
                : list.subList(0, SHOWN) + " and " + (list.size() - SHOWN) + " more";
    }
}
