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

/** Which incidents of a source no alert explains, so that its adapter is asked whether it knows them. */
public final class UnexplainedIncidents {
    private final IncidentRegistry registry;
    private final AlertShaper shaper;

    public UnexplainedIncidents(IncidentRegistry registry, AlertShaper shaper) {
        this.registry = registry;
        this.shaper = shaper;
    }

    /**
     * Returns the incidents that the adapter is to be asked about.
     *
     * @param all whether there may be new ones among them
     */
    public List<Incident> toAskAbout(boolean all) {
        if (!all) {
            return registry.ledger.peers().strangers().stream()
                    .flatMap(pk -> Optional.ofNullable(registry.mirror.get(pk)).stream())
                    .map(MirrorEntry::incident)
                    .toList();
        }
        List<Incident> found = new ArrayList<>(registry.othersEnded());
        registry.mirror.entries().stream()
                .filter(entry -> entry.id() == null || isUnexplained(entry))
                .forEach(entry -> found.add(entry.incident()));
        return found;
    }

    /**
     * A snapshot was taken.
     *
     * @param asked whether the adapter was asked about all that it did not name
     */
    public void snapshot(boolean asked, Instant takenAt) {
        registry.ledger.reopened().snapshot(this::standsForOpenAlert, pk -> registry.mirror.get(pk) != null, takenAt);
        registry.ledger.peers().forgetOthers(pk -> isShown(registry.mirror.get(pk)));
        if (asked) {
            registry.ledger
                    .peers()
                    .noteStrangers(registry.mirror.entries().stream()
                            .filter(entry -> entry.id() != null && isUnexplained(entry))
                            .map(entry -> entry.incident().pk())
                            .toList());
        }
    }

    /** Also what the adapter holds because it does not know it is not explained. */
    private boolean isUnexplained(MirrorEntry entry) {
        DesiredIncident named = named(entry.id());
        return named == null
                || (named.isHeld()
                        && registry.ledger.peers().isStranger(entry.incident().pk()));
    }

    private boolean standsForOpenAlert(long pk) {
        MirrorEntry entry = registry.mirror.get(pk);
        AlertId id = entry == null ? null : entry.id();
        return id != null && shaper.contains(id) && isShown(entry);
    }

    private boolean isShown(@Nullable MirrorEntry entry) {
        if (entry == null) {
            return true;
        }
        DesiredIncident named = named(entry.id());
        return named != null && !named.isHeld() && !registry.mirror.isSurplus(entry);
    }

    private @Nullable DesiredIncident named(@Nullable AlertId id) {
        return id == null ? null : shaper.find(id);
    }
}
