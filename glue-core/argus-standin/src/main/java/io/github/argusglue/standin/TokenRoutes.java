package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Creation and deletion of tokens. */
final class TokenRoutes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration SESSION = Duration.ofHours(10);

    private final Store store;

    TokenRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        routes.open("POST", "/api/v2/auth/token/login/", (request, nobody) -> login(routes, request));
        routes.add("POST", "/api/v2/auth/token/logout/", (request, user) -> logout(request));
        routes.add("POST", "/api/v2/auth/refresh-token/", (request, user) -> refresh(user));
    }

    /** With a name and a password in the body; or, with an empty body, for the owner of the token. */
    private ApiResponse login(Routes routes, ApiRequest request) throws Refused {
        Account user = request.body().isEmpty() ? routes.user(request) : named(request.object());
        Instant expiry = store.now().plus(SESSION);
        return ApiResponse.json(
                200,
                NODES.objectNode()
                        .put("expiry", Times.format(expiry))
                        .put("token", store.tokens().session(user, expiry)));
    }

    private Account named(ObjectNode body) throws Refused {
        Optional<Account> user = store.named(body.path("username").asText())
                .filter(found -> found.isPerson() || store.tokens().mayLogIn(found))
                .filter(found ->
                        StandInArgus.PASSWORD.equals(body.path("password").asText()));
        return user.orElseThrow(() -> Refused.detail(
                403,
                "{'non_field_errors': [ErrorDetail(string='Unable to log in with provided credentials.', "
                        + "code='authorization')]}"));
    }

    /** Only tokens created by a login can be deleted. */
    private ApiResponse logout(ApiRequest request) throws Refused {
        if (!store.tokens().endSession(request.token().orElse(""))) {
            throw new Refused(Refused.detail(401, "Invalid token.").response().with("WWW-Authenticate", "Token"));
        }
        return ApiResponse.empty(204);
    }

    private ApiResponse refresh(Account user) throws Refused {
        String fresh = store.tokens()
                .refresh(user)
                .orElseThrow(() -> Refused.body(
                        400,
                        NODES.arrayNode()
                                .add("No token for the user '" + user.name()
                                        + "' exists, one needs to be created in the admin interface.")));
        store.endExpiryNotice(user);
        return ApiResponse.json(200, NODES.objectNode().put("token", fresh));
    }
}
