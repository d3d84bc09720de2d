package org.example.icinga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.SourceException.Kind;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.HttpStream;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Shows problems of Icinga in Argus, and acknowledgements of each in the other. */
final class IcingaAdapter implements SourceAdapter, FeedbackSink {
    private static final String EVENTS = """
            {"queue": "argus-glue", "filter": "!(event.type==\\"StateChange\\" && event.state_type==0)", "types":
             ["StateChange", "AcknowledgementSet", "AcknowledgementCleared", "DowntimeTriggered", "DowntimeRemoved"]}""";

    private static final String HARD_PROBLEM = "TYPE.state!=0 && TYPE.state_type==1";
    /** Begins the mark in the comments of acknowledgements that come from Argus. */
    private static final String MARK = "[argus-glue ";

    private final ObjectMapper json = new ObjectMapper();
    private final IcingaConfig config;
    private final SourceContext context;
    private final SourceHttpClient http;
    private volatile HttpStream events;
    /** The first output of each hard state, which is shown. Those of later checks mostly have other figures. */
    private Map<AlertId, String> outputs = Map.of();

    IcingaAdapter(IcingaConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.http = context.http(config.endpoint().access());
    }

    @Override
    public void start() {
        HttpRequest request = HttpRequest.post(config.endpoint().url(), "v1/events")
                .json(EVENTS)
                .streaming(Duration.ofMinutes(5))
                .hint(404, Kind.UNAUTHORIZED, "give the API user the permission 'events/*'");
        events = http.follow(request, event -> context.requestSnapshot());
    }

    /** Fails if one of the lists cannot be read. */
    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        Map<String, JsonNode> notes = notes();
        Map<AlertId, String> shown = new HashMap<>();
        List<Alert> alerts = new ArrayList<>();
        for (String type : List.of("host", "service")) {
            alerts.addAll(list(type, HARD_PROBLEM, problem -> alert(problem, notes, shown)));
        }
        outputs = shown;
        return Snapshot.complete(alerts);
    }

    private Alert alert(JsonNode problem, Map<String, JsonNode> notes, Map<AlertId, String> shown) {
        String[] name = name(problem).split("!", 2);
        boolean isHost = name.length == 1;
        JsonNode host = isHost ? problem : problem.required("host");
        int state = problem.required("state").asInt();
        AlertId id = AlertId.startedAt(name(problem), time(problem, "last_hard_state_change"));
        String output =
                problem.required("last_check_result").path("output").asText().split("\n", 2)[0];
        shown.put(id, outputs.getOrDefault(id, output));
        Alert.Builder alert = Alert.builder(id, time(problem, "last_hard_state_change"))
                .description(String.join(" ", name) + ": " + shown.get(id))
                .severity(Severity.ofLevel(isHost ? 2 : state == 1 ? 4 : state))
                .suppressed(suppression(problem, notes))
                .acknowledgement(acknowledgement(problem, notes))
                .tag("host", name[0]);
        host.required("groups").forEach(group -> alert.tag("hostgroup", group.asText()));
        if (!isHost) {
            alert.tag("service", name[1]);
            problem.required("groups").forEach(group -> alert.tag("servicegroup", group.asText()));
        }
        for (String variable : config.tagVars()) {
            JsonNode ofHost = host.required("vars").path(variable);
            String value = problem.required("vars").path(variable).asText(ofHost.asText());
            if (!value.isEmpty()) {
                alert.tag(variable, value);
            }
        }
        config.webUrl()
                .ifPresent(web -> alert.detailsUrl(HttpRequest.get(web, isHost ? "icingadb/host" : "icingadb/service")
                        .query("name", name[name.length - 1])
                        .query("host.name", name[0])
                        .uri()));
        boolean hostIsDown = host.required("state").asInt() != 0
                && host.required("state_type").asInt() != 0;
        if (!isHost && hostIsDown) {
            alert.held("its host is down");
        }
        return alert.build();
    }

    private static Suppression suppression(JsonNode problem, Map<String, JsonNode> notes) {
        String key = "Downtime " + name(problem);
        JsonNode downtime = notes.getOrDefault(key, notes.get(key.split("!")[0]));
        if (downtime == null) {
            return problem.required("last_reachable").asBoolean() ? null : Suppression.of("unreachable");
        }
        return Suppression.of("downtime: " + downtime.required("comment").asText())
                .by(downtime.required("author").asText())
                .until(time(downtime, "end_time"));
    }

    private static Acknowledgement acknowledgement(JsonNode problem, Map<String, JsonNode> notes) {
        JsonNode comment = notes.get("Comment " + name(problem));
        if (problem.required("acknowledgement").asInt() == 0 || comment == null) {
            return null;
        }
        String text = comment.required("text").asText();
        Acknowledgement ack =
                Acknowledgement.of(comment.required("author").asText(), time(comment, "entry_time"), text);
        Instant end = time(problem, "acknowledgement_expiry");
        Acknowledgement limited = end.equals(Instant.EPOCH) ? ack : ack.until(end);
        return text.contains(MARK) ? limited.fromArgus() : limited;
    }

    private static String name(JsonNode object) {
        return object.required("__name").asText();
    }

    private static Instant time(JsonNode object, String attribute) {
        return Instant.ofEpochMilli((long) (object.required(attribute).asDouble() * 1000));
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.sendAcks() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return Set.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED);
    }

    /** Icinga removes our comment with our acknowledgement, and refuses to replace that of somebody else. */
    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        String name = feedback.alertId().key();
        String type = name.contains("!") ? "service" : "host";
        JsonNode comment = notes().get("Comment " + name);
        String text = comment == null ? "" : comment.path("text").asText();
        String ours = MARK + context.installation() + " " + context.sourceName() + " ";
        String mark = ours + feedback.id() + "]";
        boolean acknowledge = feedback.kind() == Feedback.Kind.ACKNOWLEDGED;
        boolean open = list(type, HARD_PROBLEM, IcingaAdapter::name).contains(name);
        if (!open || (acknowledge && text.contains(mark))) {
            return;
        }
        if (text.contains(ours)) {
            act("remove-acknowledgement", Map.of(type, name));
        }
        if (acknowledge) {
            Map<String, Object> arguments = new HashMap<>(Map.of(type, name, "sticky", true));
            arguments.put("author", feedback.actor().isEmpty() ? "Argus" : feedback.actor());
            arguments.put("comment", feedback.text().replaceAll("\\p{Cntrl}+", " ") + " " + mark);
            feedback.until().ifPresent(until -> arguments.put("expiry", until.getEpochSecond()));
            act("acknowledge-problem", arguments);
        }
    }

    /** A conflict is no failure: the state has changed, and there is nothing to do. */
    private void act(String action, Map<String, Object> arguments) throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.post(config.endpoint().url(), "v1/actions/" + action)
                .json(json.valueToTree(arguments).toString())
                .accept(409)
                .hint(404, "give the API user the permission 'actions/*'");
        http.send(request, HttpResponse::status);
    }

    /** Reads the newest acknowledgement and downtime of each host and service: {@code Downtime HOST!SERVICE}. */
    private Map<String, JsonNode> notes() throws SourceException, InterruptedException {
        Map<String, JsonNode> notes = new HashMap<>();
        Function<JsonNode, JsonNode> keep = note -> notes.merge(
                note.required("type").asText() + " " + name(note).replaceFirst("![^!]*$", ""),
                note,
                (one, other) -> time(one, "entry_time").isAfter(time(other, "entry_time")) ? one : other);
        list("comment", "comment.entry_type==4", keep);
        list("downtime", "downtime.trigger_time>0", keep);
        return notes;
    }

    /** Reads objects: their attributes, with the host of a service as {@code host}. */
    private <T> List<T> list(String type, String filter, Function<JsonNode, T> make)
            throws SourceException, InterruptedException {
        HttpRequest request = HttpRequest.get(config.endpoint().url(), "v1/objects/" + type + "s")
                .query("filter", filter.replace("TYPE", type))
                .query("joins", "host")
                .hint(404, Kind.UNAUTHORIZED, "give the API user the permission 'objects/query/*'");
        return http.send(request, response -> {
            List<T> made = new ArrayList<>();
            for (JsonNode object : (ArrayNode) json.readTree(response.body()).required("results")) {
                JsonNode host = object.required("joins").path("host");
                made.add(make.apply(((ObjectNode) object.required("attrs")).set("host", host)));
            }
            return made;
        });
    }

    @Override
    public Health health() {
        return events == null ? Health.ok() : events.health();
    }

    @Override
    public void close() {}
}
