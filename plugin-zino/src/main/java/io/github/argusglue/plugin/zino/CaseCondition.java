package io.github.argusglue.plugin.zino;

import java.util.List;

/**
 * Condition of the subject of a case, by the attributes of the case. The mere existence of a case does not mean that
 * something is down: if an operator closes a case too early, the <em>recovery</em> opens the next one.
 */
enum CaseCondition {
    /** Down now. */
    DOWN,
    /** Up, or switched off on purpose. */
    UP,
    /** Not known to Zino: it opens such cases for planned maintenance. */
    UNKNOWN;

    static CaseCondition of(ZinoCase zinoCase, List<String> portStates) {
        return switch (zinoCase.type()) {
            case "reachability" -> ofAttribute(zinoCase, "reachability", List.of("reachable"));
            case "bgp" -> ofAttribute(zinoCase, "bgpOS", List.of("established"));
            case "bfd" -> ofAttribute(zinoCase, "bfdState", List.of("up", "adminDown"));
            case "alarm" -> ofAttribute(zinoCase, "alarm-count", List.of("0"));
            case "portstate" ->
                zinoCase.portState()
                        .map(state -> portStates.contains(state) ? DOWN : UP)
                        .orElse(UNKNOWN);
            // An unknown type of case was opened for some reason.
            default -> DOWN;
        };
    }

    private static CaseCondition ofAttribute(ZinoCase zinoCase, String attribute, List<String> upValues) {
        return zinoCase.attribute(attribute)
                .map(value -> upValues.contains(value) ? UP : DOWN)
                .orElse(UNKNOWN);
    }

    /** Returns whether Zino has counted downtime. */
    static boolean hasBeenDown(ZinoCase zinoCase) {
        return zinoCase.count("ac-down") > 0;
    }
}
