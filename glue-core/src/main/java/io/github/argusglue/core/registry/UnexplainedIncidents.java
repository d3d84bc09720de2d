package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the incidents of a source that no alert explains, so that its adapter is asked whether it recognizes them. */
public final class UnexplainedIncidents {
    private final IncidentRegistry registry;
    private final AlertShaper shaper;

    /** Whether all processes that may write for the source read the same system. */
    private boolean isSystemShared;

    public UnexplainedIncidents(IncidentRegistry registry, AlertShaper shaper) {
        this.registry = registry;
        this.shaper = shaper;
    }

    /**
     * Returns the incidents that the adapter has to be asked about.
     *
     * @param all whether there may be new ones among them
     */
    public List<Incident> toAsk(boolean all) {
        if (!all) {
            return registry.ledger.peers().unexplained().stream()
                    .flatMap(pk -> Optional.ofNullable(registry.mirror.get(pk)).stream())
                    .map(MirrorEntry::incident)
                    .toList();
        }
        List<Incident> found = new ArrayList<>(registry.endedOfOthers());
        registry.mirror.entries().stream()
                .filter(entry -> entry.id() == null || isUnexplained(entry))
                .forEach(entry -> found.add(entry.incident()));
        return found;
    }

    /**
     * Declares that every process that may have created an incident reads the same system as this one, so that none of
     * them can be ahead of it: an incident that no alert explains needs no more caution than any other.
     */
    public void shareSystem() {
        isSystemShared = true;
    }

    /**
     * Updates the registry after a snapshot.
     *
     * @param asked whether the adapter was asked about all incidents that the snapshot does not explain
     * @param receivedAt when the snapshot was there: nobody can have seen in Argus before what it shows
     */
    public void recordSnapshot(boolean asked, Instant receivedAt) {
        registry.ledger
                .reopened()
                .recordSnapshot(this::hasOpenAlert, pk -> registry.mirror.get(pk) != null, receivedAt);
        registry.ledger.peers().forgetOthers(pk -> isShown(registry.mirror.get(pk)));
        if (asked && !isSystemShared) {
            registry.ledger
                    .peers()
                    .recordUnexplained(registry.mirror.entries().stream()
                            .filter(entry -> entry.id() != null && isUnexplained(entry))
                            .map(entry -> entry.incident().pk())
                            .toList());
        }
    }

    /**
     * Returns whether no alert explains an incident, including one that the adapter holds because it does not know it.
     */
    private boolean isUnexplained(MirrorEntry entry) {
        DesiredIncident named = find(entry.id());
        return named == null
                || (named.isHeld()
                        && registry.ledger
                                .peers()
                                .isUnexplained(entry.incident().pk()));
    }

    private boolean hasOpenAlert(long pk) {
        MirrorEntry entry = registry.mirror.get(pk);
        AlertId id = entry == null ? null : entry.id();
        return id != null && shaper.contains(id) && isShown(entry);
    }

    private boolean isShown(@Nullable MirrorEntry entry) {
        if (entry == null) {
            return true;
        }
        DesiredIncident named = find(entry.id());
        return named != null && !named.isHeld() && !registry.mirror.isDuplicate(entry);
    }

    private @Nullable DesiredIncident find(@Nullable AlertId id) {
        return id == null ? null : shaper.find(id);
    }
}
