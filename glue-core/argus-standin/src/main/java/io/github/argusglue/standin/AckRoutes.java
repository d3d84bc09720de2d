package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Acknowledgements of an incident, by people and by sources. */
final class AckRoutes {
    private static final String ALL = "/api/v2/incidents/(\\d+)/acks/";
    private static final String ONE = "/api/v2/incidents/(\\d+)/acks/(\\d+)/";

    private final Store store;

    AckRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.add("GET", ALL, (request, user) -> list(request));
        routes.add("POST", ALL, this::create);
        routes.add("GET", ONE, (request, user) -> ApiResponse.json(200, Render.ack(ack(request))));
        routes.add("PATCH", ONE, (request, user) -> change(request));
    }

    private ApiResponse list(ApiRequest request) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        ArrayNode acks = JsonNodeFactory.instance.arrayNode();
        incident.acks.stream()
                .sorted(Comparator.comparing((StoredAck ack) -> ack.event.timestamp())
                        .reversed())
                .forEach(ack -> acks.add(Render.ack(ack)));
        return ApiResponse.json(200, acks);
    }

    private ApiResponse create(ApiRequest request, Account user) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        ObjectNode body = request.object();
        Fields fields = new Fields(body);
        Instant timestamp = fields.time("timestamp", true);
        String description = fields.text("description", "");
        Instant expiration = expiration(body, fields);
        fields.refuse();
        if (timestamp == null || (expiration != null && !expiration.isAfter(timestamp))) {
            throw Refused.field("non_field_errors", "'expiration' is earlier than creation timestamp.");
        }
        return ApiResponse.json(201, Render.ack(store.acknowledge(incident, user, timestamp, description, expiration)));
    }

    private ApiResponse change(ApiRequest request) throws Refused {
        StoredAck ack = ack(request);
        Instant now = store.now();
        if (!ack.isActive(now)) {
            throw Refused.body(400, JsonNodeFactory.instance.arrayNode().add("Cannot change expired Acknowledgement"));
        }
        ObjectNode body = request.object();
        Fields fields = new Fields(body);
        Instant expiration = expiration(body, fields);
        fields.refuse();
        if (expiration != null && !expiration.isAfter(now)) {
            throw Refused.field(
                    "expiration",
                    "'expiration' must be later than current moment (" + Times.format(now) + ") or null.");
        }
        ack.expiration = expiration;
        return ApiResponse.json(200, Render.ack(ack));
    }

    private static @Nullable Instant expiration(ObjectNode body, Fields fields) {
        return body.path("expiration").isNull() ? null : fields.time("expiration", false);
    }

    private StoredAck ack(ApiRequest request) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        long pk = request.number(1);
        return incident.acks.stream()
                .filter(ack -> ack.event.pk() == pk)
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Acknowledgement"));
    }
}
