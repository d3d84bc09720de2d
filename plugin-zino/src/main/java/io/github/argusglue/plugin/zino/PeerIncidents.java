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
 * Open incidents of another Zino that monitors the same routers, whose problems this Zino has not seen yet. A Zino
 * polls each router only every few minutes, so these incidents are held until it must have seen the problem.
 */
final class PeerIncidents {
    /** Longer than a Zino takes to poll all its routers, including a restart. */
    private static final Duration HOLD_TIME = Duration.ofMinutes(15);

    private final String server;
    private final Map<AlertId, HeldPeer> held = new LinkedHashMap<>();

    PeerIncidents(String server) {
        this.server = server;
    }

    private record HeldPeer(Alert alert, String subject, Instant since) {}

    /** Holds an incident, unless it belongs to this Zino or was held before. */
    void hold(PeerIncident peer, Instant now) {
        if (peer.server().isEmpty() || peer.server().equals(server) || held.containsKey(peer.id())) {
            return;
        }
        Alert.Builder alert = Alert.builder(peer.id(), peer.incident().startedAt())
                .description(peer.incident().description())
                .metadata(peer.incident().metadata())
                .held("opened for the Zino at '" + peer.server() + "'; this Zino has not reported it yet");
        peer.incident().tags().forEach(alert::tag);
        held.put(peer.id(), new HeldPeer(alert.build(), peer.subject(), now));
    }

    /**
     * Returns the alerts that are still held.
     *
     * @param knownSubjects subjects of this Zino's cases
     */
    List<Alert> alerts(Set<String> knownSubjects, Instant now) {
        // Expired entries are kept, so that an incident is held only once.
        return held.values().stream()
                .filter(peer -> !knownSubjects.contains(peer.subject())
                        && Duration.between(peer.since(), now).compareTo(HOLD_TIME) < 0)
                .map(HeldPeer::alert)
                .toList();
    }
}
