package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The incidents that tell of Prometheus servers which have fallen silent, one for each. */
final class SilentOrigins {
    /** Not the beginning of any alert's key, which are hexadecimal. */
    private static final String KEY = "silent/";

    private final Map<String, Alert> alarms = new LinkedHashMap<>();
    private final List<Ending> over = new ArrayList<>();

    /**
     * Takes a round.
     *
     * @param silent those that are, and since when
     * @param now by the clock of the servers
     */
    void look(Map<String, Instant> silent, Instant now) {
        over.clear();
        alarms.entrySet().removeIf(alarm -> {
            boolean ends = !silent.containsKey(alarm.getKey());
            if (ends) {
                over.add(Ending.reported(
                        alarm.getValue().id(), now, "heard again, or none of its alerts is open any more"));
            }
            return ends;
        });
        silent.forEach((origin, since) -> alarms.computeIfAbsent(origin, absent -> alarm(origin, since)));
    }

    private static Alert alarm(String origin, Instant since) {
        return Alert.builder(AlertId.startedAt(KEY + origin, since), since)
                .description("No alert of Prometheus " + origin + " has been repeated since " + Occurrence.shown(since)
                        + ": it is down or starting, cannot reach Alertmanager, or has lost its rules. Its incidents"
                        + " stay open until it is heard again")
                .severity(Severity.CRITICAL)
                .tag("alertname", "PrometheusSilent")
                .tag("prometheus", origin)
                .build();
    }

    /** Returns what there is to say about it in Argus. */
    List<Alert> alarms() {
        return List.copyOf(alarms.values());
    }

    /** Returns those that this round has ended. */
    List<Ending> over() {
        return List.copyOf(over);
    }

    /** Returns what is wrong, for people, one line each. */
    List<String> problems() {
        return alarms.values().stream()
                .map(alarm -> "nothing heard of Prometheus " + alarm.id().key().substring(KEY.length()) + " since "
                        + Occurrence.shown(alarm.startedAt()) + ": its incidents are held open")
                .toList();
    }
}
