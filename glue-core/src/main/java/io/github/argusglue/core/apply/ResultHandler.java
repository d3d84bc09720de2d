package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.IncidentRegistry;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.retry.FaultLog;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates the registry with the results of actions. Owned by the thread of the source's loop. */
public final class ResultHandler {
    private static final Logger log = LoggerFactory.getLogger("incident");

    private final IncidentRegistry registry;
    private final Mirror mirror;
    private final Ledger ledger;
    private final Reconciler reconciler;
    private final InstantSource clock;
    private final FaultLog rejections;
    private final PoisonDetector poison = new PoisonDetector();
    private final DeniedWrites denied = new DeniedWrites();
    private SourceStatus.Counts counts = SourceStatus.Counts.NONE;
    private boolean failing;

    /** Whether Argus was unavailable for a write and its log has not been read since. */
    private boolean argusUnavailable;

    public ResultHandler(IncidentRegistry registry, Reconciler reconciler, InstantSource clock) {
        this.registry = registry;
        this.mirror = registry.mirror;
        this.ledger = registry.ledger;
        this.reconciler = reconciler;
        this.clock = clock;
        this.rejections = new FaultLog(log, "Argus rejected an action", clock);
    }

    public SourceStatus.Counts counts() {
        return counts;
    }

    /** Returns whether an action has failed since the last plan, so that another plan is needed soon. */
    public boolean isFailing() {
        return failing;
    }

    public boolean isArgusUnavailable() {
        return argusUnavailable;
    }

    /** Records that Argus is available and its log has been read. */
    public void argusAvailable() {
        argusUnavailable = false;
    }

    /** Returns whether writes are denied although they are not at fault. */
    public boolean areWritesDenied() {
        return denied.isActive();
    }

    /** Returns whether an action may be tried now. */
    public boolean isDue(Action action) {
        return denied.isDue(action, clock.instant());
    }

    /** Forgets all rejections, because an operator wants everything to be tried again. */
    public void retryRejected() {
        denied.reset();
        ledger.forgetRejections();
    }

    /** Resets the failure flag for a new plan, which contains again what failed. */
    public void forgetFailures() {
        failing = false;
    }

    /** Records the result of an action. */
    public void handle(Action action, Task.TaskResult<ActionResult> result, Policy policy) {
        ArgusException failure = result.failure();
        registry.actionEnded(action.pk());
        if (failure != null) {
            failed(action, failure);
            return;
        }
        poison.succeeded(action);
        if (action.isWrite()) {
            denied.succeeded(action);
        }
        ActionResult outcome = result.value();
        if (outcome != null) {
            outcome.accept(new ResultUpdater(action, policy));
        }
    }

    /** Handles the result of an action that was answered. */
    private final class ResultUpdater implements ActionResult.ResultVisitor {
        private final Action action;
        private final Policy policy;

        ResultUpdater(Action action, Policy policy) {
            this.action = action;
            this.policy = policy;
        }

        @Override
        public void open(ActionResult.Open outcome) {
            ResultHandler.this.opened(action, outcome);
        }

        @Override
        public void changed(ActionResult.Changed outcome) {
            counts = counts.plus(SourceStatus.Counts.updatedOne());
            ResultHandler.this.changed(action, outcome.incident());
        }

        @Override
        public void closed(ActionResult.Closed outcome) {
            ResultHandler.this.closed(action, outcome, policy);
        }

        @Override
        public void reopened(ActionResult.Reopened outcome) {
            ledger.reopened().recordByPerson(outcome.pk());
            log.info(
                    "incident {} of '{}' was reopened by a person: it stays open until its alert returns or"
                            + " a person closes it",
                    outcome.pk(),
                    action.id());
        }

        @Override
        public void acked(ActionResult.Acked outcome) {
            ledger.acks().recordWritten(action.pk(), outcome.ack(), clock.instant());
            registry.recordAcked(action.pk(), true);
            mirror.markForCompare(action.pk());
            log.info("{}", action.describe());
        }

        @Override
        public void unacked(ActionResult.Unacked outcome) {
            ledger.acks().recordWithdrawn(action.pk(), outcome.acks());
            mirror.markForCompare(action.pk());
            log.info("{}", action.describe());
        }

        @Override
        public void acks(ActionResult.Acks outcome) {
            ledger.acks().recordLookup(action.pk(), outcome.acks(), reconciler.ourUserPk());
            mirror.markForCompare(action.pk());
        }
    }

    private void changed(Action action, Incident incident) {
        Instant end = incident.endTime();
        if (end != null && !end.equals(Instant.MAX)) {
            // Argus also changes closed incidents, so somebody has closed it in the meantime.
            MirrorEntry gone = mirror.remove(incident.pk());
            if (gone != null) {
                registry.recordClosed(gone, end);
            }
            registry.markChanged(incident.pk());
            return;
        }
        mirror.put(incident, clock.instant());
        registry.markChanged(action.pk());
        log.info("{}", action.describe());
        MirrorEntry entry = mirror.get(incident.pk());
        DesiredIncident desired = action.desired();
        if (entry != null
                && desired != null
                && !reconciler.changeFor(entry, desired).isEmpty()) {
            // Argus stores it differently from what was sent: sending it again would only fill the incident's log.
            action.recordRejected(ledger, clock.instant());
            rejections.warn("kept otherwise" + incident.pk(), action.describe() + ": Argus stores something else");
        }
    }

    /**
     * Records that the alert is back. The source lost what people did when its alert ended, unless only the incident
     * was closed.
     */
    private void recordReturn(AlertId id, long pk) {
        ClosedIncident last = ledger.ended(id);
        if (last != null && last.by() == ClosedIncident.By.SOURCE) {
            ledger.reopened().recordReturn(pk);
        }
    }

    private void opened(Action action, ActionResult.Open open) {
        Incident incident = open.incident();
        AlertId id = action.id();
        mirror.put(incident, null);
        MirrorEntry entry = mirror.get(incident.pk());
        if (entry != null && entry.id() == null && id != null) {
            // The incident was created by an earlier glue service with the id that we would have used.
            mirror.adopt(Map.of(incident.pk(), id));
        }
        if (id != null) {
            if (open.how() == ActionResult.Open.How.RESTARTED) {
                recordReturn(id, incident.pk());
            }
            ledger.recordOpen(id);
        }
        registry.markChanged(incident.pk());
        if (id != null && mirror.find(id) == null) {
            // Another attempt would find the same incident again, without end.
            action.recordRejected(ledger, clock.instant());
            rejections.warn(
                    "other" + incident.pk(),
                    action.describe() + ": incident " + incident.pk() + " has this id but belongs to another alert");
            return;
        }
        switch (open.how()) {
            case CREATED -> {
                registry.unknownChanges.recordOpened(incident.pk());
                ledger.acks().recordCreated(incident.pk());
                registry.created.add(incident.pk());
                counts = counts.plus(SourceStatus.Counts.openedOne());
                log.info("incident {}: {}", incident.pk(), action.describe());
            }
            case RESTARTED -> {
                registry.compareAck(incident);
                registry.unknownChanges.recordOpened(incident.pk());
                ledger.peers().recordRestarted(incident.pk(), clock.instant());
                counts = counts.plus(SourceStatus.Counts.restartedOne());
                log.info("{}", action.describe());
            }
            case FOUND -> {
                registry.compareAck(incident);
                log.info("incident {} of '{}' is already open", incident.pk(), id);
            }
        }
    }

    private void closed(Action action, ActionResult.Closed closed, Policy policy) {
        AlertId id = action.id();
        ClosedIncident record =
                id != null && closed.isFound() ? ledger.sinceCleared(id, closed.record()) : closed.record();
        mirror.remove(record.pk());
        registry.markChanged(record.pk());
        ledger.acks().forgetIncident(record.pk());
        if (id != null && mirror.find(id) == null) {
            ledger.recordEnd(id, record);
        }
        if (!closed.isFound()) {
            counts = counts.plus(SourceStatus.Counts.endedOne());
            log.info("{}", action.describe());
        } else {
            failing = true;
            if (record.by() == ClosedIncident.By.PERSON && policy.respectPersonClose()) {
                log.info(
                        "incident {} of '{}' was closed by a person: the alert stays quiet until it clears",
                        record.pk(),
                        id);
            }
        }
    }

    private void failed(Action action, ArgusException failure) {
        failing = true;
        counts = counts.plus(SourceStatus.Counts.failedOne());
        switch (failure.kind()) {
            case REJECTED, DUPLICATE_ID -> reject(action, failure.getMessage());
            case FORBIDDEN, BAD_ANSWER -> {
                if (denied.denied(action, clock.instant())) {
                    reject(action, "denied repeatedly while other writes succeeded: " + failure.getMessage());
                }
                log.debug("denied: {}: {}", action.describe(), failure.getMessage());
            }
            case OTHER_INCIDENT -> {
                log.warn(
                        "{}: {}: Argus was restored from a backup or reuses numbers; all incidents are"
                                + " listed before the" + " next write: check the log of that incident",
                        action.describe(),
                        failure.getMessage());
                registry.recordOtherIncident(action.pk());
            }
            case FOREIGN_TAG, NOT_FOUND -> ledger.doubt(action.pk());
            case OUTCOME_UNKNOWN -> {
                action.recordUnknownOutcome(ledger, clock.instant());
                mirror.markForCompare(action.pk());
                rejectIfPoison(action, failure);
                log.debug("outcome unknown: {}: {}", action.describe(), failure.getMessage());
            }
            case SERVER_DOWN -> {
                argusUnavailable = true;
                log.debug("failed: {}: {}", action.describe(), failure.getMessage());
            }
            default -> log.debug("failed: {}: {}", action.describe(), failure.getMessage());
        }
    }

    private void reject(Action action, String why) {
        action.recordRejected(ledger, clock.instant());
        rejections.warn(action.describe(), action.describe() + ": not retried for ten minutes: " + why);
    }

    private void rejectIfPoison(Action action, ArgusException failure) {
        if (poison.failed(action, clock.instant())) {
            reject(action, "failed repeatedly while other writes succeeded: " + failure.getMessage());
        }
    }
}
