package io.github.argusglue.core.preview;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.adapter.OneSnapshot;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.IncidentLog;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.controller.SourceSettings;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.IncidentRegistry;
import io.github.argusglue.core.registry.ReopenedIncidents;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Reads Argus and the source once and makes a plan without executing it. */
public final class DryRun {
    /** Maximum number of incident logs to read to find out whether a person reopened the incident. */
    private static final int MAX_LOGS = 200;

    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Argus argus;
    private final WriterIdentity identity;
    private final Clock clock;

    /** Creates a dry run; sends nothing. */
    public DryRun(SourceSettings settings, AdapterMaker maker, Argus argus, WriterIdentity identity, Clock clock) {
        this.identity = identity;
        this.settings = settings;
        this.maker = maker;
        this.argus = argus;
        this.clock = clock;
    }

    /**
     * Reads and plans.
     *
     * @throws ArgusException if Argus cannot be read
     * @throws SourceException if the source cannot be read
     */
    public Result run() throws ArgusException, SourceException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.identify(identity::checkOnly).userPk();
        Reconciler reconciler = new Reconciler(settings.name(), userPk, settings.tags());
        IncidentRegistry registry = new IncidentRegistry(clock);
        registry.recordListing(
                argus.listOpen(),
                argus.listEndedSince(clock.instant().minus(settings.policy().reopenWithin())));
        Instant takenAt = clock.instant();
        AdapterThread.SnapshotResult answer =
                OneSnapshot.take(settings.adapterSettings(), maker, clock, registry.all());
        Snapshot snapshot = requireNonNull(answer.snapshot(), "snapshot is null");
        int adopted = registry.adopt(answer.adopted(), true);
        AlertShaper shaper = new AlertShaper(settings.shaping());
        Desired desired = shaper.shape(snapshot, takenAt)
                .withStableStarts(answer.abilities().startsAreStable());
        registry.ledger.assumeCalm(registry.mirror.size(), takenAt);
        Policy policy = settings.policy().withRestart(server.canRestart());
        Plan plan = reconciler.plan(desired, registry.mirror, registry.ledger, policy, clock.instant());
        if (findReopened(plan, registry.ledger.reopened())) {
            plan = reconciler.plan(desired, registry.mirror, registry.ledger, policy, clock.instant());
        }
        return new Result(
                settings.name(),
                snapshot,
                desired.incidents().size() + desired.dropped().size(),
                desired.completeness(),
                answer.degraded(),
                registry.mirror.size(),
                adopted,
                plan,
                shaper.warnings());
    }

    /** Finds out, as closing them would, which incidents a person reopened; returns whether there are any. */
    private boolean findReopened(Plan plan, ReopenedIncidents reopened) throws ArgusException, InterruptedException {
        boolean found = false;
        int logs = 0;
        for (Action action : plan.actions()) {
            if (action instanceof Action.End end && end.unlessReopenedAfter() != null && logs++ < MAX_LOGS) {
                if (IncidentLog.isReopenedByPerson(argus.events(end.pk()), end.unlessReopenedAfter())) {
                    reopened.recordByPerson(end.pk());
                    found = true;
                }
            }
        }
        return found;
    }

    /**
     * What would be done.
     *
     * @param source name of the source
     * @param snapshot the snapshot
     * @param alerts number of alerts in the source
     * @param completeness for which alerts the snapshot is complete
     * @param degraded what does not work of the source, one line for each part; empty if nothing
     * @param open number of open incidents in Argus
     * @param adopted number of those that another glue service created and that would be taken over
     * @param plan what would be done
     * @param warnings adjustments that the snapshot needed
     */
    public record Result(
            String source,
            Snapshot snapshot,
            int alerts,
            Completeness completeness,
            List<String> degraded,
            int open,
            int adopted,
            Plan plan,
            List<String> warnings) {}
}
