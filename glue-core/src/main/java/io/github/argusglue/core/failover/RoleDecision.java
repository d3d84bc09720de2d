package io.github.argusglue.core.failover;

import io.github.argusglue.core.failover.ProbeResult.Kind;

/**
 * A role and what has been counted towards the other one. A value: each answer makes another of it, and the same
 * answers always make the same. An answer that says nothing is counted neither way: it neither brings the change nearer
 * nor interrupts the row.
 *
 * @param role by what the primary has answered
 * @param row answers in a row that speak for the other role
 */
record RoleDecision(Role role, int row) {

    /** What a process begins with that knows nothing: whoever keeps the sources in step is not disturbed. */
    static final RoleDecision FRESH = new RoleDecision(Role.STANDBY, 0);

    /**
     * What a process begins with that was active when it ended: the primary need fail only once more for the sources to
     * be taken up again, and need answer only once for it to be believed to be back.
     */
    static RoleDecision resumed(Thresholds thresholds) {
        return new RoleDecision(Role.STANDBY, thresholds.failures() - 1);
    }

    /** Returns what it is after one more answer. */
    RoleDecision after(Kind answer, Thresholds thresholds) {
        Kind meant = answer == Kind.UNKNOWN && thresholds.unknownIsDown() ? Kind.DOWN : answer;
        if (meant == Kind.UNKNOWN) {
            return this;
        }
        if (meant == speaksFor(role)) {
            return new RoleDecision(role, 0);
        }
        int longer = row + 1;
        return longer >= needed(thresholds) ? new RoleDecision(other(), 0) : new RoleDecision(role, longer);
    }

    /** Returns the same under other thresholds; only answers change a role. */
    RoleDecision recounted() {
        return new RoleDecision(role, 0);
    }

    /** Returns how many answers in a row change the role. */
    int needed(Thresholds thresholds) {
        return role == Role.STANDBY ? thresholds.failures() : thresholds.recoveries();
    }

    private static Kind speaksFor(Role role) {
        return role == Role.STANDBY ? Kind.UP : Kind.DOWN;
    }

    private Role other() {
        return role == Role.STANDBY ? Role.ACTIVE : Role.STANDBY;
    }
}
