package io.github.argusglue.core.plan;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentChange;
import io.github.argusglue.core.registry.ClosedIncident;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.ArgusLimits;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A source, its open incidents in Argus, and the plans of the reconciler as readable text. */
public final class Scene {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    public final Mirror mirror = new Mirror();
    public final Ledger ledger = new Ledger();
    public Policy policy = PolicySketch.DEFAULT.build();
    public Instant now = NOW;

    /** Whether a later start means another occurrence. */
    boolean startsAreStable;

    /** How far the steady clock is ahead of the wall clock. */
    private Duration steadyAhead = Duration.ZERO;

    private AlertShaper shaper = new AlertShaper(List.of());
    private final Reconciler reconciler = new Reconciler("oslo", IncidentSketch.US);
    private @Nullable Desired desired;
    private @Nullable Plan plan;

    /** Applies the operator's rules from now on. */
    Scene shaping(ShapingConfig shaping) {
        shaper = new AlertShaper(shaping);
        return this;
    }

    List<String> takeNews() {
        return shaper.takeFlapMessages();
    }

    /** An alert with a key, an hour old. */
    public static Alert.Builder keyed(String key) {
        return keyed(key, NOW.minus(Duration.ofHours(1)));
    }

    public static Alert.Builder keyed(String key, Instant start) {
        return Alert.builder(AlertId.startedAt(key, start), start).severity(Severity.MODERATE);
    }

    /** An alert with a unique id, an hour old. */
    public static Alert.Builder unique(String id) {
        return Alert.builder(AlertId.unique(id), NOW.minus(Duration.ofHours(1))).severity(Severity.MODERATE);
    }

    /** The incident that we would have created for this alert. */
    public static Incident madeOf(long pk, Alert alert) {
        DesiredIncident d = new ArgusLimits(List.of(), warning -> {}).fit(alert, NOW);
        return IncidentSketch.made(pk, d.id().value(), d).build();
    }

    Scene open(Incident... incidents) {
        for (Incident incident : incidents) {
            mirror.put(incident, null);
        }
        return this;
    }

    public Scene opened(long pk, Alert alert) {
        return open(madeOf(pk, alert));
    }

    /** Records an incident of ours for the alert that was closed some time ago. */
    Scene ended(long pk, Alert alert, Duration ago, ClosedIncident.By by) {
        ledger.recordEnd(alert.id(), new ClosedIncident(pk, alert.id().value(), now.minus(ago), by));
        return this;
    }

    public Scene after(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Sets the wall clock. */
    public Scene clockSet(Duration by) {
        now = now.plus(by);
        steadyAhead = steadyAhead.minus(by);
        return this;
    }

    Instant steadyNow() {
        return now.plus(steadyAhead);
    }

    /** The planned actions, one short line each, in order of rank. */
    public List<String> complete(Alert... alerts) {
        return snapshot(Snapshot.complete(Arrays.asList(alerts)));
    }

    List<String> partial(Alert... alerts) {
        return snapshot(Snapshot.partial(Arrays.asList(alerts), "one of two members is down"));
    }

    List<String> snapshot(Snapshot snapshot) {
        Desired shaped =
                shaper.shape(snapshot, now).withStableStarts(startsAreStable).withSteadyTime(steadyNow());
        desired = shaped;
        ledger.forgetObsolete(shaped, now, policy.reopenWithin(), policy.confirmAfter());
        return again();
    }

    /** Plans again with the same snapshot. */
    public List<String> again() {
        Plan made = plan();
        mirror.recordOpenAlerts(made.shown());
        ledger.recordPlan(made.massClose(), made.pending(), made.hidden() > 0);
        List<String> lines = new ArrayList<>();
        for (Action action : made.actions()) {
            lines.add(line(action));
        }
        lines.sort(null);
        return lines;
    }

    private Plan plan() {
        Desired current = desired;
        if (current == null) {
            throw new IllegalStateException("no snapshot yet");
        }
        Plan made = reconciler.plan(current, mirror, ledger, policy, now);
        plan = made;
        return made;
    }

    public Plan lastPlan() {
        Plan made = plan;
        if (made == null) {
            throw new IllegalStateException("no plan yet");
        }
        return made;
    }

    public List<String> holds() {
        return lastPlan().holds();
    }

    <T extends Action> T only(Class<T> kind) {
        List<Action> actions = lastPlan().actions();
        if (actions.size() != 1) {
            throw new AssertionError("not one action: " + actions);
        }
        return kind.cast(actions.get(0));
    }

    /** Executes every closing of the last plan. */
    void carryOutClosings(int atMost) {
        int done = 0;
        for (Action action : lastPlan().actions()) {
            if (action instanceof Action.End end && done < atMost) {
                mirror.remove(end.pk());
                done++;
            }
        }
    }

    static String line(Action action) {
        if (action instanceof Action.Create create) {
            return "create " + create.sourceIncidentId();
        } else if (action instanceof Action.Change change) {
            return "change " + change.pk() + " " + String.join(" ", fields(change.change()));
        } else if (action instanceof Action.End end) {
            return "end " + end.pk();
        } else if (action instanceof Action.Restart restart) {
            return "restart " + restart.pk();
        } else if (action instanceof Action.Ack ack) {
            return (ack.ackPk() == 0 ? "ack " + ack.pk() : "prolong " + ack.ackPk() + " of " + ack.pk()) + " "
                    + ack.ack().description();
        } else if (action instanceof Action.Unack unack) {
            return "unack " + unack.pk() + " " + unack.acks();
        } else if (action instanceof Action.LookUpAcks) {
            return "look at acks of " + action.pk();
        } else if (action instanceof Action.Investigate) {
            return "look up " + action.pk();
        }
        throw new AssertionError("an action that no test can read yet: " + action);
    }

    private static Set<String> fields(IncidentChange change) {
        Set<String> fields = new LinkedHashSet<>();
        note(fields, "level", change.level());
        note(fields, "description", change.description());
        note(fields, "tags", change.tags());
        note(fields, "details", change.detailsUrl());
        note(fields, "ticket", change.ticketUrl());
        note(fields, "metadata", change.metadata());
        return fields;
    }

    private static void note(Set<String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.add(name);
        }
    }
}
