package io.github.argusglue.plugin.mist;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which alarm of the group infrastructure says that another one is over. These alarms have no state of their own. */
final class AlarmPairs {
    private static final Map<String, String> RECOVERIES = recoveries();

    private AlarmPairs() {}

    private static Map<String, String> recoveries() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("device_down", "device_reconnected");
        pairs.put("switch_down", "switch_reconnected");
        pairs.put("gateway_down", "gateway_reconnected");
        pairs.put("mist_edge_disconnected", "mist_edge_connected");
        for (String port : new String[] {
            "sw_vc_port", "sw_critical_port", "gw_critical_port", "sw_bgp_neighbor", "gw_bgp_neighbor", "vpn_peer"
        }) {
            pairs.put(port + "_down", port + "_up");
        }
        pairs.put("ha_control_link_down", "ha_control_link_up");
        for (String failing : new String[] {"infra_dhcp", "infra_dns", "infra_arp"}) {
            pairs.put(failing + "_failure", failing + "_success");
        }
        for (String usage : new String[] {"cpu", "memory", "disk"}) {
            pairs.put("mist_edge_" + usage + "_usage_high", "mist_edge_" + usage + "_usage_normal");
        }
        pairs.put("mist_edge_psu_unplugged", "mist_edge_psu_plugged");
        pairs.put("mist_edge_powerinput_disconnected", "mist_edge_powerinput_connected");
        pairs.put("tt_tunnels_lost", "tt_tunnels_up");
        pairs.put("esl_hung", "esl_recovered");
        return Collections.unmodifiableMap(pairs);
    }

    static Set<String> problems() {
        return RECOVERIES.keySet();
    }

    /** Returns the type of the alarm that ends one of this type. */
    static Optional<String> recoveryOf(String type) {
        return Optional.ofNullable(RECOVERIES.get(type));
    }

    /** Returns the type of the problem that an alarm is about: its own, or that which it ends; empty for others. */
    static Optional<String> problemOf(String type) {
        return RECOVERIES.entrySet().stream()
                .filter(pair -> pair.getKey().equals(type) || pair.getValue().equals(type))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns the alarm that Mist raises for a disconnected device. */
    static String downAlarm(DevicesConfig.DeviceType type) {
        return switch (type) {
            case AP -> "device_down";
            case SWITCH -> "switch_down";
            case GATEWAY -> "gateway_down";
        };
    }
}
