package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The log of one incident and of all. */
final class EventRoutes {
    private static final String OF_ONE = "/api/v2/incidents/(\\d+)/events/";
    private static final Set<String> BY_SOURCE = Set.of("STA", "END", "RES", "OTH", "CHI", "LES");
    private static final Set<String> BY_PERSON = Set.of("CLO", "REO", "ACK", "OTH");
    private static final Set<String> ENDING = Set.of("END", "CLO");
    private static final Set<String> OPENING = Set.of("RES", "REO");

    private final Store store;
    private long listed;

    EventRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/v2/incidents/events/", (request, user) -> feed(request));
        routes.add("POST", "/api/v2/incidents/events/bulk/", this::bulk);
        routes.add("GET", OF_ONE, (request, user) -> ofOne(request));
        routes.add("POST", OF_ONE, this::post);
    }

    private ApiResponse feed(ApiRequest request) throws Refused {
        Cursor<StoredEvent> cursor = new Cursor<>(StoredEvent::timestamp, Render::event);
        return ApiResponse.json(200, cursor.page(request, List.copyOf(store.events()), ++listed));
    }

    private ApiResponse ofOne(ApiRequest request) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        incident.events.stream()
                .sorted(Comparator.comparing(StoredEvent::timestamp).reversed())
                .forEach(event -> events.add(Render.event(event)));
        return ApiResponse.json(200, events);
    }

    private ApiResponse post(ApiRequest request, Account user) throws Refused {
        Fields fields = new Fields(request.object());
        String type = fields.requiredText("type");
        if (!type.isEmpty() && !Render.isEventType(type)) {
            fields.complain("type", "\"" + type + "\" is not a valid choice.");
        }
        boolean now = user.isPerson() && !fields.has("timestamp");
        Instant timestamp = now ? store.now() : fields.time("timestamp", true);
        String description = fields.text("description", "");
        fields.refuse();
        // Argus fails if the incident does not exist.
        StoredIncident incident = store.incident(request.number(0)).orElseThrow(Refused::broken);
        StoredEvent event = write(incident, user, type, timestamp == null ? store.now() : timestamp, description);
        return ApiResponse.json(201, Render.event(event));
    }

    StoredEvent write(StoredIncident incident, Account user, String type, Instant timestamp, String description)
            throws Refused {
        if (!(user.isPerson() ? BY_PERSON : BY_SOURCE).contains(type)) {
            throw Refused.named(
                    "type",
                    (user.isPerson() ? "An end user" : "A source system") + " cannot post events of type '" + type
                            + "'.");
        }
        String complaint = complaint(incident, type);
        if (!complaint.isEmpty() && user.isPerson()) {
            throw Refused.named("type", complaint);
        }
        if (complaint.isEmpty() && ENDING.contains(type)) {
            incident.end = timestamp;
        } else if (complaint.isEmpty() && OPENING.contains(type)) {
            incident.end = Instant.MAX;
        }
        return store.log(incident, user, type, timestamp, description);
    }

    /** An event that does not fit the state is rejected for a person, and only logged for a source. */
    private String complaint(StoredIncident incident, String type) {
        boolean open = incident.isOpen(store.now());
        if ("ACK".equals(type)) {
            return "Acknowledgements of this incidents should be posted through the acks endpoint.";
        }
        if (!incident.isStateful()) {
            return ENDING.contains(type) || OPENING.contains(type)
                    ? "Cannot change the state of a stateless incident."
                    : "";
        }
        if (ENDING.contains(type) && !open) {
            return "The incident is already closed.";
        }
        return OPENING.contains(type) && open ? "The incident is already open." : "";
    }

    /** Writes the same event to many; only CLO and REO do more than log. */
    private ApiResponse bulk(ApiRequest request, Account user) throws Refused {
        ObjectNode body = request.object();
        JsonNode event = body.path("event");
        String type = event.path("type").asText();
        Instant timestamp = Times.parse(event.path("timestamp").asText())
                .orElseThrow(() -> Refused.field("timestamp", "This field is required."));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode changes = answer.putObject("changes");
        for (JsonNode id : body.path("ids")) {
            StoredIncident incident =
                    store.incident(id.asLong()).orElseThrow(() -> Refused.field("ids", "Incident not found."));
            if ("CLO".equals(type) && incident.isOpen(store.now())) {
                incident.end = timestamp;
            } else if ("REO".equals(type) && incident.isStateful()) {
                incident.end = Instant.MAX;
            }
            StoredEvent logged = store.log(
                    incident, user, type, timestamp, event.path("description").asText());
            ObjectNode change = changes.putObject(id.asText());
            change.set("event", Render.event(logged));
            change.put("status", 201).putNull("errors");
        }
        return ApiResponse.json(201, answer);
    }
}
