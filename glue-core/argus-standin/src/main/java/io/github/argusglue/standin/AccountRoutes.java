package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The server itself, its users and sources. */
final class AccountRoutes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Store store;

    AccountRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.open("GET", "/api/", (request, nobody) -> ApiResponse.json(200, server()));
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            routes.open(method, "/api/v1/.*", (request, nobody) -> {
                if (request.token().isPresent()) {
                    // Needs no token, but rejects an invalid one.
                    routes.user(request);
                }
                return gone();
            });
        }
        routes.open("GET", "/\\.still-alive/", (request, nobody) -> ApiResponse.empty(204));
        routes.add("GET", "/api/v2/auth/user/", (request, user) -> ApiResponse.json(200, whoAmI(user)));
        routes.add("GET", "/api/v2/auth/users/(\\d+)/", (request, user) -> user(request));
        routes.add("GET", "/api/v2/incidents/sources/", (request, user) -> sources());
        routes.add(
                "POST",
                "/api/v2/incidents/sources/heartbeat/",
                (request, user) -> ApiResponse.empty(store.seen(user) ? 204 : 403));
    }

    private static ObjectNode server() {
        ObjectNode node = NODES.objectNode().put("server-version", StandInArgus.VERSION);
        node.putObject("api-version").put("stable", "v2");
        return node;
    }

    private static ApiResponse gone() {
        return ApiResponse.json(
                410, NODES.objectNode().put("status_code", 410).put("status", "API v1 has been removed"));
    }

    private static ObjectNode whoAmI(Account user) {
        return Render.user(user).putNull("admin_url");
    }

    private ApiResponse user(ApiRequest request) throws Refused {
        Account account = store.account(request.number(0)).orElseThrow(() -> Refused.notFound("User"));
        return ApiResponse.json(200, Render.user(account));
    }

    private ApiResponse sources() {
        ArrayNode sources = NODES.arrayNode();
        store.sources().forEach(source -> sources.add(Render.source(source)));
        return ApiResponse.json(200, sources);
    }
}
