package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import java.util.List;
import java.util.Set;

/** How many incidents of a source Argus should have, as far as known. Owned by the thread of the source's loop. */
public final class ExpectedCounts {
    private final IncidentRegistry registry;

    public ExpectedCounts(IncidentRegistry registry) {
        this.registry = registry;
    }

    /** Returns how many are open, including those that other parts of argus-glue have under this source's name. */
    public int open() {
        return registry.mirror.size() + registry.mirror.notMirrored();
    }

    public int acked() {
        return registry.mirror.acked();
    }

    /** Records whether an incident is acknowledged, as a lookup for another reason or the log shows. */
    public void recordAcked(long pk, boolean acked) {
        registry.recordAcked(pk, acked);
    }

    /** Records all acknowledged incidents, as a listing of them shows. */
    public void recordAllAcked(Set<Long> acked) {
        for (MirrorEntry entry : List.copyOf(registry.mirror.entries())) {
            Incident incident = entry.incident();
            if (incident.acked() != acked.contains(incident.pk())) {
                Incident newer = incident.withAcked(!incident.acked());
                registry.mirror.put(newer, null);
                registry.compareAck(newer);
            }
        }
    }

    /** Records that the counts agree: what is known about closed incidents is no longer needed. */
    public void countsAgree() {
        registry.forgetClosed();
    }
}
