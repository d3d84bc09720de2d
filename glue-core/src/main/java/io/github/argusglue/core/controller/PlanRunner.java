package io.github.argusglue.core.controller;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.apply.ResultHandler;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.ExpectedCounts;
import io.github.argusglue.core.registry.IncidentRegistry;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.OwnAcks;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.registry.UnexplainedIncidents;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is known of one source: its alerts, its incidents, what is under way. Owned by the thread of its loop. */
public final class PlanRunner {
    private static final Logger log = LoggerFactory.getLogger("plan");

    private final IncidentRegistry registry;
    private final Mirror mirror;
    private final Ledger ledger;
    private final ResultHandler results;
    private final OwnAcks acks;
    private final UnexplainedIncidents unexplained;
    private final ExpectedCounts expected;
    private final AlertShaper shaper;
    private final Reconciler reconciler;
    private final ActionExecutor executor;
    private final TaskQueue lane;
    private final InstantSource clock;
    private final BiConsumer<Action, Task.TaskResult<ActionResult>> over;
    private final ShapingLog shaping;
    private final HoldLog holds;

    /** Actions that were handed to the executor and have no result yet. */
    private final Set<Action> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    private final PendingEndings endings = new PendingEndings();
    private final ToldEnds toldEnds = new ToldEnds(log);

    private Duration leastWait = Duration.ZERO;

    /** Whether Argus was once as it should be. */
    private boolean inOrder;

    private int undelivered;
    private Policy policy;
    private @Nullable Desired desired;
    private @Nullable Plan lastPlan;

    PlanRunner(
            AlertShaper shaper,
            Reconciler reconciler,
            ActionExecutor executor,
            TaskQueue lane,
            Policy policy,
            InstantSource clock,
            BiConsumer<Action, Task.TaskResult<ActionResult>> over) {
        this.registry = new IncidentRegistry(clock);
        this.mirror = registry.mirror;
        this.ledger = registry.ledger;
        this.results = new ResultHandler(registry, reconciler, clock);
        this.acks = new OwnAcks(registry, shaper, reconciler.ourUserPk(), clock);
        this.unexplained = new UnexplainedIncidents(registry, shaper);
        this.expected = new ExpectedCounts(registry);
        this.shaper = shaper;
        this.reconciler = reconciler;
        this.executor = executor;
        this.lane = lane;
        this.policy = policy;
        this.clock = clock;
        this.over = over;
        this.shaping = new ShapingLog(log, clock);
        this.holds = new HoldLog(log, clock);
    }

    void policy(Policy newer) {
        policy = newer;
    }

    Policy policy() {
        return policy;
    }

    /** Returns what knows the last snapshot. */
    AlertShaper shaper() {
        return shaper;
    }

    /** Returns what is known of the source's incidents. */
    IncidentRegistry registry() {
        return registry;
    }

    /** Returns what Argus should count. */
    public ExpectedCounts expected() {
        return expected;
    }

    int alerts() {
        return desired == null
                ? -1
                : desired.incidents().size() + desired.dropped().size();
    }

    public int pending() {
        return underWay.size();
    }

    /** Tells whether something is under way that may change which incidents are open. */
    boolean isOpeningOrClosing() {
        return underWay.stream().anyMatch(Action::opensOrCloses);
    }

    /** Returns how much is to be done in Argus and is not: under way, or waiting for a token that is good. */
    int backlog() {
        return underWay.isEmpty() ? undelivered : underWay.size();
    }

    @Nullable
    Plan lastPlan() {
        return lastPlan;
    }

    /** Takes what was remembered of the last run; the first listing comes after it and corrects it. */
    void remember(QuietStateFile.QuietState known) {
        known.quiet().forEach(one -> ledger.recordEnd(one.id(), one.record()));
        ledger.reopened().restore(known.reopened());
        ledger.cleared().restore(known.cleared());
    }

    /** Returns what is to be remembered for the next run. */
    QuietStateFile.QuietState toRemember() {
        return new QuietStateFile.QuietState(
                ledger.quietAlerts(),
                ledger.reopened().known(),
                ledger.cleared().known());
    }

    public OwnAcks acks() {
        return acks;
    }

    UnexplainedIncidents unexplained() {
        return unexplained;
    }

    SourceStatus.Counts counts() {
        return results.counts();
    }

    /** Tells whether Argus was not there for a write, and its log has not been read since. */
    boolean isArgusAway() {
        return results.isArgusUnavailable();
    }

    /** Argus is there, and its log was read. */
    void argusIsBack() {
        results.argusAvailable();
    }

    /** Tells whether writes are denied that are not at fault themselves. */
    boolean isDenied() {
        return results.areWritesDenied();
    }

    /** An operator has all be tried anew that was refused. */
    void retryRefused() {
        results.retryRejected();
    }

    /** Tells whether an action has failed since the last plan, so that another one is wanted soon. */
    boolean isFailing() {
        return results.isFailing();
    }

    /** Has nothing opened or closed at once any more: another process may be about to do it. */
    void yieldTo(Duration least) {
        leastWait = least;
        ledger.peers().expectPeer();
    }

    /** Argus may have been restored: nothing is written until it is listed anew. */
    void distrust() {
        registry.distrustNumbers();
        withdraw();
    }

    /** Tells whether there may be an open incident that only a listing can find. */
    boolean needsListing() {
        return registry.needsListing(shaper::contains);
    }

    /**
     * Takes a snapshot, which incidents the adapter recognised, and whether its starts are stable.
     *
     * @param answer one that has a snapshot
     * @param asked whether it was asked about all that it did not name
     * @param takenAt when it was asked for
     * @param steadyAt the same by a clock that nobody sets
     */
    void snapshot(AdapterThread.SnapshotResult answer, boolean asked, Instant takenAt, Instant steadyAt) {
        Snapshot snapshot = requireNonNull(answer.snapshot(), "snapshot is null");
        int taken = registry.adopt(answer.adopted(), asked);
        if (taken > 0) {
            log.info("took over {} open incidents that another glue service made", taken);
        }
        Desired shaped = shaper.shape(snapshot, takenAt)
                .withStableStarts(answer.abilities().startsAreStable())
                .withSteadyTime(steadyAt);
        unexplained.recordSnapshot(asked, takenAt);
        registry.mayHaveUnknownAcks(acks.mayExist());
        ledger.forgetObsolete(shaped, takenAt, policy.reopenWithin(), policy.confirmAfter());
        desired = endings.with(shaped, this::isEndingOver);
        shaping.note(shaper);
    }

    /**
     * Of an incident that is being opened nobody knows yet whether it is there: what its alert's end is for may come.
     */
    private boolean isEndingOver(AlertId id) {
        return shaper.contains(id)
                || (mirror.find(id) == null
                        && !ledger.isBusy(id)
                        && !ledger.lostWrites().isLookedFor(id));
    }

    /** Takes back what has not begun, thinks again, and hands out what is to be done now. */
    void plan() {
        Desired current = desired;
        if (current == null) {
            return;
        }
        withdraw();
        results.forgetFailures();
        if (registry.isDistrusted()) {
            undelivered = computePlan(current).actions().size();
            return;
        }
        Plan plan = computePlan(current);
        undelivered = 0;
        lane.offer(
                plan.actions().stream().filter(results::isDue).map(this::task).toList());
    }

    /** Thinks and does nothing: what is to be done cannot be, and how much that is should be known. */
    void countBacklog() {
        Desired current = desired;
        if (current != null) {
            undelivered = computePlan(current).actions().size();
        }
    }

    private Plan computePlan(Desired current) {
        // What is there when an active time begins is brought in order at once, however long that takes.
        Policy now = inOrder && !leastWait.isZero() ? policy.withMinimumDelay(leastWait) : policy;
        Plan plan = reconciler.plan(current, mirror, ledger, now, clock.instant());
        inOrder |= plan.isEmpty() && underWay.isEmpty();
        mirror.recordOpenAlerts(plan.shown());
        ledger.recordPlan(plan.massClose(), plan.pending(), plan.hidden() > 0);
        toldEnds.note(plan.massClose().reportedRecently(), policy.closeBudget().within());
        holds.note(plan);
        lastPlan = plan;
        return plan;
    }

    private Task<ActionResult> task(Action action) {
        Task<ActionResult> task = new Task<>(
                action.rank(),
                action.describe(),
                action,
                () -> executor.execute(action),
                result -> over.accept(action, result));
        underWay.add(action);
        ledger.beginAction(action.id(), action.pk());
        return task;
    }

    /** Takes back everything that has not begun, without a new plan. */
    void withdraw() {
        for (Task<?> withdrawn : lane.withdraw()) {
            if (withdrawn.subject() instanceof Action action && underWay.remove(action)) {
                ledger.endAction(action.id(), action.pk());
            }
        }
    }

    /** An operator says that what waits to be ended need not wait; returns how many incidents that is about. */
    int release() {
        int count = ledger.release();
        log.info("an operator has released {} closings", count);
        return count;
    }

    /** Returns what people should look at though nothing waits for it; null if there is nothing. */
    @Nullable
    String notice() {
        return toldEnds.notice();
    }

    /** Tells whether nothing is to be done, under way or waiting for a time that comes soon. */
    boolean isAtRest() {
        Plan plan = lastPlan;
        return plan != null
                && plan.isEmpty()
                && plan.massClose().waiting() == 0
                && plan.held().stream().noneMatch(hold -> switch (hold.guard()) {
                    case OPEN_AFTER, CLOSE_AFTER, UPDATE_PACE -> true;
                    default -> false;
                })
                && pending() == 0
                && !registry.isInDoubt()
                && !registry.isDistrusted();
    }

    /** Takes what became of an action. */
    void result(Action action, Task.TaskResult<ActionResult> result) {
        underWay.remove(action);
        ledger.endAction(action.id(), action.pk());
        if (action.isPaced()) {
            ledger.updatePace().sent(clock.instant());
        }
        results.handle(action, result, policy);
    }
}
