package io.github.argusglue.core.failover;

import io.github.argusglue.core.failover.ProbeResult.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what becomes of one group: each thing once, when it changes. */
final class RoleLog {
    private static final Logger log = LoggerFactory.getLogger("failover");

    private final String group;

    RoleLog(String group) {
        this.group = group;
    }

    void started(FailoverStatus status) {
        log.info("failover '{}': {} until more is known of the primary ({})", group, status.role(), status.target());
        if (status.byHand() != null) {
            log.warn(
                    "failover '{}': {} BY HAND since {}, whatever the primary does; 'argus-glue failover {} auto' ends that",
                    group,
                    status.byHand(),
                    status.byHandSince(),
                    group);
        }
    }

    void set(@Nullable Role role) {
        if (role == null) {
            log.info("failover '{}': asked by command: the primary's answers decide again", group);
        } else {
            log.warn("failover '{}': asked by command: {} BY HAND, whatever the primary does", group, role);
        }
    }

    void changed(FailoverStatus status) {
        if (status.role() == Role.ACTIVE) {
            log.warn("failover '{}': ACTIVE, its sources are taken over: {}", group, status.reason());
        } else {
            log.info("failover '{}': STANDBY, its sources are left to the primary: {}", group, status.reason());
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
                        "failover '{}': the primary {} ({}); that counts neither way unless 'unknown_is_down'",
                        group,
                        now.text(),
                        status.target());
            }
        } else if (before.uptime() > now.uptime() && now.uptime() >= 0) {
            log.info(
                    "failover '{}': the primary was restarted: it has been up for {} s, before that it was {} s",
                    group,
                    now.uptime(),
                    before.uptime());
        }
    }
}
