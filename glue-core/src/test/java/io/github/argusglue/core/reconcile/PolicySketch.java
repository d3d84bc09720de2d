package io.github.argusglue.core.reconcile;

import java.time.Duration;

/** The default policy with a difference or two. */
public final class PolicySketch {
    /** Nothing differs. */
    public static final PolicySketch DEFAULT = new PolicySketch(Policy.DEFAULT);

    private final Policy policy;

    private PolicySketch(Policy policy) {
        this.policy = policy;
    }

    public PolicySketch respectPersonClose(boolean value) {
        return of(value, policy.reopenWithin(), policy.closeUnknown(), policy.updateInterval(), policy.canRestart());
    }

    public PolicySketch reopenWithin(Duration value) {
        return of(
                policy.respectPersonClose(),
                value,
                policy.closeUnknown(),
                policy.updateInterval(),
                policy.canRestart());
    }

    public PolicySketch closeUnknown(boolean value) {
        return of(
                policy.respectPersonClose(),
                policy.reopenWithin(),
                value,
                policy.updateInterval(),
                policy.canRestart());
    }

    public PolicySketch updateInterval(Duration value) {
        return of(
                policy.respectPersonClose(), policy.reopenWithin(), policy.closeUnknown(), value, policy.canRestart());
    }

    public PolicySketch canRestart(boolean value) {
        return of(
                policy.respectPersonClose(),
                policy.reopenWithin(),
                policy.closeUnknown(),
                policy.updateInterval(),
                value);
    }

    public PolicySketch massClose(int atLeast, int percent) {
        return new PolicySketch(new Policy(
                policy.respectPersonClose(),
                policy.reopenWithin(),
                policy.closeUnknown(),
                policy.updateInterval(),
                atLeast,
                percent,
                policy.maxSnapshotAge(),
                policy.minAge(),
                policy.canRestart()));
    }

    public PolicySketch minAge(Duration value) {
        return new PolicySketch(new Policy(
                policy.respectPersonClose(),
                policy.reopenWithin(),
                policy.closeUnknown(),
                policy.updateInterval(),
                policy.massCloseAtLeast(),
                policy.massClosePercent(),
                policy.maxSnapshotAge(),
                value,
                policy.canRestart()));
    }

    public Policy build() {
        return policy;
    }

    private PolicySketch of(
            boolean respect, Duration reopenWithin, boolean closeUnknown, Duration updateInterval, boolean canRestart) {
        return new PolicySketch(new Policy(
                respect,
                reopenWithin,
                closeUnknown,
                updateInterval,
                policy.massCloseAtLeast(),
                policy.massClosePercent(),
                policy.maxSnapshotAge(),
                policy.minAge(),
                canRestart));
    }
}
