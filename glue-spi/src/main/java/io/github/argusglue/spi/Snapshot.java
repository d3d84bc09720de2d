package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that are open in the source at one moment.
 *
 * <p>Three outcomes of a look at the source must not be confused, so they have three shapes: everything was seen
 * ({@link #complete}), only a part was ({@link #partial}), nothing was (an exception from
 * {@link SourceAdapter#snapshot()}). Only a complete snapshot closes what it does not name.
 *
 * <p>An id should occur once. Of two alerts with one id the core takes the first and reports the other; the rest of the
 * snapshot is not harmed.
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

    /** Returns a snapshot in which an alert's absence means that it is over. */
    public static Snapshot complete(Collection<Alert> alerts) {
        return new Snapshot(alerts, List.of(), null);
    }

    /**
     * Returns a snapshot in which an alert's absence means nothing.
     *
     * @param reason what is missing and why, one line for people
     */
    public static Snapshot partial(Collection<Alert> alerts, String reason) {
        return new Snapshot(alerts, List.of(), requireNonNull(reason, "reason is null"));
    }

    /**
     * Returns a copy that also says when and why some alerts ended. These are closed even if the snapshot is partial,
     * those that are {@linkplain Ending#inferred inferred} as far as absence is believed. An ending that was told need
     * not be repeated; one for an alert that is not open is ignored.
     */
    public Snapshot withEndings(Collection<Ending> endings) {
        return new Snapshot(alerts, endings, partialReason);
    }

    /** Returns the open alerts, unmodifiable. */
    public List<Alert> alerts() {
        return alerts;
    }

    /** Returns the alerts known to have ended, unmodifiable. */
    public List<Ending> endings() {
        return endings;
    }

    /** Returns why this snapshot is not complete; empty if it is. */
    public Optional<String> partialReason() {
        return Optional.ofNullable(partialReason);
    }
}
