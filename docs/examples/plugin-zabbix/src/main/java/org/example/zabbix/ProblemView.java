package org.example.zabbix;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.http.HttpRequest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.example.zabbix.ZabbixConfig.TagKind;

/** Turns a problem of Zabbix, with its trigger, into an alert. */
final class ProblemView {
    /** Begins the mark in the messages of acknowledgements that come from Argus. */
    static final String MARK = "[argus-glue ";

    private static final int ACKNOWLEDGE = 2;
    private static final int UNACKNOWLEDGE = 16;

    private final ZabbixConfig config;
    private final URI frontend;

    ProblemView(ZabbixConfig config, URI frontend) {
        this.config = config;
        this.frontend = config.webUrl().orElse(frontend);
    }

    /** The id is the number of the event, which Zabbix never uses again; zabbix-argus-glue used it, too. */
    static AlertId id(JsonNode problem) {
        return AlertId.unique(problem.required("eventid").asText());
    }

    Alert alert(JsonNode problem, JsonNode trigger, Map<String, String> users) {
        String name = problem.required("name").asText();
        int severity = problem.required("severity").asInt();
        Alert.Builder alert = Alert.builder(id(problem), time(problem, "clock"))
                .severity(Severity.ofLevel(config.level(ZabbixConfig.Severity.of(severity))))
                .suppressed(suppression(problem).orElse(null))
                .acknowledgement(lastAcknowledgement(problem)
                        .map(entry -> acknowledgement(entry, users))
                        .orElse(null))
                .detailsUrl(HttpRequest.get(frontend, "tr_events.php")
                        .query("triggerid", problem.required("objectid").asText())
                        .query("eventid", problem.required("eventid").asText())
                        .uri());
        JsonNode hosts = trigger.required("hosts");
        tags(problem, trigger, hosts).forEach(alert::tag);
        String host = hosts.path(0).path("host").asText();
        boolean prefixed = config.prefixHostname() && !host.isEmpty() && !name.contains(host);
        return alert.description(prefixed ? host + ": " + name : name).build();
    }

    private List<Tag> tags(JsonNode problem, JsonNode trigger, JsonNode hosts) {
        List<Tag> tags = new ArrayList<>();
        if (config.hasTags(TagKind.HOST)) {
            hosts.forEach(host -> tags.add(Tag.of("host", host.required("host").asText())));
        }
        if (config.hasTags(TagKind.HOSTGROUP)) {
            JsonNode groups = trigger.has("hostgroups") ? trigger.get("hostgroups") : trigger.required("groups");
            groups.forEach(
                    group -> tags.add(Tag.of("hostgroup", group.required("name").asText())));
        }
        if (config.hasTags(TagKind.TRIGGER)) {
            tags.add(Tag.of("trigger", problem.required("name").asText()));
        }
        if (config.hasTags(TagKind.ZABBIX)) {
            for (JsonNode tag : problem.required("tags")) {
                String key = tag.required("tag").asText();
                if (isAllowed(key)) {
                    tags.add(Tag.of(key, tag.required("value").asText()));
                }
            }
        }
        return tags;
    }

    private boolean isAllowed(String tag) {
        String key = Tag.fitKey(tag);
        boolean allowed = config.tagAllow().isEmpty()
                || config.tagAllow().stream().map(Tag::fitKey).anyMatch(key::equals);
        return !key.isEmpty()
                && allowed
                && config.tagBlock().stream().map(Tag::fitKey).noneMatch(key::equals);
    }

    private static Optional<Suppression> suppression(JsonNode problem) {
        if (problem.required("suppressed").asInt() == 0) {
            return Optional.empty();
        }
        String reason = "suppressed in Zabbix";
        boolean ends = true;
        Instant last = Instant.EPOCH;
        for (JsonNode data : problem.required("suppression_data")) {
            Instant until = time(data, "suppress_until");
            ends = ends && !until.equals(Instant.EPOCH);
            last = until.isAfter(last) ? until : last;
            if (data.required("maintenanceid").asInt() != 0) {
                reason = "maintenance";
            }
        }
        Suppression suppression = Suppression.of(reason);
        return Optional.of(ends && last.isAfter(Instant.EPOCH) ? suppression.until(last) : suppression);
    }

    /** Returns the message with which the acknowledgement that is in force was given. */
    static Optional<JsonNode> lastAcknowledgement(JsonNode problem) {
        if (problem.required("acknowledged").asInt() == 0) {
            return Optional.empty();
        }
        JsonNode last = null;
        for (JsonNode entry : problem.required("acknowledges")) {
            boolean given = (entry.required("action").asInt() & (ACKNOWLEDGE | UNACKNOWLEDGE)) == ACKNOWLEDGE;
            if (given && (last == null || number(entry) > number(last))) {
                last = entry;
            }
        }
        return Optional.ofNullable(last);
    }

    private static long number(JsonNode entry) {
        return entry.required("acknowledgeid").asLong();
    }

    private static Acknowledgement acknowledgement(JsonNode entry, Map<String, String> users) {
        String text = entry.required("message").asText();
        String actor = users.getOrDefault(entry.required("userid").asText(), "");
        Acknowledgement ack = Acknowledgement.of(actor, time(entry, "clock"), text);
        return text.contains(MARK) ? ack.fromArgus() : ack;
    }

    static Instant time(JsonNode object, String field) {
        return Instant.ofEpochSecond(object.required(field).asLong());
    }
}
