package io.github.argusglue.plugin.nagios.alert;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;

/**
 * Which problems open an incident.
 *
 * @param openSoft whether SOFT states count
 * @param hostDown services of a host that is down
 * @param unreachable hosts that cannot be reached, and their services
 * @param downtime problems in a downtime
 * @param notificationsOff problems whose notifications are disabled
 * @param flapping problems of objects that flap
 */
public record OpenConfig(
        @Doc("Whether a problem is reported in a SOFT state already, before it is confirmed by further checks")
        @Default("false")
        boolean openSoft,

        @Doc("Problems of services whose host is down: `show` reports them; `hold` does not open them, and leaves open"
                + " incidents as they are; `drop` also ends open incidents")
        @Default("hold")
        Policy hostDown,

        @Doc("Hosts that are unreachable because a parent is down, and their services") @Default("hold")
        Policy unreachable,

        @Doc("Problems during a downtime of the service or its host. With `show` the key `suppressed` decides")
        @Default("hold")
        Policy downtime,

        @Doc(
                "Problems of services and hosts whose notifications are disabled. With `show` the key `suppressed` decides")
        @Default("hold")
        Policy notificationsOff,

        @Doc("Problems of services and hosts that are flapping. With `show` and `hold` an open incident stays open"
                + " until the flapping has stopped")
        @Default("show")
        Policy flapping) {}
