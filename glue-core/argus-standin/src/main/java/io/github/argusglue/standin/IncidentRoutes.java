package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Lists, creates and changes incidents. */
final class IncidentRoutes {
    private static final String LIST = "/api/v2/incidents/";
    private static final String MINE = "/api/v2/incidents/mine/";
    private static final String ONE = "/api/v2/incidents/(\\d+)/";
    private static final Set<String> CHANGEABLE =
            Set.of("tags", "details_url", "ticket_url", "level", "metadata", "description");
    private static final Set<String> KNOWN =
            Set.of("pk", "id", "start_time", "end_time", "source", "source_incident_id");

    private final Store store;
    private long listed;

    IncidentRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.add("GET", LIST, (request, user) -> list(request, all(request)));
        routes.add("POST", LIST, this::create);
        routes.add("GET", MINE, (request, user) -> list(request, mine(request, user)));
        routes.add("POST", MINE, this::create);
        routes.add("GET", ONE, (request, user) -> response(200, incident(store, request)));
        routes.add("PATCH", ONE, this::change);
        routes.add("DELETE", ONE, (request, user) -> {
            throw Refused.detail(405, "Deletion of incidents is turned off, see setting INDELIBLE_INCIDENTS");
        });
    }

    static StoredIncident incident(Store store, ApiRequest request) throws Refused {
        return store.incident(request.number(0)).orElseThrow(() -> Refused.notFound("Incident"));
    }

    private List<StoredIncident> all(ApiRequest request) throws Refused {
        return new Filters(request.query(), store.now())
                .common()
                .allSources(store::isExpiryNotice)
                .apply(store.incidents());
    }

    private List<StoredIncident> mine(ApiRequest request, Account user) throws Refused {
        List<StoredIncident> found =
                new Filters(request.query(), store.now()).common().apply(store.incidents());
        found.removeIf(incident -> !incident.source.equals(user.source()));
        return found;
    }

    private ApiResponse list(ApiRequest request, List<StoredIncident> found) throws Refused {
        if (request.query().containsKey("count")) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", found.size());
            request.query().forEach(answer.putObject("params")::put);
            return ApiResponse.json(200, answer);
        }
        Instant now = store.now();
        Cursor<StoredIncident> cursor =
                new Cursor<>(incident -> incident.start, incident -> Render.incident(incident, now));
        return ApiResponse.json(200, cursor.page(request, found, ++listed));
    }

    private ApiResponse create(ApiRequest request, Account user) throws Refused {
        Fields fields = new Fields(request.object());
        Instant start = fields.time("start_time", true);
        Instant end = fields.end();
        IncidentFields checked = new IncidentFields(
                fields.text("source_incident_id", ""),
                start == null ? Instant.EPOCH : start,
                end,
                fields.level(5),
                fields.text("description", ""),
                fields.text("details_url", ""),
                fields.ticket(""),
                fields.metadata(JsonNodeFactory.instance.objectNode()),
                fields.tags());
        fields.refuse();
        if (Fields.isTooLong(checked.sourceIncidentId())) {
            throw Refused.broken();
        }
        if (start != null && end != null && end.isBefore(start)) {
            throw Refused.field("non_field_errors", "'end_time' cannot be before 'start_time'.");
        }
        return response(201, create(user, checked));
    }

    private StoredIncident create(Account user, IncidentFields fields) throws Refused {
        SourceSystem source = user.source();
        if (source == null) {
            throw complaint("The requesting user must have a connected source system.");
        }
        return store.create(user, source, fields)
                .orElseThrow(() -> complaint("duplicate key value violates unique constraint "
                        + "\"incident_unique_source_incident_id_per_source\"\n"
                        + "DETAIL:  Key (source_incident_id, source_id)=(" + fields.sourceIncidentId() + ", "
                        + source.pk() + ") already exists."));
    }

    private static Refused complaint(String text) {
        return Refused.body(400, JsonNodeFactory.instance.arrayNode().add(text));
    }

    /** Anyone may change any incident, as in Argus. */
    private ApiResponse change(ApiRequest request, Account user) throws Refused {
        StoredIncident incident = incident(store, request);
        Fields fields = new Fields(request.object());
        fields.only(CHANGEABLE, KNOWN);
        Changes changes = new Changes(store, incident, user);
        changes.apply(fields);
        return response(200, incident);
    }

    private ApiResponse response(int status, StoredIncident incident) {
        return ApiResponse.json(status, Render.incident(incident, store.now()));
    }
}
