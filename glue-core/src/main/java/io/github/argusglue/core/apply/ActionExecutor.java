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

/** Carries out one action. Runs on the executor's threads, holds no state. */
public final class ActionExecutor {
    private static final Duration TAKEN_BACK_IN = Duration.ofSeconds(2);
    private static final Duration TAKEN_BACK_SURELY_IN = Duration.ofMinutes(1);

    private final Argus argus;
    private final InstantSource clock;
    private final Calls calls = new Calls();

    public ActionExecutor(Argus argus, InstantSource clock) {
        this.argus = argus;
        this.clock = clock;
    }

    public ActionResult perform(Action action) throws ArgusException, InterruptedException {
        return action.accept(calls).run();
    }

    /** What is asked of Argus for an action of each kind. */
    private final class Calls implements Action.Handler<Task.Call<ActionResult>> {
        @Override
        public Task.Call<ActionResult> create(Action.Create action) {
            return () -> ActionExecutor.this.create(action);
        }

        @Override
        public Task.Call<ActionResult> restart(Action.Restart action) {
            return () -> {
                argus.post(action.pk(), EventType.RES, argus.notAhead(action.at()), action.reason());
                return lookAfterRestart(action);
            };
        }

        @Override
        public Task.Call<ActionResult> investigate(Action.Investigate action) {
            return () -> look(action.pk(), action.record().sourceIncidentId(), ActionResult.Open.How.FOUND);
        }

        @Override
        public Task.Call<ActionResult> end(Action.End action) {
            return () -> {
                Instant since = action.unlessReopenedAfter();
                if (since != null && IncidentLog.isReopenedByPerson(argus.events(action.pk()), since)) {
                    return new ActionResult.Reopened(action.pk());
                }
                Instant at = argus.notAhead(action.at());
                argus.post(action.pk(), EventType.END, at, action.reason());
                return new ActionResult.Closed(
                        new ClosedIncident(action.pk(), action.sourceIncidentId(), at, ClosedIncident.By.SOURCE),
                        false);
            };
        }

        @Override
        public Task.Call<ActionResult> change(Action.Change action) {
            return () -> {
                Incident changed = argus.change(action.pk(), withoutTagsThatAreGone(action));
                checkIsMeant(changed, action.sourceIncidentId());
                return new ActionResult.Changed(changed);
            };
        }

        @Override
        public Task.Call<ActionResult> lookAtAcks(Action.LookAtAcks action) {
            return () -> new ActionResult.Acks(argus.acks(action.pk()));
        }

        @Override
        public Task.Call<ActionResult> ack(Action.Ack action) {
            return () -> new ActionResult.Acked(acknowledge(action));
        }

        @Override
        public Task.Call<ActionResult> unack(Action.Unack action) {
            return () -> unacknowledge(action);
        }
    }

    /**
     * Tags of others are sent along, since Argus takes the whole set only. No event tells that somebody took one away,
     * so those that are there now are read: or it would be back, in our name. One that was added since is refused.
     */
    private IncidentChange withoutTagsThatAreGone(Action.Change action) throws ArgusException, InterruptedException {
        IncidentChange change = action.change();
        List<Tag> tags = change.tags();
        List<Tag> ours = action.desired().tags();
        if (tags == null || ours.containsAll(tags)) {
            return change;
        }
        Set<Tag> there = new HashSet<>(ours);
        argus.byPk(List.of(action.pk())).forEach(incident -> incident.tags().forEach(tag -> there.add(tag.tag())));
        return change.withTags(tags.stream().filter(there::contains).toList());
    }

    private IncidentAck acknowledge(Action.Ack action) throws ArgusException, InterruptedException {
        DesiredAck ack = action.ack();
        return action.ackPk() == 0
                ? argus.acknowledge(action.pk(), ack.at(), ack.description(), ack.until())
                : argus.changeAck(action.pk(), action.ackPk(), ack.until());
    }

    /** Argus deletes none; one ends by running out, which has to be a little ahead by the server's clock. */
    private ActionResult unacknowledge(Action.Unack action) throws ArgusException, InterruptedException {
        for (long ackPk : action.acks()) {
            try {
                argus.changeAck(action.pk(), ackPk, clock.instant().plus(TAKEN_BACK_IN));
            } catch (ArgusException e) {
                if (e.kind() != ArgusException.Kind.REJECTED) {
                    throw e;
                }
                endLater(action.pk(), ackPk);
            }
        }
        return new ActionResult.Unacked(action.acks());
    }

    /** It has run out already, or the server's clock is ahead of ours. */
    private void endLater(long pk, long ackPk) throws ArgusException, InterruptedException {
        Instant end = clock.instant().plus(TAKEN_BACK_SURELY_IN);
        for (IncidentAck ack : argus.acks(pk)) {
            if (ack.pk() == ackPk && ack.isInForce(end)) {
                argus.changeAck(pk, ackPk, end);
            }
        }
    }

    /** Made a second time under another id, an alert would have two. */
    private ActionResult create(Action.Create action) throws ArgusException, InterruptedException {
        Optional<Incident> made = action.lost() == null ? Optional.empty() : argus.bySourceIncidentId(action.lost());
        return made.isPresent() && Instant.MAX.equals(made.get().endTime())
                ? new ActionResult.Open(made.get(), ActionResult.Open.How.FOUND)
                : create(action.sourceIncidentId(), action.desired());
    }

    /** A duplicate is an answer that was lost, or an occurrence that has ended: only looking tells. */
    private ActionResult create(String sourceIncidentId, DesiredIncident desired)
            throws ArgusException, InterruptedException {
        try {
            return new ActionResult.Open(argus.create(sourceIncidentId, desired), ActionResult.Open.How.MADE);
        } catch (ArgusException e) {
            if (e.kind() != ArgusException.Kind.DUPLICATE_ID) {
                throw e;
            }
            Optional<Incident> existing = argus.bySourceIncidentId(sourceIncidentId);
            if (existing.isEmpty()) {
                throw e;
            }
            if (IncidentIds.isOfAnother(desired.id(), desired.startTime(), existing.get())) {
                return create(desired.id().key(), desired);
            }
            return outcome(existing.get(), ActionResult.Open.How.FOUND);
        }
    }

    /** The restart is done: when the look fails, what came of it is unknown. */
    private ActionResult lookAfterRestart(Action.Restart action) throws ArgusException, InterruptedException {
        try {
            return look(action.pk(), action.sourceIncidentId(), ActionResult.Open.How.RESTARTED);
        } catch (ArgusException e) {
            if (e.kind() == ArgusException.Kind.OTHER_INCIDENT) {
                throw e;
            }
            throw new ArgusException(ArgusException.Kind.OUTCOME_UNKNOWN, e.getMessage(), e, null);
        }
    }

    /** Numbers are used again after a restore: what has another id is another incident. */
    private static void checkIsMeant(Incident incident, String sourceIncidentId) throws ArgusException {
        if (!incident.sourceIncidentId().equals(sourceIncidentId)) {
            throw new ArgusException(
                    ArgusException.Kind.OTHER_INCIDENT,
                    "incident " + incident.pk() + " is '" + incident.sourceIncidentId() + "' in Argus by now and not '"
                            + sourceIncidentId + "'");
        }
    }

    private ActionResult look(long pk, String sourceIncidentId, ActionResult.Open.How how)
            throws ArgusException, InterruptedException {
        List<Incident> found = argus.byPk(List.of(pk));
        if (found.isEmpty()) {
            throw new ArgusException(
                    ArgusException.Kind.NOT_FOUND, "incident " + pk + " is not in Argus, or not of this source");
        }
        checkIsMeant(found.get(0), sourceIncidentId);
        return outcome(found.get(0), how);
    }

    private ActionResult outcome(Incident incident, ActionResult.Open.How how)
            throws ArgusException, InterruptedException {
        if (Instant.MAX.equals(incident.endTime())) {
            return new ActionResult.Open(incident, how);
        }
        return new ActionResult.Closed(closing(incident), true);
    }

    private ClosedIncident closing(Incident incident) throws ArgusException, InterruptedException {
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
