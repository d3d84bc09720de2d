package io.github.argusglue.core.apply;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentAck;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.argus.IncidentLog;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.shape.DesiredAck;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Executes one action. Stateless; runs on the threads of the executor. */
public final class ActionExecutor {
    private static final Duration EXPIRE_IN = Duration.ofSeconds(2);
    private static final Duration EXPIRE_LATER_IN = Duration.ofMinutes(1);

    private final Argus argus;
    private final InstantSource clock;
    private final RequestsByKind calls = new RequestsByKind();

    public ActionExecutor(Argus argus, InstantSource clock) {
        this.argus = argus;
        this.clock = clock;
    }

    public ActionResult execute(Action action) throws ArgusException, InterruptedException {
        return action.accept(calls).run();
    }

    /** The requests for an action of each kind. */
    private final class RequestsByKind implements Action.ActionVisitor<Task.TaskBody<ActionResult>> {
        @Override
        public Task.TaskBody<ActionResult> create(Action.Create action) {
            return () -> ActionExecutor.this.create(action);
        }

        @Override
        public Task.TaskBody<ActionResult> restart(Action.Restart action) {
            return () -> {
                argus.postEvent(action.pk(), EventType.RES, argus.clampToServerTime(action.at()), action.reason());
                return readAfterRestart(action);
            };
        }

        @Override
        public Task.TaskBody<ActionResult> investigate(Action.Investigate action) {
            return () -> read(action.pk(), action.record().sourceIncidentId(), ActionResult.Open.How.FOUND);
        }

        @Override
        public Task.TaskBody<ActionResult> end(Action.End action) {
            return () -> {
                Instant since = action.unlessReopenedAfter();
                if (since != null && IncidentLog.isReopenedByPerson(argus.events(action.pk()), since)) {
                    return new ActionResult.Reopened(action.pk());
                }
                Instant at = argus.clampToServerTime(action.at());
                argus.postEvent(action.pk(), EventType.END, at, action.reason());
                return new ActionResult.Closed(
                        new ClosedIncident(action.pk(), action.sourceIncidentId(), at, ClosedIncident.By.SOURCE),
                        false);
            };
        }

        @Override
        public Task.TaskBody<ActionResult> change(Action.Change action) {
            return () -> {
                Incident changed = argus.change(action.pk(), withoutRemovedTags(action));
                checkSameIncident(changed, action.sourceIncidentId());
                return new ActionResult.Changed(changed);
            };
        }

        @Override
        public Task.TaskBody<ActionResult> lookUpAcks(Action.LookUpAcks action) {
            return () -> new ActionResult.Acks(argus.acks(action.pk()));
        }

        @Override
        public Task.TaskBody<ActionResult> ack(Action.Ack action) {
            return () -> new ActionResult.Acked(acknowledge(action));
        }

        @Override
        public Task.TaskBody<ActionResult> unack(Action.Unack action) {
            return () -> unacknowledge(action);
        }
    }

    /**
     * Removes tags that have disappeared. Argus accepts only the complete set of tags, so tags of other users are sent
     * too. No event reports that one of them was removed, so the current tags are read first; otherwise it would be
     * added again in our name. A tag that is added after that makes Argus reject the request.
     */
    private IncidentChange withoutRemovedTags(Action.Change action) throws ArgusException, InterruptedException {
        IncidentChange change = action.change();
        List<Tag> tags = change.tags();
        List<Tag> ours = action.desired().tags();
        if (tags == null || ours.containsAll(tags)) {
            return change;
        }
        Set<Tag> there = new HashSet<>(ours);
        argus.findByPk(List.of(action.pk())).forEach(incident -> incident.tags().forEach(tag -> there.add(tag.tag())));
        return change.withTags(tags.stream().filter(there::contains).toList());
    }

    private IncidentAck acknowledge(Action.Ack action) throws ArgusException, InterruptedException {
        DesiredAck ack = action.ack();
        return action.ackPk() == 0
                ? argus.acknowledge(action.pk(), ack.at(), ack.description(), ack.until())
                : argus.changeAck(action.pk(), action.ackPk(), ack.until());
    }

    /** Ends acknowledgements. They cannot be deleted, only expire, a little in the future by the server's clock. */
    private ActionResult unacknowledge(Action.Unack action) throws ArgusException, InterruptedException {
        for (long ackPk : action.acks()) {
            try {
                argus.changeAck(action.pk(), ackPk, clock.instant().plus(EXPIRE_IN));
            } catch (ArgusException e) {
                if (e.kind() != ArgusException.Kind.REJECTED) {
                    throw e;
                }
                expireLater(action.pk(), ackPk);
            }
        }
        return new ActionResult.Unacked(action.acks());
    }

    /** The acknowledgement has expired already, or the server's clock is ahead of ours. */
    private void expireLater(long pk, long ackPk) throws ArgusException, InterruptedException {
        Instant end = clock.instant().plus(EXPIRE_LATER_IN);
        for (IncidentAck ack : argus.acks(pk)) {
            if (ack.pk() == ackPk && ack.isInForce(end)) {
                argus.changeAck(pk, ackPk, end);
            }
        }
    }

    /**
     * Looks for the lost create first, because a second create under another id would open two incidents for one alert.
     */
    private ActionResult create(Action.Create action) throws ArgusException, InterruptedException {
        Optional<Incident> made =
                action.lost() == null ? Optional.empty() : argus.findBySourceIncidentId(action.lost());
        return made.isPresent() && Instant.MAX.equals(made.get().endTime())
                ? new ActionResult.Open(made.get(), ActionResult.Open.How.FOUND)
                : create(action.sourceIncidentId(), action.desired());
    }

    /**
     * Creates an incident. A duplicate is either a create whose answer was lost, or an occurrence that has ended; the
     * incident shows which.
     */
    private ActionResult create(String sourceIncidentId, DesiredIncident desired)
            throws ArgusException, InterruptedException {
        try {
            return new ActionResult.Open(argus.create(sourceIncidentId, desired), ActionResult.Open.How.CREATED);
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.DUPLICATE_ID) {
                throw e;
            }
            Optional<Incident> existing = argus.findBySourceIncidentId(sourceIncidentId);
            if (existing.isEmpty()) {
                throw e;
            }
            if (IncidentIds.belongsToOther(desired.id(), desired.startTime(), existing.get())) {
                return create(desired.id().key(), desired);
            }
            return resultOf(existing.get(), ActionResult.Open.How.FOUND);
        }
    }

    /** Reads the incident after a restart. If that fails, the outcome of the restart is unknown. */
    private ActionResult readAfterRestart(Action.Restart action) throws ArgusException, InterruptedException {
        try {
            return read(action.pk(), action.sourceIncidentId(), ActionResult.Open.How.RESTARTED);
        } catch (ArgusException e) {
            if (e.kind() == ArgusException.Kind.OTHER_INCIDENT) {
                throw e;
            }
            throw new ArgusException(ArgusException.Kind.OUTCOME_UNKNOWN, e.getMessage(), e, null);
        }
    }

    /** Fails if the number belongs to another incident: Argus reuses numbers after a restore from a backup. */
    private static void checkSameIncident(Incident incident, String sourceIncidentId) throws ArgusException {
        if (!incident.sourceIncidentId().equals(sourceIncidentId)) {
            throw new ArgusException(
                    ArgusException.Kind.OTHER_INCIDENT,
                    "incident " + incident.pk() + " is '" + incident.sourceIncidentId() + "' in Argus now, not '"
                            + sourceIncidentId + "'");
        }
    }

    private ActionResult read(long pk, String sourceIncidentId, ActionResult.Open.How how)
            throws ArgusException, InterruptedException {
        List<Incident> found = argus.findByPk(List.of(pk));
        if (found.isEmpty()) {
            throw new ArgusException(
                    ArgusException.Kind.NOT_FOUND,
                    "incident " + pk + " does not exist in Argus, or belongs" + " to another source");
        }
        checkSameIncident(found.get(0), sourceIncidentId);
        return resultOf(found.get(0), how);
    }

    private ActionResult resultOf(Incident incident, ActionResult.Open.How how)
            throws ArgusException, InterruptedException {
        if (Instant.MAX.equals(incident.endTime())) {
            return new ActionResult.Open(incident, how);
        }
        return new ActionResult.Closed(closedIncident(incident), true);
    }

    private ClosedIncident closedIncident(Incident incident) throws ArgusException, InterruptedException {
        Instant end = incident.endTime();
        return new ClosedIncident(
                incident.pk(),
                incident.sourceIncidentId(),
                end == null || end.equals(Instant.MAX) ? clock.instant() : end,
                IncidentLog.isClosedByPerson(argus.events(incident.pk()))
                        ? ClosedIncident.By.PERSON
                        : ClosedIncident.By.SOURCE);
    }
}
