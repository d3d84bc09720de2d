package io.github.argusglue.plugin.zino;

import java.util.List;

/**
 * How the thing is that a case is about, by the case's attributes: that there is a case does not say that something is
 * wrong. When an operator closes a case too early, the <em>recovery</em> opens the next one.
 */
enum Condition {
    /** Wrong now. */
    DOWN,
    /** Works now, or is switched off on purpose. */
    UP,
    /** Zino has not said: it makes such cases for planned maintenance. */
    UNSAID;

    static Condition of(ZinoCase seen, List<String> portStates) {
        return switch (seen.type()) {
            case "reachability" -> by(seen, "reachability", List.of("reachable"));
            case "bgp" -> by(seen, "bgpOS", List.of("established"));
            case "bfd" -> by(seen, "bfdState", List.of("up", "adminDown"));
            case "alarm" -> by(seen, "alarm-count", List.of("0"));
            case "portstate" ->
                seen.portState()
                        .map(state -> portStates.contains(state) ? DOWN : UP)
                        .orElse(UNSAID);
            // A type that we do not know has a case for some reason.
            default -> DOWN;
        };
    }

    private static Condition by(ZinoCase seen, String attribute, List<String> fine) {
        return seen.attribute(attribute)
                .map(value -> fine.contains(value) ? UP : DOWN)
                .orElse(UNSAID);
    }

    /** Tells whether Zino has counted time in which it was down. */
    static boolean hasBeenDown(ZinoCase seen) {
        return seen.count("ac-down") > 0;
    }
}
