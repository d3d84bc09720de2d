package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which alarms are reported, by their type. Each list is an allow-list, and an empty one reports nothing.
 *
 * @param marvisTypes alarms with a state
 * @param infrastructureTypes alarms that another one ends
 * @param noticeTypes alarms without an end
 * @param acknowledge whether acknowledgements go to Mist
 */
record AlarmsConfig(
        @Doc("Types of Marvis alarms that open an incident; `*` for all of this group")
        @Default(AlarmsConfig.USUAL_MARVIS_TYPES)
        @LeavesOut("Marvis alarms of other types")
        List<String> marvisTypes,

        @Doc("Types of infrastructure alarms that open an incident until the alarm of their recovery, such as"
                + " `sw_critical_port_down`; `*` for all that have one. Devices are in `device_types`")
        @Default("[]")
        @LeavesOut("infrastructure alarms")
        List<String> infrastructureTypes,

        @Doc("Types of alarms without an end that become incidents without an end, such as `rogue_ap` or"
                + " `device_restarted`; `*` for all of the group `security`")
        List<String> noticeTypes,

        @Doc("Whether an alarm that is acknowledged in Argus is acknowledged in Mist, too. The token then needs the"
                + " role Helpdesk or above")
        @Default("false")
        boolean acknowledge) {

    static final String USUAL_MARVIS_TYPES =
            "[\"bad_cable\", \"ap_bad_cable\", \"gw_bad_cable\", \"port_flap\", \"port_stuck\", \"missing_vlan\","
                    + " \"negotiation_mismatch\", \"authentication_failure\", \"dhcp_failure\", \"arp_failure\","
                    + " \"dns_failure\", \"health_check_failed\", \"bad_wan_uplink\", \"switch_stp_loop\","
                    + " \"wan_device_problem\"]";

    static final String ALL = "*";
    static final String MARVIS = "marvis";
    static final String INFRASTRUCTURE = "infrastructure";
    static final String SECURITY = "security";

    /**
     * Checks that the infrastructure alarms have a recovery.
     *
     * @throws IllegalArgumentException if one has none
     */
    AlarmsConfig {
        marvisTypes = List.copyOf(marvisTypes);
        infrastructureTypes = List.copyOf(infrastructureTypes);
        noticeTypes = List.copyOf(noticeTypes);
        for (String type : infrastructureTypes) {
            if (!type.equals(ALL) && AlarmPairs.recoveryOf(type).isEmpty()) {
                throw new IllegalArgumentException("'infrastructure_types' contains '" + type
                        + "', for which no alarm of a recovery is known: put it into 'notice_types', or use "
                        + String.join(", ", AlarmPairs.problems()));
            }
        }
    }

    boolean isOff() {
        return types().isEmpty();
    }

    /** Returns the types that somebody has written into a list. A cloud need not have the usual ones. */
    List<String> ownTypes() {
        return types().stream()
                .filter(type -> !type.equals(ALL) && !USUAL_MARVIS_TYPES.contains('"' + type + '"'))
                .toList();
    }

    /** Returns the types in all lists. */
    List<String> types() {
        List<String> all = new ArrayList<>(marvisTypes);
        all.addAll(infrastructureTypes);
        all.addAll(noticeTypes);
        return all;
    }

    /** Fails if a device would open two incidents. */
    void requireNoDoubles(DevicesConfig devices) {
        for (DevicesConfig.DeviceType type : devices.deviceTypes()) {
            String alarm = AlarmPairs.downAlarm(type);
            if (infrastructureTypes.contains(alarm)) {
                throw new IllegalArgumentException("'infrastructure_types' contains '" + alarm
                        + "', and 'device_types' contains \"" + type.name().toLowerCase(Locale.ROOT)
                        + "\": a device would open two incidents. Keep the one in 'device_types'");
            }
        }
    }

    boolean isMarvis(Alarm alarm) {
        return alarm.group().equals(MARVIS) && allows(marvisTypes, alarm.type());
    }

    boolean isNotice(Alarm alarm) {
        boolean named = noticeTypes.contains(alarm.type());
        return named || (alarm.group().equals(SECURITY) && noticeTypes.contains(ALL));
    }

    /** Returns whether an alarm of this type opens an incident that another alarm ends. */
    boolean isPaired(String type, DevicesConfig devices) {
        boolean ofDevices = devices.deviceTypes().stream()
                .anyMatch(kind -> AlarmPairs.downAlarm(kind).equals(type));
        return !ofDevices && allows(infrastructureTypes, type);
    }

    private static boolean allows(List<String> types, String type) {
        return types.contains(type) || types.contains(ALL);
    }

    /** Returns the types to ask Mist for; empty if it has to be asked for whole groups. */
    Optional<String> typeQuery() {
        List<String> all = types();
        if (all.contains(ALL)) {
            return Optional.empty();
        }
        infrastructureTypes.forEach(type -> AlarmPairs.recoveryOf(type).ifPresent(all::add));
        return Optional.of(String.join(",", new TreeSet<>(all)));
    }

    /** Returns the groups to ask Mist for; empty for all. A type of a notice can be in any group. */
    Optional<String> groupQuery() {
        List<String> groups = new ArrayList<>();
        if (!marvisTypes.isEmpty()) {
            groups.add(MARVIS);
        }
        if (!infrastructureTypes.isEmpty()) {
            groups.add(INFRASTRUCTURE);
        }
        if (noticeTypes.contains(ALL)) {
            groups.add(SECURITY);
        }
        boolean anywhere = noticeTypes.stream().anyMatch(type -> !type.equals(ALL));
        return anywhere ? Optional.empty() : Optional.of(String.join(",", groups));
    }
}
