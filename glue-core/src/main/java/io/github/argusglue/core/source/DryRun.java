package io.github.argusglue.core.source;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.reconcile.Action;
import io.github.argusglue.core.reconcile.Desired;
import io.github.argusglue.core.reconcile.Plan;
import io.github.argusglue.core.reconcile.Policy;
import io.github.argusglue.core.reconcile.Reconciler;
import io.github.argusglue.core.reconcile.Reopened;
import io.github.argusglue.core.reconcile.Shaper;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One look at Argus and at the source, and the plan that comes of it. Writes nothing. */
public final class DryRun {
    /** Of so many incidents that would be ended is it looked whether a person has reopened them. */
    private static final int MOST_LOGS = 200;

    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Argus argus;
    private final WriterIdentity identity;
    private final Clock clock;

    /** Makes one; sends nothing. */
    public DryRun(SourceSettings settings, AdapterMaker maker, Argus argus, WriterIdentity identity, Clock clock) {
        this.identity = identity;
        this.settings = settings;
        this.maker = maker;
        this.argus = argus;
        this.clock = clock;
    }

    /**
     * Looks and plans.
     *
     * @throws ArgusException if Argus cannot be read
     * @throws SourceException if the source cannot be read
     */
    public Result run() throws ArgusException, SourceException, InterruptedException {
        ServerInfo server = argus.server();
        long userPk = argus.identify(identity::rehearse).userPk();
        Reconciler reconciler = new Reconciler(settings.name(), userPk, settings.tags());
        Picture picture = new Picture(clock);
        picture.listed(
                argus.open(),
                argus.endedSince(clock.instant().minus(settings.policy().reopenWithin())));
        Instant takenAt = clock.instant();
        AdapterRun.Answer answer = OneSnapshot.take(settings, maker, clock, picture.all());
        Snapshot snapshot = requireNonNull(answer.snapshot(), "snapshot is null");
        int adopted = picture.adopt(answer.adopted(), true);
        Shaper shaper = new Shaper(settings.shaping());
        Desired desired = shaper.shape(snapshot, takenAt)
                .withStableStarts(answer.abilities().startsAreStable());
        picture.ledger.assumeCalm(picture.mirror.size(), takenAt);
        Policy policy = settings.policy().withRestart(server.canRestart());
        Plan plan = reconciler.plan(desired, picture.mirror, picture.ledger, policy, clock.instant());
        if (findReopened(plan, picture.ledger.reopened())) {
            plan = reconciler.plan(desired, picture.mirror, picture.ledger, policy, clock.instant());
        }
        return new Result(
                settings.name(),
                snapshot,
                desired.incidents().size() + desired.dropped().size(),
                desired.partialReason(),
                picture.mirror.size(),
                adopted,
                plan,
                shaper.warnings());
    }

    /** Looks, as ending them would, which incidents a person has reopened; tells whether there are any. */
    private boolean findReopened(Plan plan, Reopened reopened) throws ArgusException, InterruptedException {
        boolean found = false;
        int logs = 0;
        for (Action action : plan.actions()) {
            if (action instanceof Action.End end && end.unlessReopenedAfter() != null && logs++ < MOST_LOGS) {
                if (Performer.isReopenedByPerson(argus.events(end.pk()), end.unlessReopenedAfter())) {
                    reopened.noteByPerson(end.pk());
                    found = true;
                }
            }
        }
        return found;
    }

    /**
     * What would be done.
     *
     * @param source its name
     * @param snapshot what it was read from
     * @param alerts in the source
     * @param partialReason why its snapshot is not complete; null if it is
     * @param open incidents in Argus
     * @param adopted those of them that another glue service made and that would be taken over
     * @param plan what would be done
     * @param warnings what of the snapshot had to be made fit
     */
    public record Result(
            String source,
            Snapshot snapshot,
            int alerts,
            @Nullable String partialReason,
            int open,
            int adopted,
            Plan plan,
            List<String> warnings) {}
}
