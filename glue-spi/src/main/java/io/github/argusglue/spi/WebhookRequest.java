package io.github.argusglue.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request that came in on {@code /hooks/SOURCE}, after the core has checked its sender and its size. */
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

    /** Returns one; adapters need it in tests only. */
    public static WebhookRequest of(Map<String, List<String>> headers, byte[] body) {
        return new WebhookRequest(headers, requireNonNull(body, "body is null"));
    }

    /** Returns the first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Returns a copy of the body as it was sent, after content encodings were undone. */
    public byte[] body() {
        return body.clone();
    }
}
