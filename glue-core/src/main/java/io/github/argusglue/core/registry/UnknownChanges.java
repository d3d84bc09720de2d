package io.github.argusglue.core.registry;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Incidents that were opened or ended by our user without our knowledge: by another process with the same token, or by
 * an own write whose answer was lost. A lookup shows which. Owned by the thread of the source's loop.
 */
public final class UnknownChanges {
    private static final int MAX_REMEMBERED = 5_000;

    private final Mirror mirror;
    private final Ledger ledger;
    private final InstantSource clock;

    /** Incidents that others may have opened or ended with our user, to be looked up. */
    private final Set<Long> suspects = new HashSet<>();

    /** Openings by our user in the log while own creates were in progress: whose they are is known later. */
    private Set<Long> undecidedOpened = Set.of();

    /** Incidents that we opened recently. */
    private final Set<Long> openedByUs = new LinkedHashSet<>();

    private boolean newUnexplained;

    UnknownChanges(Mirror mirror, Ledger ledger, InstantSource clock) {
        this.mirror = mirror;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Returns the incidents of which we do not know the change. They have to be looked up.
     *
     * @param opened incidents that our user has opened
     * @param ended incidents that our user has ended
     */
    public Set<Long> among(Set<Long> opened, Set<Long> ended) {
        Set<Long> unknown = new HashSet<>(undecidedOpened);
        unknown.addAll(opened);
        unknown.removeIf(pk -> mirror.get(pk) != null || openedByUs.contains(pk));
        undecidedOpened = ledger.isOpening() ? Set.copyOf(unknown) : Set.of();
        Set<Long> found = new HashSet<>();
        if (undecidedOpened.isEmpty()) {
            found.addAll(unknown);
        }
        ended.stream()
                .filter(pk -> mirror.get(pk) != null
                        && !ledger.isBusy(pk)
                        && !ledger.doubtful().contains(pk))
                .forEach(found::add);
        found.stream()
                .filter(pk -> !ledger.lostWrites().mayHaveWritten(pk, clock.instant()))
                .forEach(suspects::add);
        return found;
    }

    /** Records that we opened an incident. */
    public void recordOpened(long pk) {
        openedByUs.add(pk);
        if (openedByUs.size() > MAX_REMEMBERED) {
            openedByUs.remove(openedByUs.iterator().next());
        }
    }

    /**
     * Tells the peers what a lookup shows.
     *
     * @param known what was known of the incident before; null if it was not known to be open
     */
    void recordLookup(IncidentLookup.LookupResult result, @Nullable MirrorEntry known) {
        long pk = result.incident().pk();
        if (!suspects.remove(pk)) {
            return;
        }
        if (result.closed() != null && known != null) {
            ledger.peers().recordEndedByOther(pk, clock.instant());
        } else if (result.closed() == null
                && known == null
                && !ledger.lostWrites().mayHaveCreated(result.incident().sourceIncidentId(), clock.instant())) {
            ledger.peers().recordOpenedByOther(pk, clock.instant());
            newUnexplained = true;
        }
    }

    /** Returns whether another process has opened an incident since this was asked last. */
    public boolean takeNewUnexplained() {
        boolean taken = newUnexplained;
        newUnexplained = false;
        return taken;
    }
}
