package io.github.argusglue.plugin.prometheus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alerts for tests. */
final class Samples {
    static final Instant START = Instant.parse("2026-11-20T12:00:00.123Z");

    private Samples() {}

    static ListedAlert listed(Map<String, String> labels, Map<String, String> annotations) {
        return new ListedAlert(
                "0123456789abcdef",
                START,
                START.plusSeconds(60),
                START.plusSeconds(300),
                new TreeMap<>(labels),
                new TreeMap<>(annotations),
                "http://prom:9090/graph?g0.expr=up",
                List.of(),
                List.of());
    }

    static MergedAlert merged(Map<String, String> labels, Map<String, String> annotations) {
        return merged(labels, annotations, List.of(), List.of());
    }

    static MergedAlert merged(
            Map<String, String> labels,
            Map<String, String> annotations,
            List<String> silencedBy,
            List<String> inhibitedBy) {
        ListedAlert alert = listed(labels, annotations);
        return new MergedAlert(alert.fingerprint(), alert, alert.labels(), START, silencedBy, inhibitedBy);
    }
}
