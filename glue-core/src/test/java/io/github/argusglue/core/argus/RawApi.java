package io.github.argusglue.core.argus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends raw requests to Argus, for what the client under test does not support. */
public final class RawApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String token;

    /** Creates an API; an empty token sends none. */
    public RawApi(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** Logs in and returns the API of that person. */
    public static RawApi ofPerson(URI url, String name, String password) {
        ObjectNode login =
                JsonNodeFactory.instance.objectNode().put("username", name).put("password", password);
        RawReply reply = new RawApi(url, "").send("POST", "/api/v2/auth/token/login/", login.toString());
        if (reply.status() != 200) {
            throw new IllegalStateException("cannot log in to " + url + " as '" + name + "': " + reply);
        }
        return new RawApi(url, reply.json().path("token").asText());
    }

    public String token() {
        return token;
    }

    /** An answer. */
    public record RawReply(int status, String contentType, String body) {
        /** Returns the body as JSON. */
        public JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("no JSON: " + this, e);
            }
        }
    }

    /** Sends a request to a path or an absolute address; an empty body is none. */
    public RawReply send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Token " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new RawReply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads JSON. */
    public JsonNode get(String path) {
        return send("GET", path, "").json();
    }
}
