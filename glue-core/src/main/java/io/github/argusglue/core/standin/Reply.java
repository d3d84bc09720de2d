package io.github.argusglue.core.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer of the stand-in. */
record Reply(int status, String contentType, String body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";

    static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, body.toString(), Map.of());
    }

    static Reply html(int status, String title) {
        String page = "<head>\n  <title>%1$s</title>\n</head>\n<body>\n  <h1>%1$s</h1>\n</body>\n".formatted(title);
        return new Reply(status, HTML, page, Map.of());
    }

    static Reply page(String html) {
        return new Reply(200, HTML, html, Map.of());
    }

    static Reply empty(int status) {
        return new Reply(status, "", "", Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, body, Map.of(header, value));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
