package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The stand-in rejects a request, with the status and body that Argus returns. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ApiResponse response;

    Refused(ApiResponse response) {
        super(null, null, false, false);
        this.response = response;
    }

    /** Rejects fields, each with a list of errors. */
    static Refused fields(Map<String, String> complaints) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        complaints.forEach((field, complaint) -> body.putArray(field).add(complaint));
        return new Refused(ApiResponse.json(400, body));
    }

    static Refused field(String field, String complaint) {
        return fields(Map.of(field, complaint));
    }

    /** Rejects a field with a single error, as Argus's own checks do. */
    static Refused named(String name, String complaint) {
        return new Refused(
                ApiResponse.json(400, JsonNodeFactory.instance.objectNode().put(name, complaint)));
    }

    static Refused body(int status, JsonNode body) {
        return new Refused(ApiResponse.json(status, body));
    }

    static Refused detail(int status, String detail) {
        return new Refused(
                ApiResponse.json(status, JsonNodeFactory.instance.objectNode().put("detail", detail)));
    }

    static Refused notFound(String what) {
        return detail(404, "No " + what + " matches the given query.");
    }

    /** The response of Argus to input that its database rejects. */
    static Refused broken() {
        return new Refused(ApiResponse.html(500, "500 - Internal Server Error"));
    }

    ApiResponse response() {
        return response;
    }
}
