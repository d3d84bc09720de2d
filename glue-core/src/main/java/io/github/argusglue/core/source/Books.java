package io.github.argusglue.core.source;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.reconcile.Action;
import io.github.argusglue.core.reconcile.Desired;
import io.github.argusglue.core.reconcile.DesiredIncident;
import io.github.argusglue.core.reconcile.EndedRecord;
import io.github.argusglue.core.reconcile.Ledger;
import io.github.argusglue.core.reconcile.Mirror;
import io.github.argusglue.core.reconcile.MirrorEntry;
import io.github.argusglue.core.reconcile.Plan;
import io.github.argusglue.core.reconcile.Policy;
import io.github.argusglue.core.reconcile.Reconciler;
import io.github.argusglue.core.reconcile.Shaper;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is known of one source: its alerts, its incidents, what is under way. Owned by the thread of its loop. */
final class Books {
    private static final Logger log = LoggerFactory.getLogger(Books.class);

    private final Mirror mirror = new Mirror();
    private final Ledger ledger = new Ledger();
    private final Shaper shaper;
    private final Reconciler reconciler;
    private final Performer performer;
    private final TaskQueue lane;
    private final InstantSource clock;
    private final BiConsumer<Action, Task.Result<Outcome>> results;
    private final FaultLog rejections;
    private final PoisonWatch poison = new PoisonWatch();
    private final FaultLog shaping;

    /** Actions that were handed to the executor and have no result yet. */
    private final Set<Action> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<AlertId, Ending> endings = new LinkedHashMap<>();

    /** Alerts whose create may have been done: nobody will find out if they are over before it is tried again. */
    private final Set<AlertId> perhapsMade = new HashSet<>();

    /** Those of them that the listing under way will find if they were made. */
    private Set<AlertId> searched = Set.of();

    /** Incidents that we changed since the listing under way began; null if none is under way. */
    private @Nullable Set<Long> touched;

    /** Incidents whose actions came to an end since the look under way began. */
    private final Set<Long> changedSinceLook = new HashSet<>();

    private Policy policy;
    private @Nullable Desired desired;
    private @Nullable Plan lastPlan;
    private SourceStatus.Counts counts = SourceStatus.Counts.NONE;
    private boolean failing;

    Books(
            Shaper shaper,
            Reconciler reconciler,
            Performer performer,
            TaskQueue lane,
            Policy policy,
            InstantSource clock,
            BiConsumer<Action, Task.Result<Outcome>> results) {
        this.shaper = shaper;
        this.reconciler = reconciler;
        this.performer = performer;
        this.lane = lane;
        this.policy = policy;
        this.clock = clock;
        this.results = results;
        this.rejections = new FaultLog(log, "Argus refused an action", clock);
        this.shaping = new FaultLog(log, "snapshot", clock);
    }

    void policy(Policy newer) {
        policy = newer;
    }

    Policy policy() {
        return policy;
    }

    int open() {
        return mirror.size();
    }

    int alerts() {
        return desired == null ? -1 : desired.incidents().size();
    }

    int pending() {
        return underWay.size();
    }

    @Nullable
    Plan lastPlan() {
        return lastPlan;
    }

    int quiet() {
        return ledger.quiet();
    }

    List<Ledger.Quiet> quietOnes() {
        return ledger.quietOnes();
    }

    /** Takes what was remembered of the last run; the first listing comes after it and corrects it. */
    void remember(List<Ledger.Quiet> quiet) {
        quiet.forEach(one -> ledger.noteEnded(one.id(), one.record()));
    }

    int unknown() {
        return mirror.unrecognised().size();
    }

    SourceStatus.Counts counts() {
        return counts;
    }

    /** Tells whether an action has failed since the last plan, so that another one is wanted soon. */
    boolean isFailing() {
        return failing;
    }

    /** Tells whether an incident is one of this source's that we have to do with. */
    boolean concerns(long pk) {
        return isOpen(pk) || ledger.endedAlert(pk) != null;
    }

    boolean isOpen(long pk) {
        return mirror.get(pk) != null;
    }

    boolean isInDoubt() {
        return !ledger.doubtful().isEmpty();
    }

    /**
     * Returns the incidents to look at. One with an action under way has to wait, be it the create that it was made by:
     * nobody could tell whether the action or the look was first.
     */
    Set<Long> toLookAt() {
        Set<Long> pks = new HashSet<>(ledger.doubtful());
        pks.removeIf(pk -> {
            MirrorEntry entry = mirror.get(pk);
            AlertId id = entry == null ? null : entry.id();
            return ledger.isBusy(pk) || (id != null && ledger.isBusy(id));
        });
        return pks;
    }

    void doubt(Collection<Long> pks) {
        pks.forEach(ledger::doubt);
    }

    List<Incident> unrecognised() {
        return mirror.unrecognised().stream().map(MirrorEntry::incident).toList();
    }

    void beginListing() {
        touched = new HashSet<>();
        searched = Set.copyOf(perhapsMade);
    }

    /** Tells whether there may be an open incident that only a listing can find. */
    boolean needsListing() {
        perhapsMade.removeIf(id -> mirror.find(id) != null);
        return perhapsMade.stream().anyMatch(id -> !shaper.names(id));
    }

    /** Takes a listing of what is open and of what ended lately. */
    void listed(List<Incident> open, List<Incident> ended) {
        Set<Long> newer = touched == null ? Set.of() : touched;
        touched = null;
        perhapsMade.removeAll(searched);
        ended.stream().filter(incident -> !newer.contains(incident.pk())).forEach(ledger::noteListedEnd);
        Map<Long, Instant> ends = new HashMap<>();
        for (Incident incident : ended) {
            Instant end = incident.endTime();
            if (end != null) {
                ends.put(incident.pk(), end);
            }
        }
        for (MirrorEntry gone : mirror.replace(open, newer)) {
            Instant at = ends.getOrDefault(gone.incident().pk(), clock.instant());
            noteGone(gone, at, EndedRecord.By.UNKNOWN);
        }
        mirror.entries().forEach(entry -> {
            if (entry.id() != null) {
                ledger.noteOpen(entry.id());
            }
        });
    }

    private void noteGone(MirrorEntry gone, Instant at, EndedRecord.By by) {
        AlertId id = gone.id();
        if (id != null) {
            ledger.noteEnded(
                    id, new EndedRecord(gone.incident().pk(), gone.incident().sourceIncidentId(), at, by));
        }
    }

    /** A look at doubtful incidents begins; there is one at a time. */
    void beginLook() {
        changedSinceLook.clear();
    }

    /**
     * Takes what a look at doubtful incidents showed: those named and what became of them. Where an action of ours came
     * to an end meanwhile, nobody knows which of both was first: they are looked at once more.
     *
     * @return those that were found out about
     */
    Set<Long> looked(Set<Long> asked, List<Refresh.Seen> seen) {
        Set<Long> settled = new HashSet<>(asked);
        settled.removeAll(changedSinceLook);
        Set<Long> missing = new HashSet<>(settled);
        for (Refresh.Seen one : seen) {
            long pk = one.incident().pk();
            if (!missing.remove(pk)) {
                continue;
            }
            MirrorEntry entry = mirror.get(pk);
            if (one.closed() == null) {
                mirror.put(one.incident(), null);
                AlertId ended = ledger.endedAlert(pk);
                if (ended != null) {
                    // Reopened: if another glue service made it, only we know what it stands for.
                    mirror.adopt(other -> other.pk() == pk ? ended : null);
                }
                MirrorEntry open = mirror.get(pk);
                if (open != null && open.id() != null) {
                    ledger.noteOpen(open.id());
                }
            } else if (entry != null) {
                mirror.remove(pk);
                AlertId id = entry.id();
                if (id != null) {
                    ledger.noteEnded(id, one.closed());
                }
            } else {
                closedAgain(pk, one.closed());
            }
            touch(pk);
        }
        for (long pk : missing) {
            mirror.remove(pk);
            ledger.forgetIncident(pk);
        }
        settled.forEach(ledger::settleDoubt);
        return settled;
    }

    /**
     * Something that we knew to be closed was open for a while, or somebody was faster than our end of it. Its log
     * tells whether it is a person who closed it last.
     */
    private void closedAgain(long pk, EndedRecord record) {
        AlertId id = ledger.endedAlert(pk);
        EndedRecord known = id == null ? null : ledger.ended(id);
        if (id != null && known != null && known.isOtherEndOf(pk, record.endedAt())) {
            EndedRecord.By by = EndedRecord.By.UNKNOWN;
            ledger.noteEnded(id, new EndedRecord(pk, record.sourceIncidentId(), record.endedAt(), by));
        }
    }

    /** Takes a snapshot and which incidents the adapter recognised. */
    void snapshot(Snapshot snapshot, Map<Long, AlertId> adopted, Instant takenAt) {
        if (!adopted.isEmpty()) {
            int taken = mirror.adopt(incident -> adopted.get(incident.pk()));
            log.info("took over {} open incidents that another glue service made", taken);
        }
        Desired shaped = shaper.shape(snapshot, takenAt);
        ledger.forget(shaped, takenAt, policy);
        desired = withEndings(shaped);
        List<String> warnings = shaper.warnings();
        if (warnings.isEmpty()) {
            shaping.fine();
        } else {
            String rest = warnings.size() == 1 ? "" : " (and " + (warnings.size() - 1) + " more like it)";
            shaping.fault(warnings.get(0), warnings.get(0) + rest);
        }
    }

    /** A source tells once that an alert has ended; it holds until the incident is closed or the alert is back. */
    private Desired withEndings(Desired shaped) {
        shaped.endings().forEach(ending -> endings.put(ending.alertId(), ending));
        endings.keySet().removeIf(id -> shaper.names(id) || mirror.find(id) == null);
        return new Desired(
                shaped.incidents(),
                List.copyOf(endings.values()),
                shaped.partialReason(),
                shaped.number(),
                shaped.takenAt());
    }

    /** Takes back what has not begun, thinks again, and hands out what is to be done now. */
    void plan() {
        Desired current = desired;
        if (current == null) {
            return;
        }
        withdraw();
        failing = false;
        Plan plan = reconciler.plan(current, mirror, ledger, policy, clock.instant());
        ledger.noteAbsentees(plan.absentees());
        noteHolds(plan);
        lastPlan = plan;
        lane.offer(plan.actions().stream().map(this::task).toList());
    }

    private void noteHolds(Plan plan) {
        if (lastPlan == null || !lastPlan.holds().equals(plan.holds())) {
            plan.holds().forEach(hold -> log.info("held: {}", hold));
        }
        if (lastPlan == null ? plan.unknown() > 0 : lastPlan.unknown() != plan.unknown()) {
            log.warn(
                    "{} open incidents in Argus that nobody recognises are left alone; 'close_unknown = true' ends them",
                    plan.unknown());
        }
    }

    private Task<Outcome> task(Action action) {
        Task<Outcome> task = new Task<>(
                action.rank(),
                action.describe(),
                action,
                () -> performer.perform(action),
                result -> results.accept(action, result));
        underWay.add(action);
        ledger.begin(action.id(), action.pk());
        return task;
    }

    /** Takes back everything that has not begun, without a new plan. */
    void withdraw() {
        for (Task<?> withdrawn : lane.withdraw()) {
            if (withdrawn.subject() instanceof Action action && underWay.remove(action)) {
                ledger.finish(action.id(), action.pk());
            }
        }
    }

    /** Takes what became of an action. */
    void result(Action action, Task.Result<Outcome> result) {
        underWay.remove(action);
        ledger.finish(action.id(), action.pk());
        ArgusException failure = result.failure();
        changedSinceLook.add(action.pk());
        if (failure != null) {
            failed(action, failure);
            return;
        }
        poison.success();
        if (result.value() instanceof Outcome.Open open) {
            opened(action, open);
        } else if (result.value() instanceof Outcome.Changed changed) {
            counts = counts.plus(SourceStatus.Counts.updatedOne());
            changed(action, changed.incident());
        } else if (result.value() instanceof Outcome.Closed closed) {
            closed(action, closed);
        }
    }

    private void changed(Action action, Incident incident) {
        Instant end = incident.endTime();
        if (end != null && !end.equals(Instant.MAX)) {
            // Argus changes closed incidents too: somebody has closed it since we looked.
            MirrorEntry gone = mirror.remove(incident.pk());
            if (gone != null) {
                noteGone(gone, end, EndedRecord.By.UNKNOWN);
            }
            touch(incident.pk());
            return;
        }
        mirror.put(incident, clock.instant());
        touch(action.pk());
        log.info("{}", action.describe());
        MirrorEntry entry = mirror.get(incident.pk());
        if (entry != null
                && action instanceof Action.Change change
                && !reconciler.change(entry, change.desired()).isEmpty()) {
            // Argus keeps it in another form than it was sent: sending it again would only fill the incident's log.
            ledger.noteRefused(change.desired(), clock.instant());
            rejections.fault("kept otherwise" + incident.pk(), action.describe() + ": Argus keeps it in another form");
        }
    }

    private void opened(Action action, Outcome.Open open) {
        Incident incident = open.incident();
        AlertId id = action.id();
        mirror.put(incident, null);
        MirrorEntry entry = mirror.get(incident.pk());
        if (entry != null && entry.id() == null && id != null) {
            // An incident made by an earlier glue service whose id is the one we would have given.
            mirror.adopt(other -> other.pk() == incident.pk() ? id : null);
        }
        if (id != null) {
            ledger.noteOpen(id);
        }
        touch(incident.pk());
        if (id != null && mirror.find(id) == null) {
            // Trying again would find the same incident again, without end.
            refuse(action);
            rejections.fault(
                    "other" + incident.pk(),
                    action.describe() + ": incident " + incident.pk() + " has this id and stands for another alert");
            return;
        }
        if (action instanceof Action.Restart) {
            counts = counts.plus(SourceStatus.Counts.restartedOne());
            log.info("{}", action.describe());
        } else if (open.found()) {
            log.info("incident {} of '{}' is open already", incident.pk(), id);
        } else {
            counts = counts.plus(SourceStatus.Counts.openedOne());
            log.info("incident {}: {}", incident.pk(), action.describe());
        }
    }

    private void closed(Action action, Outcome.Closed closed) {
        EndedRecord record = closed.record();
        mirror.remove(record.pk());
        touch(record.pk());
        AlertId id = action.id();
        if (id != null && mirror.find(id) == null) {
            ledger.noteEnded(id, record);
        }
        if (!closed.found()) {
            counts = counts.plus(SourceStatus.Counts.endedOne());
            log.info("{}", action.describe());
        } else {
            failing = true;
            if (record.by() == EndedRecord.By.PERSON && policy.respectPersonClose()) {
                log.info(
                        "incident {} of '{}' was closed by a person: the alert stays quiet until it has cleared",
                        record.pk(),
                        id);
            }
        }
    }

    private void failed(Action action, ArgusException failure) {
        failing = true;
        counts = counts.plus(SourceStatus.Counts.failedOne());
        if (action instanceof Action.Restart && failure.kind() != ArgusException.Kind.REJECTED) {
            // Two requests: the restart may have been done and only the look after it have failed.
            ledger.doubt(action.pk());
        }
        switch (failure.kind()) {
            case REJECTED, DUPLICATE_ID, FORBIDDEN -> {
                refuse(action);
                rejections.fault(failure.kind() + action.describe(), action.describe() + ": " + failure.getMessage());
            }
            case FOREIGN_TAG, NOT_FOUND -> ledger.doubt(action.pk());
            case OUTCOME_UNKNOWN -> {
                if (action.pk() != 0) {
                    ledger.doubt(action.pk());
                }
                if (action instanceof Action.Create create) {
                    perhapsMade.add(create.id());
                }
                refusePoison(action, failure);
                log.debug("outcome unknown: {}: {}", action.describe(), failure.getMessage());
            }
            default -> log.debug("failed: {}: {}", action.describe(), failure.getMessage());
        }
    }

    private void refusePoison(Action action, ArgusException failure) {
        DesiredIncident desired = action instanceof Action.Create create
                ? create.desired()
                : action instanceof Action.Change change ? change.desired() : null;
        if (desired != null && poison.failed(desired)) {
            refuse(action);
            rejections.fault(
                    "poison" + desired.id(),
                    action.describe() + ": failed time after time while others got through, left for ten minutes: "
                            + failure.getMessage());
        }
    }

    private void refuse(Action action) {
        if (action instanceof Action.Create create) {
            ledger.noteRefused(create.desired(), clock.instant());
        } else if (action instanceof Action.Change change) {
            ledger.noteRefused(change.desired(), clock.instant());
        } else if (action instanceof Action.Restart restart) {
            ledger.noteRefused(restart.desired(), clock.instant());
        } else if (action.pk() != 0) {
            ledger.noteRefusedEnd(action.pk(), clock.instant());
        }
    }

    private void touch(long pk) {
        changedSinceLook.add(pk);
        if (touched != null) {
            touched.add(pk);
        }
    }

    /** Returns how many of the open incidents have each level, most severe first. */
    List<Integer> openByLevel() {
        List<Integer> levels = new ArrayList<>(List.of(0, 0, 0, 0, 0));
        mirror.entries().forEach(entry -> {
            int level = Math.min(5, Math.max(1, entry.incident().level()));
            levels.set(level - 1, levels.get(level - 1) + 1);
        });
        return levels;
    }
}
