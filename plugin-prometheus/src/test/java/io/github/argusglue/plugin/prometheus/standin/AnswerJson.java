package io.github.argusglue.plugin.prometheus.standin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes responses like those of Alertmanager 0.25. */
final class AnswerJson {
    private AnswerJson() {}

    /** @param startedAt null to omit it */
    static String status(@Nullable Instant startedAt, int configuration) {
        String uptime = startedAt == null ? "" : "\"uptime\":" + quoted(startedAt.toString()) + ",";
        return "{\"cluster\":{\"peers\":[],\"status\":\"disabled\"}," + uptime + "\"config\":{\"original\":"
                + quoted("route:\n  receiver: r" + configuration + "\n")
                + "},\"versionInfo\":{\"version\":\"0.25.0\"}}";
    }

    static String alerts(
            Map<String, Member.Stored> alerts,
            Map<String, List<String>> silences,
            Map<String, String> inhibitors,
            String generatorUrl) {
        StringJoiner all = new StringJoiner(",", "[", "]\n");
        alerts.forEach((fingerprint, alert) -> all.add(alert(
                fingerprint,
                alert,
                silences.getOrDefault(fingerprint, List.of()),
                inhibitors.get(fingerprint),
                generatorUrl)));
        return all.toString();
    }

    private static String alert(
            String fingerprint,
            Member.Stored alert,
            List<String> silences,
            @Nullable String inhibitor,
            String generatorUrl) {
        String state = silences.isEmpty() && inhibitor == null ? "active" : "suppressed";
        return "{\"annotations\":" + object(alert.annotations()) + ",\"endsAt\":" + time(alert.endsAt())
                + ",\"fingerprint\":" + quoted(fingerprint) + ",\"receivers\":[{\"name\":\"argus-glue\"}],\"startsAt\":"
                + time(alert.startsAt()) + ",\"status\":{\"inhibitedBy\":"
                + list(inhibitor == null ? List.of() : List.of(inhibitor)) + ",\"silencedBy\":"
                + list(silences) + ",\"state\":" + quoted(state) + "},\"updatedAt\":" + time(alert.updatedAt())
                + ",\"generatorURL\":" + quoted(generatorUrl) + ",\"labels\":" + object(alert.labels()) + "}";
    }

    private static String time(Instant at) {
        return quoted(at.toString());
    }

    private static String list(List<String> texts) {
        StringJoiner all = new StringJoiner(",", "[", "]");
        texts.forEach(text -> all.add(quoted(text)));
        return all.toString();
    }

    static String object(Map<String, String> texts) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        texts.forEach((name, value) -> fields.add(quoted(name) + ":" + quoted(value)));
        return fields.toString();
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
