package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Open incidents of another Zino of the same routers whose trouble this Zino has not seen so far. It looks at each
 * router only every few minutes, so they are held until it must have.
 */
final class Siblings {
    /** Longer than a Zino takes to look at all of its routers, a restart of it included. */
    private static final Duration HELD = Duration.ofMinutes(15);

    private final String server;
    private final Map<AlertId, Held> held = new LinkedHashMap<>();

    Siblings(String server) {
        this.server = server;
    }

    private record Held(Alert alert, String subject, Instant since) {}

    /** Holds one, unless it is of this Zino, or was held for long enough. */
    void hold(Sibling sibling, Instant now) {
        if (sibling.server().isEmpty() || sibling.server().equals(server) || held.containsKey(sibling.id())) {
            return;
        }
        Alert.Builder alert = Alert.builder(sibling.id(), sibling.incident().startedAt())
                .description(sibling.incident().description())
                .metadata(sibling.incident().metadata())
                .held("made for the Zino at '" + sibling.server() + "'; this one has not seen it so far");
        sibling.incident().tags().forEach(alert::tag);
        held.put(sibling.id(), new Held(alert.build(), sibling.subject(), now));
    }

    /**
     * Returns those that are still to be held.
     *
     * @param seen what this Zino has cases about by now
     */
    List<Alert> alerts(Set<String> seen, Instant now) {
        // What was held is remembered, so that it is not held once more.
        return held.values().stream()
                .filter(one -> !seen.contains(one.subject())
                        && Duration.between(one.since(), now).compareTo(HELD) < 0)
                .map(Held::alert)
                .toList();
    }
}
