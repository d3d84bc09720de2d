package io.github.argusglue.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dispatches requests to handlers, and rejects requests without a handler or a valid token as Argus does. */
final class Routes {
    private static final int MOST_LINE = 4_094;
    private static final String API_OF_SOURCES = "/api/v2/incidents/";
    private static final Account NOBODY = new Account(0, "", null);

    private final Store store;
    private final List<Route> routes = new ArrayList<>();

    private record Route(Pattern path, Map<String, Handler> methods, boolean secured) {}

    Routes(Store store) {
        this.store = store;
        new AccountRoutes(store).addTo(this);
        new TokenRoutes(store).addTo(this);
        new IncidentRoutes(store).addTo(this);
        new EventRoutes(store).addTo(this);
        new AckRoutes(store).addTo(this);
        new TagRoutes(store).addTo(this);
    }

    /** Adds a handler that needs a token. */
    Routes add(String method, String path, Handler handler) {
        return add(method, path, handler, true);
    }

    /** Adds a handler that needs no token. */
    Routes open(String method, String path, Handler handler) {
        return add(method, path, handler, false);
    }

    private Routes add(String method, String path, Handler handler, boolean secured) {
        for (Route route : routes) {
            if (route.path.pattern().equals(path)) {
                route.methods.put(method, handler);
                return this;
            }
        }
        Map<String, Handler> methods = new LinkedHashMap<>();
        methods.put(method, handler);
        routes.add(new Route(Pattern.compile(path), methods, secured));
        return this;
    }

    ApiResponse answer(ApiRequest request) throws Refused {
        if (request.lineLength() > MOST_LINE) {
            return ApiResponse.html(
                    414, "Request Line is too large (" + request.lineLength() + " > " + MOST_LINE + ")");
        }
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(request.path());
            if (matcher.matches()) {
                return answer(route, request.withGroups(groups(matcher)));
            }
        }
        boolean slash = routes.stream()
                .anyMatch(route -> route.path.matcher(request.path() + "/").matches());
        return slash
                ? new ApiResponse(301, "text/html; charset=utf-8", "", Map.of("Location", request.path() + "/"))
                : ApiResponse.html(404, "404 - Page Not Found");
    }

    private ApiResponse answer(Route route, ApiRequest request) throws Refused {
        Account user = route.secured ? user(request) : NOBODY;
        if (request.path().startsWith(API_OF_SOURCES)) {
            // Every request of a source counts as a sign of life, even if it is rejected.
            store.seen(user);
        }
        Handler handler = route.methods.get(request.method());
        if (handler == null) {
            throw Refused.detail(405, "Method \"" + request.method() + "\" not allowed.");
        }
        return handler.answer(request, user);
    }

    Account user(ApiRequest request) throws Refused {
        Optional<String> token = request.token();
        String complaint = token.isEmpty() ? "Authentication credentials were not provided." : "Invalid token.";
        if (token.isPresent() && store.tokens().forgetExpired(token.get())) {
            complaint = "Token has expired.";
        }
        Optional<Account> user = token.flatMap(store::byToken);
        if (user.isEmpty()) {
            throw new Refused(Refused.detail(401, complaint).response().with("WWW-Authenticate", "Token"));
        }
        return user.get();
    }

    private static List<String> groups(Matcher matcher) {
        List<String> groups = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            groups.add(matcher.group(group));
        }
        return groups;
    }
}
