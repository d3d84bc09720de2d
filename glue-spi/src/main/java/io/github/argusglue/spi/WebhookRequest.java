package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request to {@code /hooks/SOURCE} or below, after the core has authenticated its sender and limited its size.
 * Immutable.
 */
@Unstable
public final class WebhookRequest {
    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private WebhookRequest(Builder builder) {
        method = builder.method;
        path = builder.path;
        query = copy(builder.query);
        headers = copy(builder.headers);
        body = builder.body.clone();
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> map) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        map.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return copy;
    }

    /** Returns a {@code POST} to {@code /hooks/SOURCE}. Adapters need it only in tests. */
    public static WebhookRequest of(Map<String, List<String>> headers, byte[] body) {
        Builder builder = builder().body(body);
        headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    /** Returns a builder for a {@code POST} to {@code /hooks/SOURCE} without a body. Adapters need it only in tests. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the method in capital letters, for example {@code POST}. */
    public String method() {
        return method;
    }

    /** Returns the decoded path below {@code /hooks/SOURCE/}, without a slash at its start; empty for that itself. */
    public String path() {
        return path;
    }

    /** Returns the first value of a parameter of the query, decoded; its case matters. */
    public Optional<String> query(String name) {
        return queryValues(name).stream().findFirst();
    }

    /** Returns all values of a parameter of the query, decoded, in the order they were sent. */
    public List<String> queryValues(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** Returns the first value of a header; the case of its name does not matter. */
    public Optional<String> header(String name) {
        return headerValues(name).stream().findFirst();
    }

    /** Returns all values of a repeated header, in the order they were sent; the case of its name does not matter. */
    public List<String> headerValues(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Returns a copy of the body, after content encodings were decoded; empty if there is none. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns method and path, without anything that may be secret. */
    @Override
    public String toString() {
        return "WebhookRequest[" + method + " /" + path + ", " + body.length + " bytes]";
    }

    /** Builds a request. Not safe for use by several threads. */
    public static final class Builder {
        private String method = "POST";
        private String path = "";
        private final Map<String, List<String>> query = new LinkedHashMap<>();
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private byte[] body = {};

        private Builder() {}

        /** Sets the method; {@code POST} if never set. */
        public Builder method(String method) {
            this.method = method.toUpperCase(Locale.ROOT);
            return this;
        }

        /** Sets the path below {@code /hooks/SOURCE/}; empty if never set. */
        public Builder path(String path) {
            this.path = requireNonNull(path, "path is null");
            return this;
        }

        /** Adds a value of a parameter of the query. */
        public Builder query(String name, String value) {
            query.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            return this;
        }

        /** Adds a value of a header. */
        public Builder header(String name, String value) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value);
            return this;
        }

        /** Sets the body; empty if never set. */
        public Builder body(byte[] body) {
            this.body = requireNonNull(body, "body is null");
            return this;
        }

        /** Returns the request. */
        public WebhookRequest build() {
            return new WebhookRequest(this);
        }
    }
}
