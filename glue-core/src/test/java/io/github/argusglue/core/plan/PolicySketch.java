package io.github.argusglue.core.plan;

import io.github.argusglue.core.registry.CloseBudget;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Builds policies for tests, based on the default. */
public final class PolicySketch {
    /** The default policy. */
    public static final PolicySketch GUARDED = new PolicySketch(Policy.DEFAULT);

    /** Absent alerts end at once, however many: for tests about something else. */
    public static final PolicySketch DEFAULT = GUARDED.massClose(0, 100);

    private final Policy policy;

    /** A builder with the values of another policy. */
    public static PolicySketch of(Policy policy) {
        return new PolicySketch(policy);
    }

    private PolicySketch(Policy policy) {
        this.policy = policy;
    }

    public PolicySketch respectPersonClose(boolean value) {
        return with(value, policy.reopenWithin(), policy.closeUnknown(), policy.updateInterval());
    }

    PolicySketch reopenWithin(Duration value) {
        return with(policy.respectPersonClose(), value, policy.closeUnknown(), policy.updateInterval());
    }

    public PolicySketch closeUnknown(boolean value) {
        return with(policy.respectPersonClose(), policy.reopenWithin(), value, policy.updateInterval());
    }

    public PolicySketch updateInterval(Duration value) {
        return with(policy.respectPersonClose(), policy.reopenWithin(), policy.closeUnknown(), value);
    }

    PolicySketch personCloseHolds(Duration value) {
        return with(value, policy.confirmAfter());
    }

    public PolicySketch confirmAfter(Duration value) {
        return with(policy.personCloseHolds(), value);
    }

    PolicySketch canRestart(boolean value) {
        return new PolicySketch(policy.withRestart(value));
    }

    public PolicySketch massClose(int atLeast, int percent) {
        return closeBudget(
                new CloseBudget(atLeast, percent, policy.closeBudget().within()));
    }

    PolicySketch closeBudget(CloseBudget value) {
        return with(value, policy.minAge(), policy.floodLimits());
    }

    public PolicySketch minAge(Duration value) {
        return with(policy.closeBudget(), value, policy.floodLimits());
    }

    public PolicySketch openAfter(Duration value) {
        return storm(storm -> new FloodLimits(value, storm.closeAfter(), storm.maxOpen()));
    }

    public PolicySketch closeAfter(Duration value) {
        return storm(storm -> new FloodLimits(storm.openAfter(), value, storm.maxOpen()));
    }

    public PolicySketch maxOpen(int value) {
        return storm(storm -> new FloodLimits(storm.openAfter(), storm.closeAfter(), value));
    }

    public Policy build() {
        return policy;
    }

    private PolicySketch storm(UnaryOperator<FloodLimits> change) {
        return with(policy.closeBudget(), policy.minAge(), change.apply(policy.floodLimits()));
    }

    private PolicySketch with(boolean respect, Duration reopenWithin, boolean closeUnknown, Duration updateInterval) {
        return new PolicySketch(new Policy(
                respect,
                policy.personCloseHolds(),
                reopenWithin,
                closeUnknown,
                updateInterval,
                policy.closeBudget(),
                policy.maxSnapshotAge(),
                policy.confirmAfter(),
                policy.minAge(),
                policy.canRestart(),
                policy.floodLimits()));
    }

    private PolicySketch with(CloseBudget closeBudget, Duration minAge, FloodLimits storm) {
        return new PolicySketch(new Policy(
                policy.respectPersonClose(),
                policy.personCloseHolds(),
                policy.reopenWithin(),
                policy.closeUnknown(),
                policy.updateInterval(),
                closeBudget,
                policy.maxSnapshotAge(),
                policy.confirmAfter(),
                minAge,
                policy.canRestart(),
                storm));
    }

    private PolicySketch with(Duration personCloseHolds, Duration confirmAfter) {
        return new PolicySketch(new Policy(
                policy.respectPersonClose(),
                personCloseHolds,
                policy.reopenWithin(),
                policy.closeUnknown(),
                policy.updateInterval(),
                policy.closeBudget(),
                policy.maxSnapshotAge(),
                confirmAfter,
                policy.minAge(),
                policy.canRestart(),
                policy.floodLimits()));
    }
}
