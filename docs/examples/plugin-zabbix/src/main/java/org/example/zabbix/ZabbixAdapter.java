package org.example.zabbix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Shows problems of Zabbix in Argus, and acknowledgements of each in the other. */
final class ZabbixAdapter implements SourceAdapter, FeedbackSink {
    private static final int ACKNOWLEDGE = 2;
    private static final int MESSAGE = 4;
    private static final int UNACKNOWLEDGE = 16;
    /** Zabbix takes 2048 characters; the mark needs some of them. */
    private static final int LONGEST_TEXT = 1900;

    private final ObjectMapper json = new ObjectMapper();
    private final ZabbixConfig config;
    private final SourceContext context;
    private final ZabbixApi api;
    private final ProblemView view;
    /** What is open according to the last snapshot or in Argus: when it is gone, Zabbix is asked why. */
    private final Set<String> known = new HashSet<>();

    ZabbixAdapter(ZabbixConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
        this.api = new ZabbixApi(config.endpoint(), context::http);
        this.view = new ProblemView(config, api.frontend());
        if (config.webhookSecret().isPresent()) {
            context.onWebhook(this::hasSecret, this::take);
        } else {
            context.onWebhook(this::take);
        }
    }

    private boolean hasSecret(WebhookRequest request) {
        byte[] expected = config.webhookSecret().orElseThrow().reveal().getBytes(StandardCharsets.UTF_8);
        byte[] given = request.header("X-Webhook-Secret").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }

    /** Whatever it says, the API has more of it: all hosts, their groups, and times with a zone. */
    private void take(WebhookRequest request) {
        try {
            JsonNode event = json.readTree(request.body());
            if (!event.path("eventid").asText().matches("\\d+")
                    || !event.path("value").asText().matches("[01]")) {
                throw new IllegalArgumentException(
                        "no 'eventid' with a number, or no 'value' with 0 or 1: check the parameters of the media type");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: check the script of the media type", e);
        }
        context.requestSnapshot();
    }

    @Override
    public Snapshot snapshot() throws SourceException, InterruptedException {
        JsonNode problems = problems();
        Map<String, JsonNode> triggers = triggers(problems);
        Map<String, String> users = users(problems);
        Set<String> open = new HashSet<>();
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode problem : problems) {
            JsonNode trigger = triggers.get(problem.required("objectid").asText());
            // Zabbix's own page does not show what is disabled or deleted, either.
            if (trigger != null) {
                open.add(problem.required("eventid").asText());
                alerts.add(read(() -> view.alert(problem, trigger, users)));
            }
        }
        known.removeAll(open);
        List<Ending> endings = endings(known);
        known.clear();
        known.addAll(open);
        return Snapshot.complete(alerts).withEndings(endings);
    }

    private JsonNode problems() throws SourceException, InterruptedException {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("output", List.of("eventid", "objectid", "clock", "name", "severity", "acknowledged", "suppressed"));
        query.put("selectTags", List.of("tag", "value"));
        query.put("selectSuppressionData", List.of("maintenanceid", "suppress_until"));
        query.put("selectAcknowledges", List.of("acknowledgeid", "userid", "clock", "message", "action"));
        int lowest = config.minimumSeverity().ordinal();
        if (lowest > 0) {
            int highest = ZabbixConfig.Severity.DISASTER.ordinal();
            query.put(
                    "severities", IntStream.rangeClosed(lowest, highest).boxed().toList());
        }
        if (!config.hostGroups().isEmpty()) {
            query.put("groupids", groups());
        }
        JsonNode problems = list("problem.get", query);
        if (problems.isEmpty()
                && list("host.get", Map.of("output", List.of("hostid"), "limit", 1))
                        .isEmpty()) {
            // What a user may not read, the API leaves out without a word.
            throw SourceException.unauthorized("host.get at " + api.frontend()
                    + " lists no host: give the user's group read permission on the host groups");
        }
        return problems;
    }

    private List<String> groups() throws SourceException, InterruptedException {
        Map<String, Object> query =
                Map.of("output", List.of("groupid", "name"), "filter", Map.of("name", config.hostGroups()));
        Map<String, String> found = new HashMap<>();
        list("hostgroup.get", query)
                .forEach(group -> found.put(
                        group.path("name").asText(), group.path("groupid").asText()));
        for (String name : config.hostGroups()) {
            if (!found.containsKey(name)) {
                throw SourceException.unauthorized("hostgroup.get at " + api.frontend() + " lists no '" + name
                        + "': check 'host_groups', and that the user may read this group");
            }
        }
        return List.copyOf(found.values());
    }

    /** Returns the triggers that are not disabled, and whose hosts and items are not, by id. */
    private Map<String, JsonNode> triggers(JsonNode problems) throws SourceException, InterruptedException {
        Set<String> ids = new HashSet<>();
        problems.forEach(problem -> ids.add(problem.path("objectid").asText()));
        Map<String, JsonNode> triggers = new HashMap<>();
        if (!ids.isEmpty()) {
            Map<String, Object> query = Map.of(
                    "output",
                    List.of("triggerid"),
                    "triggerids",
                    ids,
                    "monitored",
                    true,
                    "selectHosts",
                    List.of("host"),
                    api.isAtLeast(6, 2) ? "selectHostGroups" : "selectGroups",
                    List.of("name"));
            for (JsonNode trigger : list("trigger.get", query)) {
                triggers.put(trigger.path("triggerid").asText(), trigger);
            }
        }
        return triggers;
    }

    /** Returns the names of those who acknowledged, by id; those whom the user may not see are absent. */
    private Map<String, String> users(JsonNode problems) throws SourceException, InterruptedException {
        Set<String> ids = new HashSet<>();
        for (JsonNode problem : problems) {
            read(() -> ProblemView.lastAcknowledgement(problem))
                    .ifPresent(entry -> ids.add(entry.path("userid").asText()));
        }
        Map<String, String> users = new HashMap<>();
        if (!ids.isEmpty()) {
            Map<String, Object> query = Map.of("output", List.of("userid", "username"), "userids", ids);
            for (JsonNode user : list("user.get", query)) {
                users.put(user.path("userid").asText(), user.path("username").asText());
            }
        }
        return users;
    }

    /**
     * Returns when the problems that are no longer listed were resolved. If Zabbix does not say so, nothing is
     * reported: the user may have lost a permission, or the host was deleted.
     */
    private List<Ending> endings(Collection<String> gone) throws SourceException, InterruptedException {
        Map<String, JsonNode> resolved = new LinkedHashMap<>();
        for (JsonNode event : events(gone, List.of("eventid", "r_eventid", "userid"))) {
            String recovery = event.path("r_eventid").asText("0");
            if (!recovery.equals("0")) {
                resolved.put(recovery, event);
            }
        }
        List<Ending> endings = new ArrayList<>();
        for (JsonNode recovery : events(resolved.keySet(), List.of("eventid", "clock"))) {
            JsonNode event = resolved.get(recovery.path("eventid").asText());
            if (event != null) {
                boolean byHand = event.path("userid").asInt() != 0;
                String reason = byHand ? "closed by a person in Zabbix" : "resolved in Zabbix";
                endings.add(read(
                        () -> Ending.reported(ProblemView.id(event), ProblemView.time(recovery, "clock"), reason)));
            }
        }
        return endings;
    }

    private Iterable<JsonNode> events(Collection<String> ids, List<String> output)
            throws SourceException, InterruptedException {
        return ids.isEmpty() ? List.of() : list("event.get", Map.of("output", output, "eventids", ids));
    }

    private JsonNode list(String method, Map<String, ?> query) throws SourceException, InterruptedException {
        JsonNode result = api.call(method, query);
        if (!result.isArray()) {
            throw SourceException.badAnswer(method + " at " + api.frontend() + " returned no list", null);
        }
        return result;
    }

    /** Reads what was parsed already: what is missing or not as expected there is a bad answer. */
    private <T> T read(Supplier<T> reader) throws SourceException {
        try {
            return reader.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SourceException.badAnswer(api.frontend() + ": " + e.getMessage(), e);
        }
    }

    /** Takes over the incidents of zabbix-argus-glue, and finds out when those of problems that are over ended. */
    @Override
    public Optional<AlertId> adopt(OpenIncident incident) {
        String id = incident.sourceIncidentId();
        if (!id.matches("\\d+")) {
            return Optional.empty();
        }
        known.add(id);
        return Optional.of(AlertId.unique(id));
    }

    @Override
    public Optional<FeedbackSink> feedback() {
        return config.sendAcks() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Set<Feedback.Kind> accepts() {
        return Set.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED);
    }

    /** If somebody has acknowledged the problem in Zabbix, that stays, and only the text is added. */
    @Override
    public void deliver(Feedback feedback) throws SourceException, InterruptedException {
        String id = feedback.alertId().key();
        Map<String, Object> query = Map.of(
                "output", List.of("acknowledged"),
                "selectAcknowledges", List.of("acknowledgeid", "userid", "clock", "message", "action"),
                "eventids", List.of(id));
        for (JsonNode problem : list("problem.get", query)) {
            String ours = ProblemView.MARK + context.installation() + " " + context.sourceName() + " ";
            String mark = ours + feedback.id() + "]";
            Optional<JsonNode> current = ProblemView.lastAcknowledgement(problem);
            if (feedback.kind() == Feedback.Kind.ACKNOWLEDGED) {
                if (problem.path("acknowledges").findValuesAsText("message").stream()
                        .noneMatch(text -> text.contains(mark))) {
                    update(id, current.isPresent() ? MESSAGE : ACKNOWLEDGE | MESSAGE, message(feedback) + " " + mark);
                }
            } else if (current.filter(entry -> entry.path("message").asText().contains(ours))
                    .isPresent()) {
                update(id, UNACKNOWLEDGE, "");
            }
        }
    }

    private static String message(Feedback feedback) {
        String actor = feedback.actor().isEmpty() ? "Argus" : feedback.actor() + " in Argus";
        String text = actor + ": " + feedback.text();
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }

    private void update(String id, int action, String message) throws SourceException, InterruptedException {
        Map<String, Object> params = new LinkedHashMap<>(Map.of("eventids", List.of(id), "action", action));
        if (!message.isEmpty()) {
            params.put("message", message);
        }
        api.call("event.acknowledge", params);
    }

    @Override
    public void close() {}
}
