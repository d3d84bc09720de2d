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
import io.github.argusglue.core.shape.Completeness;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans and runs the actions of one source, and keeps what is known of it: its alerts, its incidents, the actions in
 * flight. Owned by the thread of its loop.
 */
final class PlanRunner {
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
    private final TaskQueue queue;
    private final InstantSource clock;
    private final BiConsumer<Action, Task.TaskResult<ActionResult>> resultListener;
    private final ShapingLog shaping;
    private final HoldLog holds;

    /** Actions that were handed to the executor and have no result yet. */
    private final Set<Action> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());

    private final PendingEndings endings = new PendingEndings();
    private final ReportedEndingsNotice reportedEndings = new ReportedEndingsNotice(log);

    private Duration minWait = Duration.ZERO;

    /** Whether Argus has matched the source once in this active period. */
    private boolean wasInStep;

    private int blocked;
    private Policy policy;
    private @Nullable Desired desired;
    private @Nullable Plan lastPlan;

    PlanRunner(
            AlertShaper shaper,
            Reconciler reconciler,
            ActionExecutor executor,
            TaskQueue queue,
            Policy policy,
            InstantSource clock,
            BiConsumer<Action, Task.TaskResult<ActionResult>> resultListener) {
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
        this.queue = queue;
        this.policy = policy;
        this.clock = clock;
        this.resultListener = resultListener;
        this.shaping = new ShapingLog(log, clock);
        this.holds = new HoldLog(log, clock);
    }

    void policy(Policy newer) {
        policy = newer;
    }

    Policy policy() {
        return policy;
    }

    /** Returns the shaper, which has the last snapshot. */
    AlertShaper shaper() {
        return shaper;
    }

    /** Returns what is known of the source's incidents. */
    IncidentRegistry registry() {
        return registry;
    }

    /** Returns the counts that Argus should show. */
    ExpectedCounts expected() {
        return expected;
    }

    int alerts() {
        return desired == null
                ? -1
                : desired.incidents().size() + desired.dropped().size();
    }

    /** Returns what the last snapshot lacks; null if nothing. */
    SourceStatus.@Nullable Missing missing() {
        Completeness completeness = desired == null ? Completeness.WHOLE : desired.completeness();
        String text = completeness.missing();
        return text == null
                ? null
                : new SourceStatus.Missing(
                        text,
                        completeness.partialReason() == null
                                ? List.copyOf(completeness.unknownScopes().keySet())
                                : List.of());
    }

    int pending() {
        return inFlight.size();
    }

    /** Returns whether an action in flight may change which incidents are open. */
    boolean isOpeningOrClosing() {
        return inFlight.stream().anyMatch(Action::opensOrCloses);
    }

    /**
     * Returns how many actions remain to be done in Argus: in flight, or blocked by a bad token or a pending listing.
     */
    int backlog() {
        return inFlight.isEmpty() ? blocked : inFlight.size();
    }

    @Nullable
    Plan lastPlan() {
        return lastPlan;
    }

    /** Restores the state saved by the last run. To be called before the first listing, which corrects it. */
    void restoreState(QuietStateFile.QuietState saved) {
        saved.quiet().forEach(closed -> ledger.recordEnd(closed.id(), closed.record()));
        ledger.reopened().restore(saved.reopened());
        ledger.cleared().restore(saved.cleared());
    }

    /** Returns the state to save for the next run. */
    QuietStateFile.QuietState stateToSave() {
        return new QuietStateFile.QuietState(
                ledger.quietAlerts(),
                ledger.reopened().known(),
                ledger.cleared().known());
    }

    OwnAcks acks() {
        return acks;
    }

    UnexplainedIncidents unexplained() {
        return unexplained;
    }

    SourceStatus.Counts counts() {
        return results.counts();
    }

    /** Returns whether a write failed because Argus was unavailable, and the feed has not been read since. */
    boolean isArgusUnavailable() {
        return results.isArgusUnavailable();
    }

    /** Argus is available again, and its feed was read. */
    void argusAvailable() {
        results.argusAvailable();
    }

    /** Returns whether Argus denies writes although the requests are correct. */
    boolean areWritesDenied() {
        return results.areWritesDenied();
    }

    /** Retries everything that Argus has rejected, at the request of an operator. */
    void retryRejected() {
        results.retryRejected();
    }

    /** Returns whether an action has failed since the last plan, so that another plan is needed soon. */
    boolean hasFailures() {
        return results.isFailing();
    }

    /** Delays openings and closings by at least this time, because another process may be about to do them. */
    void yieldToPeers(Duration wait) {
        minWait = wait;
        ledger.peers().expectPeer();
    }

    /** Argus may have been restored from a backup: nothing is written until the open incidents are listed again. */
    void distrust() {
        registry.distrustNumbers();
        withdraw();
    }

    /** Returns whether there may be an open incident that only a listing can find. */
    boolean needsListing() {
        return registry.needsListing(shaper::contains);
    }

    /**
     * Takes a snapshot, the incidents that the adapter recognised, and its abilities.
     *
     * @param result one that has a snapshot
     * @param askedAboutAll whether the adapter was asked about all unexplained incidents
     * @param takenAt when it was requested
     * @param steadyAt the same by a monotonic clock
     */
    void onSnapshot(AdapterThread.SnapshotResult result, boolean askedAboutAll, Instant takenAt, Instant steadyAt) {
        Snapshot snapshot = requireNonNull(result.snapshot(), "snapshot is null");
        int adopted = registry.adopt(result.adopted(), askedAboutAll);
        if (adopted > 0) {
            log.info("took over {} that another glue service created", Count.of(adopted, "open incident"));
        }
        Desired shaped = shaper.shape(snapshot, takenAt)
                .withStableStarts(result.abilities().startsAreStable())
                .withSteadyTime(steadyAt);
        unexplained.recordSnapshot(askedAboutAll, clock.instant());
        registry.mayHaveUnknownAcks(acks.mayExist());
        ledger.forgetObsolete(shaped, takenAt, policy.reopenWithin(), policy.confirmAfter());
        desired = endings.with(shaped, this::isEndingObsolete);
        shaping.note(shaper);
    }

    /** While an incident may be in creation, its ending is kept. */
    private boolean isEndingObsolete(AlertId id) {
        return shaper.contains(id)
                || (mirror.find(id) == null
                        && !ledger.isBusy(id)
                        && !ledger.lostWrites().isLookedFor(id));
    }

    /** Withdraws actions that have not started, makes a new plan, and queues its actions that are due. */
    void plan() {
        Desired current = desired;
        if (current == null) {
            return;
        }
        withdraw();
        results.forgetFailures();
        if (registry.isDistrusted()) {
            blocked = computePlan(current).actions().size();
            return;
        }
        Plan plan = computePlan(current);
        blocked = 0;
        queue.offer(
                plan.actions().stream().filter(results::isDue).map(this::task).toList());
    }

    /** Plans without running anything, to count the actions that are blocked. */
    void countBacklog() {
        Desired current = desired;
        if (current != null) {
            blocked = computePlan(current).actions().size();
        }
    }

    private Plan computePlan(Desired current) {
        // What is found when an active period begins is not delayed, however long it takes to work off.
        Policy effectivePolicy = wasInStep && !minWait.isZero() ? policy.withMinimumDelay(minWait) : policy;
        Plan plan = reconciler.plan(current, mirror, ledger, effectivePolicy, clock.instant());
        wasInStep |= plan.isEmpty() && inFlight.isEmpty();
        mirror.recordOpenAlerts(plan.shown());
        ledger.recordPlan(plan.massClose(), plan.pending(), plan.hidden() > 0);
        reportedEndings.note(
                plan.massClose().reportedRecently(), policy.closeBudget().within());
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
                result -> resultListener.accept(action, result));
        inFlight.add(action);
        if (action.isPaced()) {
            ledger.updatePace().started();
        }
        ledger.beginAction(action.id(), action.pk());
        return task;
    }

    /** Withdraws all actions that have not started, without a new plan. */
    void withdraw() {
        for (Task<?> withdrawn : queue.withdraw()) {
            if (withdrawn.subject() instanceof Action action && inFlight.remove(action)) {
                if (action.isPaced()) {
                    ledger.updatePace().withdrawn();
                }
                ledger.endAction(action.id(), action.pk());
            }
        }
    }

    /** Releases all held closings at the request of an operator; returns the number of incidents. */
    int release() {
        int count = ledger.release();
        log.info("operator released {} held closings", count);
        return count;
    }

    /** Returns a notice for operators that holds nothing back; null if there is none. */
    @Nullable
    String notice() {
        return reportedEndings.notice();
    }

    /** Returns whether nothing is planned, in flight or held until a time that comes soon. */
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

    /** Takes the result of an action. */
    void onResult(Action action, Task.TaskResult<ActionResult> result) {
        inFlight.remove(action);
        ledger.endAction(action.id(), action.pk());
        if (action.isPaced()) {
            ledger.updatePace().sent(clock.instant());
        }
        results.handle(action, result, policy);
    }
}
