package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request to {@code /hooks/SOURCE}, after the core has authenticated its sender and limited its size. */
@Unstable
public final class WebhookRequest {
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private WebhookRequest(Map<String, List<String>> headers, byte[] body) {
        TreeMap<String, List<String>> copy = new TreeMap<>();
        headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.headers = copy;
        this.body = body.clone();
    }

    /** Returns a request. Adapters need it only in tests. */
    public static WebhookRequest of(Map<String, List<String>> headers, byte[] body) {
        return new WebhookRequest(headers, requireNonNull(body, "body is null"));
    }

    /** Returns the first value of a header; the case of its name does not matter. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Returns a copy of the body, after content encodings were decoded. */
    public byte[] body() {
        return body.clone();
    }
}
