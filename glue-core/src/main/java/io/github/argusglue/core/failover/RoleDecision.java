package io.github.argusglue.core.failover;

import io.github.argusglue.core.failover.ProbeResult.Kind;

/**
 * A role, and the consecutive results that count towards the other role. An immutable value: the same results always
 * lead to the same decision. A result that says nothing counts neither way and does not interrupt the series.
 *
 * @param role the role according to the results
 * @param row consecutive results that speak for the other role
 */
record RoleDecision(Role role, int row) {

    /** The decision of a new process: standby, so that whoever keeps the sources in step is not disturbed. */
    static final RoleDecision INITIAL = new RoleDecision(Role.STANDBY, 0);

    /**
     * The decision of a process that was active when it ended: one failure of the primary is enough to take over again,
     * and one success is enough to consider it back.
     */
    static RoleDecision resumed(Thresholds thresholds) {
        return new RoleDecision(Role.STANDBY, thresholds.failures() - 1);
    }

    /** Returns the decision after another result. */
    RoleDecision after(Kind answer, Thresholds thresholds) {
        Kind meant = answer == Kind.UNKNOWN && thresholds.unknownIsDown() ? Kind.DOWN : answer;
        if (meant == Kind.UNKNOWN) {
            return this;
        }
        if (meant == confirming(role)) {
            return new RoleDecision(role, 0);
        }
        int longer = row + 1;
        return longer >= needed(thresholds) ? new RoleDecision(other(), 0) : new RoleDecision(role, longer);
    }

    /** Returns the decision under other thresholds; only results change a role. */
    RoleDecision resetCount() {
        return new RoleDecision(role, 0);
    }

    /** Returns how many consecutive results change the role. */
    int needed(Thresholds thresholds) {
        return role == Role.STANDBY ? thresholds.failures() : thresholds.recoveries();
    }

    private static Kind confirming(Role role) {
        return role == Role.STANDBY ? Kind.UP : Kind.DOWN;
    }

    private Role other() {
        return role == Role.STANDBY ? Role.ACTIVE : Role.STANDBY;
    }
}
