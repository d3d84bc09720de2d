package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that are open in the source at one moment.
 *
 * <p>Reading the source has three outcomes that must not be confused, so each has its own form: everything was read
 * ({@link #complete}), only a part was read ({@link #partial}), nothing was read (an exception from
 * {@link SourceAdapter#snapshot()}). Only a complete snapshot closes the incidents of alerts that it does not contain.
 *
 * <p>Each id should occur once. If two alerts have the same id, the core uses the first and reports the other; the rest
 * of the snapshot is used normally.
 */
public final class Snapshot {
    private final List<Alert> alerts;
    private final List<Ending> endings;
    private final @Nullable String partialReason;

    private Snapshot(Collection<Alert> alerts, Collection<Ending> endings, @Nullable String partialReason) {
        this.alerts = List.copyOf(alerts);
        this.endings = List.copyOf(endings);
        this.partialReason = partialReason;
    }

    /** Returns a snapshot of all open alerts: an alert that is absent is over. */
    public static Snapshot complete(Collection<Alert> alerts) {
        return new Snapshot(alerts, List.of(), null);
    }

    /**
     * Returns a snapshot that may lack open alerts: the absence of an alert means nothing.
     *
     * @param reason what is missing and why, one line for people
     */
    public static Snapshot partial(Collection<Alert> alerts, String reason) {
        return new Snapshot(alerts, List.of(), requireNonNull(reason, "reason is null"));
    }

    /**
     * Returns a copy that also says when and why some alerts ended. Their incidents are closed even if the snapshot is
     * partial; {@linkplain Ending#inferred inferred} endings only as far as absence is trusted. A reported ending need
     * not be repeated. An ending of an alert that is not open is ignored.
     */
    public Snapshot withEndings(Collection<Ending> endings) {
        return new Snapshot(alerts, endings, partialReason);
    }

    /** Returns the open alerts, unmodifiable. */
    public List<Alert> alerts() {
        return alerts;
    }

    /** Returns the endings, unmodifiable. */
    public List<Ending> endings() {
        return endings;
    }

    /** Returns why the snapshot is partial; empty if it is complete. */
    public Optional<String> partialReason() {
        return Optional.ofNullable(partialReason);
    }
}
