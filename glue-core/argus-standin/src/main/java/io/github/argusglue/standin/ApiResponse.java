package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A response of the stand-in. */
record ApiResponse(int status, String contentType, String body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";

    static ApiResponse json(int status, JsonNode body) {
        return new ApiResponse(status, JSON, body.toString(), Map.of());
    }

    static ApiResponse html(int status, String title) {
        String page = "<head>\n  <title>%1$s</title>\n</head>\n<body>\n  <h1>%1$s</h1>\n</body>\n".formatted(title);
        return new ApiResponse(status, HTML, page, Map.of());
    }

    static ApiResponse page(String html) {
        return new ApiResponse(200, HTML, html, Map.of());
    }

    static ApiResponse empty(int status) {
        return new ApiResponse(status, "", "", Map.of());
    }

    ApiResponse with(String header, String value) {
        return new ApiResponse(status, contentType, body, Map.of(header, value));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
