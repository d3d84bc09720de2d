package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Single tags and the ticket of an incident. */
final class TagRoutes {
    private static final String ALL = "/api/v2/incidents/(\\d+)/tags/";
    private static final String ONE = "/api/v2/incidents/(\\d+)/tags/([^/]*=[^/]*)/";
    private static final String TICKET = "/api/v2/incidents/(\\d+)/ticket_url/";

    private final Store store;

    TagRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.add("GET", ALL, (request, user) -> list(request));
        routes.add("POST", ALL, this::add);
        routes.add("DELETE", ONE, (request, user) -> remove(request));
        routes.add("PUT", TICKET, this::ticket);
    }

    private ApiResponse list(ApiRequest request) throws Refused {
        ArrayNode tags = JsonNodeFactory.instance.arrayNode();
        IncidentRoutes.incident(store, request)
                .tags
                .keySet()
                .forEach(tag -> tags.addObject().put("tag", tag));
        return ApiResponse.json(200, tags);
    }

    /** Writes nothing to the log, unlike a PATCH of all tags. */
    private ApiResponse add(ApiRequest request, Account user) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        String tag = request.object().path("tag").asText();
        String complaint = Fields.tagComplaint(tag);
        if (complaint != null) {
            throw Refused.named("tag", complaint);
        }
        String fit = Fields.fit(tag);
        incident.tags.putIfAbsent(fit, new StoredTag(fit, user.pk(), store.now()));
        return ApiResponse.json(201, JsonNodeFactory.instance.objectNode().put("tag", fit));
    }

    private ApiResponse remove(ApiRequest request) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        if (incident.tags.remove(Fields.fit(request.groups().get(1))) == null) {
            throw Refused.notFound("Tag");
        }
        return ApiResponse.empty(204);
    }

    /** Validates nothing, not even that it is a URL. */
    private ApiResponse ticket(ApiRequest request, Account user) throws Refused {
        StoredIncident incident = IncidentRoutes.incident(store, request);
        ObjectNode body = request.object();
        if (!body.has("ticket_url")) {
            throw Refused.broken();
        }
        String url = new Fields(body).text("ticket_url", "");
        new Changes(store, incident, user).ticket(url);
        return ApiResponse.json(200, JsonNodeFactory.instance.objectNode().put("ticket_url", url));
    }
}
