package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a source reports with what is known about Argus, and plans the actions that make Argus match. A pure
 * function of its arguments: no I/O, no clock, no log, and the arguments are not changed. The same arguments give the
 * same plan; after a plan has been executed, the next one is empty. It remembers what was compared
 * ({@link SettledAlerts}), which makes the next plan faster but not different. Owned by one thread.
 */
public final class Reconciler {
    private final IncidentDiff diff;
    private final SettledAlerts settled = new SettledAlerts();
    private final String sourceName;
    private final List<Tag> ownTags;
    private final long ourUserPk;

    /**
     * Creates a reconciler for one source.
     *
     * @param sourceName for the reasons in the logs of incidents
     * @param ourUserPk number of our user in Argus, who adds our tags
     */
    public Reconciler(String sourceName, long ourUserPk) {
        this(sourceName, ourUserPk, List.of());
    }

    /**
     * Creates a reconciler for one source.
     *
     * @param sourceName for the reasons in the logs of incidents
     * @param ourUserPk number of our user in Argus, who adds our tags
     * @param tags of each incident of the source, including those without an alert
     */
    public Reconciler(String sourceName, long ourUserPk, List<Tag> tags) {
        this.sourceName = sourceName;
        this.ourUserPk = ourUserPk;
        this.diff = new IncidentDiff(ourUserPk);
        List<Tag> own = new ArrayList<>(tags);
        own.add(MaxOpen.TAG);
        this.ownTags = List.copyOf(own);
    }

    /** Returns the number of our user in Argus. */
    public long ourUserPk() {
        return ourUserPk;
    }

    /** Returns the change that makes an open incident what it should be. */
    public IncidentChange changeFor(MirrorEntry entry, DesiredIncident desired) {
        return diff.between(entry, desired);
    }

    /**
     * Makes a plan.
     *
     * @param desired the last snapshot
     * @param mirror the open incidents; not changed
     * @param ledger what else is known; not changed
     * @param now the current time
     */
    public Plan plan(Desired desired, Mirror mirror, Ledger ledger, Policy policy, Instant now) {
        settled.begin(mirror);
        PlanBuilder builder = new PlanBuilder(desired, mirror, ledger, policy, now, diff, settled);
        desired.incidents().forEach(builder::decide);
        new MaxOpen(builder, desired, sourceName, ownTags).choose();
        new ClosePlanner(builder, desired, sourceName).planCloses();
        Plan plan = new MinAge(mirror, policy.minAge(), now).filter(builder.result());
        return new UpdateSpread(ledger.updatePace(), mirror, now).spread(plan);
    }
}
