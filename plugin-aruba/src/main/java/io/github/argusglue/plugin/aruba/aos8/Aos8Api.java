package io.github.argusglue.plugin.aruba.aos8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.plugin.aruba.alert.AccessPoint;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.ResponseReader;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The REST API of ArubaOS 8. A controller has few sessions, so each one is ended at once. {@link #health} may be called
 * by any thread, the rest by one at a time.
 */
final class Aos8Api {
    private static final String COMMAND = "show ap database long";
    private static final String UID = "UIDARUBA";
    private static final String CSRF = "X-CSRF-Token";
    private static final Pattern COOKIE = Pattern.compile("(?:^|[;,\\s])SESSION=([^;,\\s]+)");

    private final ObjectMapper json = new ObjectMapper();
    private final Aos8Config config;
    private final URI url;
    private final SourceHttpClient http;
    private volatile Health health = Health.ok();

    Aos8Api(Aos8Config config, SourceContext context) {
        this.config = config;
        this.url = config.endpoint().url();
        this.http = context.http(config.accessWithoutCredentials());
    }

    /** What the controller gave at the sign-in. The cookie may change with each answer. */
    private static final class Session {
        private final String uid;
        private final String csrf;
        private String cookie;

        Session(String uid, String csrf, String cookie) {
            this.uid = uid;
            this.csrf = csrf;
            this.cookie = cookie;
        }
    }

    /** Returns all access points that the controller knows, each once. */
    List<AccessPoint> accessPoints() throws SourceException, InterruptedException {
        Session session = signIn();
        List<AccessPoint> list;
        try {
            list = send(
                    session, inSession(session, "v1/configuration/showcommand").query("command", COMMAND), this::table);
        } catch (SourceException | RuntimeException e) {
            signOut(session);
            throw e;
        }
        signOut(session);
        return list;
    }

    private Session signIn() throws SourceException, InterruptedException {
        String form = "username=" + encoded(config.username()) + "&password="
                + encoded(config.password().reveal());
        HttpRequest request = HttpRequest.post(url, "v1/api/login")
                .content("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8))
                .repeatable()
                .hint(401, "check 'username' and 'password'")
                .hint(403, "check 'username' and 'password'")
                .confidential(UID, CSRF);
        return http.send(request, response -> {
            JsonNode result = json.readTree(response.body()).path("_global_result");
            String status = result.path("status").asText("");
            String uid = result.path(UID).asText("");
            if (!status.isEmpty() && !status.equals("0")) {
                throw SourceException.unauthorized(request + ": the controller says '"
                        + result.path("status_str").asText("") + "': check 'username' and 'password'");
            } else if (uid.isEmpty()) {
                throw new IOException("this is no controller with ArubaOS 8: the answer has no '" + UID + "'");
            }
            String csrf = result.path(CSRF).asText("");
            return new Session(uid, csrf.isEmpty() ? uid : csrf, cookie(response, uid));
        });
    }

    /** A session that cannot be ended does not make the list wrong; the controller ends it after a while. */
    private void signOut(Session session) throws InterruptedException {
        try {
            send(session, inSession(session, "v1/api/logout"), HttpResponse::status);
            health = Health.ok();
        } catch (SourceException e) {
            health = Health.degraded(
                    "the controller permits few sessions, and the last one could not be ended: " + e.getMessage());
        }
    }

    private HttpRequest inSession(Session session, String path) {
        return HttpRequest.get(url, path)
                .query(UID, session.uid)
                .header("Cookie", Secret.of("SESSION=" + session.cookie))
                .header(CSRF, Secret.of(session.csrf))
                .hint(401, "the controller has ended the session")
                .confidential(UID);
    }

    private <T> T send(Session session, HttpRequest request, ResponseReader<T> reader)
            throws SourceException, InterruptedException {
        return http.send(request, response -> {
            session.cookie = cookie(response, session.cookie);
            return reader.read(response);
        });
    }

    private static String cookie(HttpResponse response, String before) {
        Matcher found = COOKIE.matcher(response.header("Set-Cookie").orElse(""));
        return found.find() ? found.group(1) : before;
    }

    private List<AccessPoint> table(HttpResponse response) throws IOException, SourceException {
        JsonNode answer = json.readTree(response.body());
        String status = answer.path("_global_result").path("status").asText("0");
        if (!status.equals("0")) {
            throw SourceException.badAnswer(
                    "'" + COMMAND + "': the controller says '"
                            + answer.path("_global_result").path("status_str").asText("")
                            + "': may the user run this command?",
                    null);
        }
        Map<String, AccessPoint> list = new LinkedHashMap<>();
        for (JsonNode row : rows(answer)) {
            AccessPoint ap = accessPoint(row);
            // One that has moved can be listed by its old controller, too, as down.
            list.merge(ap.key(), ap, (first, next) -> next.state() == AccessPoint.State.UP ? next : first);
        }
        return new ArrayList<>(list.values());
    }

    private static JsonNode rows(JsonNode answer) throws IOException {
        for (Map.Entry<String, JsonNode> field : answer.properties()) {
            if (field.getKey().startsWith("AP Database") && field.getValue().isArray()) {
                return field.getValue();
            }
        }
        throw new IOException("the answer to '" + COMMAND + "' has no table 'AP Database'");
    }

    private static AccessPoint accessPoint(JsonNode row) throws IOException {
        String status = text(row, "Status").toLowerCase(Locale.ROOT);
        AccessPoint.State state = AccessPoint.State.UNKNOWN;
        if (status.matches("up\\b.*")) {
            state = AccessPoint.State.UP;
        } else if (status.matches("down\\b.*")) {
            state = AccessPoint.State.DOWN;
        }
        AccessPoint ap = new AccessPoint(
                text(row, "Serial #"),
                text(row, "Wired MAC Address"),
                text(row, "Name"),
                text(row, "AP Type"),
                "",
                text(row, "Group"),
                state,
                null);
        if (ap.label().isEmpty()) {
            throw new IOException("a row of 'AP Database' has no name, MAC address and serial number");
        }
        return ap;
    }

    private static String text(JsonNode row, String column) {
        String text = row.path(column).asText("").strip();
        return text.equals("N/A") || text.equals("null") ? "" : text;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns whether the last session could be ended. */
    Health health() {
        return health;
    }
}
