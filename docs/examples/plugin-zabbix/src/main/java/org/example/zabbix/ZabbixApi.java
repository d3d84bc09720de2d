package org.example.zabbix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls the methods of Zabbix's API (JSON-RPC), 6.0 and newer, with a token or signed in by name and password. */
final class ZabbixApi {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
    /** All are errors -32602 or -32500, as other errors are; the texts differ between versions. */
    private static final Pattern REFUSED = Pattern.compile(
            "not authori[sz]ed|session terminated|token expired|no permissions to call|no permissions to system|"
                    + "user name or password|password is incorrect|name is incorrect|blocked|no api access",
            Pattern.CASE_INSENSITIVE);

    private final ObjectMapper json = new ObjectMapper();
    private final SourceHttpClient http;
    private final HttpAccess access;
    private final URI frontend;
    private Version version;
    private Secret session;

    ZabbixApi(HttpEndpoint endpoint, Function<HttpAccess, SourceHttpClient> client) {
        this.access = endpoint.access();
        // Zabbix does not know the header before 6.4, and refuses it for the methods that need no user.
        this.http = client.apply(access.toBuilder().withoutCredentials().build());
        this.frontend = URI.create(endpoint.url().toString().replaceFirst("/*(api_jsonrpc\\.php)?$", ""));
    }

    /** Returns the address of the web frontend. */
    URI frontend() {
        return frontend;
    }

    /** Returns whether Zabbix is of this version or newer. */
    boolean isAtLeast(int major, int minor) throws SourceException, InterruptedException {
        if (version == null) {
            String text = send("apiinfo.version", Map.of(), null).asText();
            Matcher found = VERSION.matcher(text);
            if (!found.matches()) {
                throw SourceException.badAnswer(frontend + ": '" + text + "' is not a version: check 'url'", null);
            }
            Version read = new Version(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
            if (!read.isAtLeast(6, 0)) {
                throw SourceException.badAnswer(frontend + " is Zabbix " + text + ": 6.0 or newer is needed", null);
            }
            version = read;
        }
        return version.isAtLeast(major, minor);
    }

    /** Returns the result. Signs in again if the session has ended. */
    JsonNode call(String method, Map<String, ?> params) throws SourceException, InterruptedException {
        boolean wasSignedIn = session != null;
        try {
            return send(method, params, credential());
        } catch (SourceException e) {
            // It may be another version when it answers again.
            version = null;
            session = null;
            if (!wasSignedIn || e.kind() != SourceException.Kind.UNAUTHORIZED) {
                throw e;
            }
            return send(method, params, credential());
        }
    }

    private Secret credential() throws SourceException, InterruptedException {
        // Before the first request with a credential, since that depends on it.
        isAtLeast(6, 0);
        if (access.token().isPresent()) {
            return access.token().get();
        }
        if (session == null) {
            Map<String, String> login = Map.of(
                    "username", access.username().orElseThrow(),
                    "password", access.password().orElseThrow().reveal());
            session = Secret.of(send("user.login", login, null).asText());
        }
        return session;
    }

    private JsonNode send(String method, Map<String, ?> params, Secret credential)
            throws SourceException, InterruptedException {
        ObjectNode body = json.createObjectNode()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put("id", 1);
        body.set("params", json.valueToTree(params));
        HttpRequest request = HttpRequest.post(frontend, "api_jsonrpc.php")
                .hint(404, "check 'url': it is the address of Zabbix's web frontend")
                .hint(412, "check 'url': it is the address of Zabbix's web frontend");
        if (credential != null && isAtLeast(6, 4)) {
            request = request.header("Authorization", Secret.of("Bearer " + credential.reveal()));
        } else if (credential != null) {
            body.put("auth", credential.reveal());
        }
        if (method.equals("user.login")) {
            request = request.confidential("result");
        }
        if (!method.equals("event.acknowledge")) {
            request = request.repeatable();
        }
        JsonNode answer = http.send(request.json(body.toString()), response -> {
            JsonNode read = json.readTree(response.body());
            return read.has("error") ? read : read.required("result");
        });
        if (answer.has("error")) {
            throw failure(method, answer.get("error"));
        }
        return answer;
    }

    private SourceException failure(String method, JsonNode error) {
        String text = (error.path("message").asText() + " " + error.path("data").asText()).strip();
        String message = "POST " + frontend + "/api_jsonrpc.php " + method + ": " + text;
        if (!REFUSED.matcher(text).find()) {
            return SourceException.badAnswer(message, null);
        }
        String keys = access.token().isPresent() ? "'token'" : "'username' and 'password'";
        return SourceException.unauthorized(
                message + ": check " + keys + ", and that the role of the user allows " + method);
    }

    private record Version(int major, int minor) {
        boolean isAtLeast(int wantedMajor, int wantedMinor) {
            return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
        }
    }
}
