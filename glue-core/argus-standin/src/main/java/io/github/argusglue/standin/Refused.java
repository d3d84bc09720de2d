package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The stand-in refuses a request, with the status and body that Argus answers. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ApiResponse response;

    Refused(ApiResponse response) {
        super(null, null, false, false);
        this.response = response;
    }

    /** Refuses fields, each with its complaint in a list. */
    static Refused fields(Map<String, String> complaints) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        complaints.forEach((field, complaint) -> body.putArray(field).add(complaint));
        return new Refused(ApiResponse.json(400, body));
    }

    static Refused field(String field, String complaint) {
        return fields(Map.of(field, complaint));
    }

    /** Refuses with a bare complaint under a name, as Argus's own checks do. */
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

    /** What Argus answers to input that its database does not take. */
    static Refused broken() {
        return new Refused(ApiResponse.html(500, "500 - Internal Server Error"));
    }

    ApiResponse response() {
        return response;
    }
}
