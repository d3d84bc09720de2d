package io.github.argusglue.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the stand-in.
 *
 * @param path path without the query
 * @param query decoded; the last value wins if a name occurs several times
 * @param address URL of the request as the client wrote it, without the query
 * @param lineLength length of the request line in bytes
 * @param groups groups captured by the route's pattern
 */
record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        String address,
        String authorization,
        String body,
        int lineLength,
        List<String> groups) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEME = "Token ";

    ApiRequest withGroups(List<String> captured) {
        return new ApiRequest(method, path, query, address, authorization, body, lineLength, captured);
    }

    Optional<String> token() {
        boolean present = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return present ? Optional.of(authorization.substring(SCHEME.length()).strip()) : Optional.empty();
    }

    /** Returns the number in the path. */
    long number(int group) throws Refused {
        try {
            return Long.parseLong(groups.get(group));
        } catch (NumberFormatException e) {
            throw new Refused(ApiResponse.html(404, "404 - Page Not Found"));
        }
    }

    /** Returns an object as plain values. */
    static Map<String, Object> values(JsonNode object) {
        return MAPPER.convertValue(object, new TypeReference<>() {});
    }

    /** Returns the body, which must be a JSON object. */
    ObjectNode object() throws Refused {
        JsonNode node;
        try {
            node = MAPPER.readTree(body.isEmpty() ? "{}" : body);
        } catch (JsonProcessingException e) {
            throw Refused.detail(400, "JSON parse error - " + e.getOriginalMessage());
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        String type = node.getNodeType() == JsonNodeType.ARRAY
                ? "list"
                : node.getNodeType().name().toLowerCase(Locale.ROOT);
        throw Refused.field("non_field_errors", "Invalid data. Expected a dictionary, but got " + type + ".");
    }
}
