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
 * Compares what a source reports with our picture of Argus and says what has to be done. A pure function of its
 * arguments: no I/O, no clock, no log, and the arguments stay as they are. The same arguments give the same plan; after
 * a plan is carried out the next one is empty. What was compared is remembered ({@link SettledAlerts}), which makes the
 * next plan faster and no different. Owned by one thread.
 */
public final class Reconciler {
    private final IncidentDiff differences;
    private final SettledAlerts settled = new SettledAlerts();
    private final String sourceName;
    private final List<Tag> ownTags;
    private final long ourUserPk;

    /**
     * Makes a reconciler for one source.
     *
     * @param sourceName for the reasons that people read in an incident's log
     * @param ourUserPk the user that our tags are added by
     */
    public Reconciler(String sourceName, long ourUserPk) {
        this(sourceName, ourUserPk, List.of());
    }

    /**
     * Makes a reconciler for one source.
     *
     * @param sourceName for the reasons that people read in an incident's log
     * @param ourUserPk the user that our tags are added by
     * @param tags of each incident of the source, those that stand for no alert among them
     */
    public Reconciler(String sourceName, long ourUserPk, List<Tag> tags) {
        this.sourceName = sourceName;
        this.ourUserPk = ourUserPk;
        this.differences = new IncidentDiff(ourUserPk);
        List<Tag> own = new ArrayList<>(tags);
        own.add(MaxOpen.TAG);
        this.ownTags = List.copyOf(own);
    }

    /** Returns the user that we are in Argus. */
    public long ourUserPk() {
        return ourUserPk;
    }

    /** Returns what has to change on an open incident for it to look as its alert wants it to. */
    public IncidentChange change(MirrorEntry entry, DesiredIncident desired) {
        return differences.between(entry, desired);
    }

    /**
     * Returns what has to be done.
     *
     * @param desired the last snapshot
     * @param mirror the open incidents; read only
     * @param ledger what else is known; read only
     * @param now the time to judge by
     */
    public Plan plan(Desired desired, Mirror mirror, Ledger ledger, Policy policy, Instant now) {
        settled.begin(mirror);
        PlanBuilder planning = new PlanBuilder(desired, mirror, ledger, policy, now, differences, settled);
        desired.incidents().forEach(planning::wanted);
        new MaxOpen(planning, desired, sourceName, ownTags).choose();
        new ClosePlanner(planning, desired, sourceName).close();
        Plan plan = new MinAge(mirror, policy.minAge(), now).without(planning.result());
        return new UpdateSpread(ledger.updatePace(), mirror, now).spread(plan);
    }
}
