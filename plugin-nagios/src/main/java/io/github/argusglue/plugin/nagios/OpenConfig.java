package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides from the status of an object whether it is an open alert. */
record OpenConfig(
        @Doc("Whether a problem is reported in a SOFT state already, before it is confirmed by further checks")
        @Default("false")
        @LeavesOut("problems in a SOFT state")
        boolean openSoft,

        @Doc("Problems of services whose host is down: `show` reports them; `hold` does not open them, and leaves open"
                + " incidents as they are; `drop` also ends open incidents")
        @Default("hold")
        @LeavesOut("new problems of services whose host is down")
        Policy hostDown,

        @Doc("Hosts that are unreachable because a parent is down, and their services")
        @Default("hold")
        @LeavesOut("new problems behind a parent that is down")
        Policy unreachable,

        @Doc("Problems during a downtime of the service or its host. With `show` the key `suppressed` decides")
        @Default("hold")
        @LeavesOut("new problems during a downtime")
        Policy downtime,

        @Doc(
                "Problems of services and hosts whose notifications are disabled. With `show` the key `suppressed` decides")
        @Default("hold")
        @LeavesOut("new problems without notifications")
        Policy notificationsOff,

        @Doc("Problems of services and hosts that are flapping. With `show` and `hold` an open incident stays open"
                + " until the flapping has stopped")
        @Default("show")
        Policy flapping) {

    /** What to do with a problem for which the daemon itself would send no notification; the later the stronger. */
    enum Policy {
        SHOW,
        HOLD,
        DROP
    }

    /**
     * What to do with an object.
     *
     * @param word why, as a word for {@link io.github.argusglue.spi.LeftOut}; empty if the object has no problem
     * @param reason why, for people
     * @param suppression why the daemon sends no notifications for one that is shown; null if it does
     */
    record Decision(
            Policy policy,
            String word,
            String reason,
            @Nullable Suppression suppression) {}

    /** Decides about an object, whose alert may have been open, and whose status may be older than an earlier one. */
    Decision decide(ObjectStatus status, boolean wasOpen, boolean rolledBack) {
        if (rolledBack || !status.isChecked()) {
            String why = rolledBack ? "was restarted with an older state" : "lost its state; it is not checked yet";
            return new Decision(
                    wasOpen ? Policy.HOLD : Policy.DROP, "older_state", "the monitoring system " + why, null);
        }
        if (!status.state().isProblem()) {
            return wasOpen && status.isFlapping() && flapping != Policy.DROP
                    ? new Decision(Policy.HOLD, "", "flapping, " + status.state() + " at the moment", null)
                    : new Decision(Policy.DROP, "", status.state() + ": " + status.output(), null);
        }
        if (!status.isHard() && !wasOpen && !openSoft) {
            return new Decision(Policy.DROP, "soft_state", "SOFT state", null);
        }
        Decision strongest = new Decision(Policy.SHOW, "", "", null);
        Suppression suppression = null;
        for (Decision reason : reasons(status)) {
            strongest = reason.policy().compareTo(strongest.policy()) > 0 ? reason : strongest;
            suppression = suppression == null ? reason.suppression() : suppression;
        }
        return strongest.policy() == Policy.SHOW ? new Decision(Policy.SHOW, "", "", suppression) : strongest;
    }

    /** Returns why the daemon sends no notification; of those that are equally strong, people are told the first. */
    private List<Decision> reasons(ObjectStatus status) {
        ObjectStatus host = status.host().orElse(status);
        List<Decision> reasons = new ArrayList<>();
        if (!status.key().isHost() && host.state() == State.DOWN && host.isHard()) {
            reasons.add(new Decision(hostDown, "host_down", "host " + host.key() + " is down", null));
        }
        if (host.state() == State.UNREACHABLE || !host.isReachable() || !status.isReachable()) {
            reasons.add(new Decision(unreachable, "unreachable", "host " + host.key() + " is unreachable", null));
        }
        if (status.isInDowntime() || host.isInDowntime()) {
            Optional<Downtime> details = status.downtime().or(host::downtime);
            String text = "downtime" + details.map(found -> ": " + found.text()).orElse("");
            Suppression plain = Suppression.of(text);
            Suppression full = details.map(found -> plain.by(found.author()).until(found.until()))
                    .orElse(plain);
            reasons.add(new Decision(downtime, "downtime", text, full));
        }
        if (!status.isNotifying() || !host.isNotifying()) {
            Suppression off = Suppression.of("notifications are disabled");
            reasons.add(new Decision(notificationsOff, "notifications_off", off.reason(), off));
        }
        if (status.isFlapping()) {
            reasons.add(new Decision(flapping, "flapping", "flapping", null));
        }
        return reasons;
    }
}
