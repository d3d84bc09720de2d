package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import java.util.List;
import java.util.Set;

/** What Argus should count of a source's open incidents, by what we know. Owned by the thread of the source's loop. */
public final class ExpectedCounts {
    private final IncidentRegistry registry;

    public ExpectedCounts(IncidentRegistry registry) {
        this.registry = registry;
    }

    /** Returns how many are open: what others of ours have under this source's name, too. */
    public int open() {
        return registry.mirror.size() + registry.mirror.beside();
    }

    public int acked() {
        return registry.mirror.acked();
    }

    /** Takes whether an incident is acknowledged; it was looked at for something else, or the log says so. */
    public void sawAcked(long pk, boolean acked) {
        registry.sawAcked(pk, acked);
    }

    /** Takes all that are acknowledged, as a listing of those showed them. */
    public void listedAcked(Set<Long> acked) {
        for (MirrorEntry entry : List.copyOf(registry.mirror.entries())) {
            Incident incident = entry.incident();
            if (incident.acked() != acked.contains(incident.pk())) {
                Incident newer = incident.withAcked(!incident.acked());
                registry.mirror.put(newer, null);
                registry.sawAck(newer);
            }
        }
    }

    /** The counts agree: what was known of incidents that are closed is not needed any more. */
    public void agreed() {
        registry.forgetClosed();
    }
}
