package io.github.argusglue.core.failover;

import io.github.argusglue.core.failover.ProbeResult.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the changes of one group, each once. */
final class RoleLog {
    private static final Logger log = LoggerFactory.getLogger("failover");

    private final String group;

    RoleLog(String group) {
        this.group = group;
    }

    void started(FailoverStatus status) {
        log.info("failover '{}': starting as {}, checking the primary ({})", group, status.role(), status.target());
        if (status.byHand() != null) {
            log.warn(
                    "failover '{}': {} BY HAND since {}, the primary is ignored; 'argus-glue failover {}"
                            + " auto' ends this",
                    group,
                    status.byHand(),
                    status.byHandSince(),
                    group);
        }
    }

    void set(@Nullable Role role) {
        if (role == null) {
            log.info("failover '{}': set to auto by command: the state of the primary decides again", group);
        } else {
            log.warn("failover '{}': set by command: {} BY HAND, the primary is ignored", group, role);
        }
    }

    void changed(FailoverStatus status) {
        if (status.role() == Role.ACTIVE) {
            log.warn("failover '{}': ACTIVE, taking over its sources: {}", group, status.reason());
        } else {
            log.info("failover '{}': STANDBY, leaving its sources to the primary: {}", group, status.reason());
        }
    }

    void answered(@Nullable ProbeResult before, ProbeResult now, FailoverStatus status) {
        if (before == null || before.kind() != now.kind()) {
            if (now.kind() == Kind.UP) {
                log.info("failover '{}': the primary {} ({})", group, now.text(), status.target());
            } else if (now.kind() == Kind.DOWN) {
                log.warn("failover '{}': the primary {} ({})", group, now.text(), status.target());
            } else {
                log.warn(
                        "failover '{}': the primary {} ({}); this does not count as a failure unless"
                                + " 'unknown_is_down' is set",
                        group,
                        now.text(),
                        status.target());
            }
        } else if (before.uptime() > now.uptime() && now.uptime() >= 0) {
            log.info(
                    "failover '{}': the primary was restarted: its uptime is {} s, before it was {} s",
                    group,
                    now.uptime(),
                    before.uptime());
        }
    }
}
