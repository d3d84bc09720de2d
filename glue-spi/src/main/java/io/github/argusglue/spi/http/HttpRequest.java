package io.github.argusglue.spi.http;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Unstable;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request, immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * HttpRequest.get(url, "v1/objects/services").query("filter", "service.state != 0")
 * HttpRequest.post(url, "v1/events").json(text).hint(404, SourceException.Kind.UNAUTHORIZED, "permit 'events/*'")
 * HttpRequest.delete(url, "api/v2/silence").segment(id).accept(404)
 * }</pre>
 */
@Unstable
public final class HttpRequest {
    /**
     * How many bytes of a response are read unless {@link #maxBytes} or the source's {@code max_answer_bytes} says
     * less: 256 MiB.
     */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

    private final String method;
    private final String address;
    private final List<String> query;
    private final Map<String, String> headers;
    private final Map<String, Secret> secretHeaders;
    private final byte @Nullable [] content;
    private final boolean repeatable;
    private final Set<Integer> accepted;
    private final Map<Integer, String> hints;
    private final Map<Integer, SourceException.Kind> kinds;
    private final Set<String> confidential;
    private final long maxBytes;
    private final @Nullable Duration streamPause;

    private HttpRequest(Draft draft) {
        this.method = draft.method;
        this.address = draft.address;
        this.query = List.copyOf(draft.query);
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(draft.headers));
        this.secretHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(draft.secretHeaders));
        this.content = draft.content;
        this.repeatable = draft.repeatable;
        this.accepted = Collections.unmodifiableSet(new TreeSet<>(draft.accepted));
        this.hints = Map.copyOf(draft.hints);
        this.kinds = Map.copyOf(draft.kinds);
        this.confidential = Set.copyOf(draft.confidential);
        this.maxBytes = draft.maxBytes;
        this.streamPause = draft.streamPause;
    }

    /** Returns a request that reads; see {@link #of}. */
    public static HttpRequest get(URI base, String path) {
        return of("GET", base, path);
    }

    /** Returns a request that sends something, see {@link #of}; {@link #json} or {@link #content} says what. */
    public static HttpRequest post(URI base, String path) {
        return of("POST", base, path);
    }

    /** Returns a request that replaces something, see {@link #of}. */
    public static HttpRequest put(URI base, String path) {
        return of("PUT", base, path);
    }

    /** Returns a request that deletes something, see {@link #of}. */
    public static HttpRequest delete(URI base, String path) {
        return of("DELETE", base, path);
    }

    /**
     * Returns a request.
     *
     * @param method for example {@code PATCH}
     * @param base address of the server, with its path prefix if it has one
     * @param path below {@code base}, already percent-encoded, without a query; empty for {@code base} itself. Use
     *     {@link #segment} for names that need encoding
     * @throws IllegalArgumentException if the method or an address is not valid
     */
    public static HttpRequest of(String method, URI base, String path) {
        HttpEndpoint.requireHttp("base", base);
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("'" + method + "' is not an HTTP method");
        }
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw new IllegalArgumentException("the path '" + path + "' must not contain '?' or '#': use query()");
        }
        Draft draft = new Draft();
        draft.method = method.toUpperCase(Locale.ROOT);
        draft.address = join(base.toString(), path);
        draft.repeatable = REPEATABLE.contains(draft.method);
        URI.create(draft.address);
        return draft.request();
    }

    private static String join(String base, String path) {
        String below = path.startsWith("/") ? path.substring(1) : path;
        if (below.isEmpty()) {
            return base;
        }
        return base.endsWith("/") ? base + below : base + "/" + below;
    }

    /** Appends a segment to the path, percent-encoded: {@code "db/1!disk"} becomes {@code /db%2F1%21disk}. */
    public HttpRequest segment(String name) {
        Draft draft = new Draft(this);
        draft.address = join(address, encode(name));
        return draft.request();
    }

    /** Adds a parameter to the query, encoded. A parameter may be added several times. */
    public HttpRequest query(String name, String value) {
        Draft draft = new Draft(this);
        draft.query.add(encode(name) + "=" + encode(value));
        return draft.request();
    }

    /**
     * Sets a header. Secrets do not belong here: those that are configured are keys of
     * {@link io.github.argusglue.spi.config.HttpAccess}, and for others there is {@link #header(String, Secret)}.
     *
     * @throws IllegalArgumentException if the name or value is not allowed in a header
     */
    public HttpRequest header(String name, String value) {
        requireHeaderName(name);
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException(
                    "the value of header '" + name + "' contains a character that is not allowed");
        }
        Draft draft = new Draft(this);
        draft.headers.put(name, value);
        return draft.request();
    }

    /**
     * Sets a header with a secret that is not in the configuration, such as an access token that the adapter got by
     * signing in. It is revealed when the request is sent, replaces a header of the same name from
     * {@link io.github.argusglue.spi.config.HttpAccess}, and is masked in what is recorded.
     *
     * <pre>{@code
     * HttpRequest.get(url, "v1/alerts").header("Authorization", Secret.of("Bearer " + accessToken))
     * }</pre>
     *
     * @throws IllegalArgumentException if the name is not allowed for a header. A value that is not allowed makes
     *     {@link SourceHttpClient#send} throw
     */
    public HttpRequest header(String name, Secret value) {
        requireHeaderName(name);
        Draft draft = new Draft(this);
        draft.secretHeaders.put(name, requireNonNull(value, "value is null"));
        return draft.request();
    }

    private static void requireHeaderName(String name) {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a header");
        }
    }

    /** Sets the body: JSON. */
    public HttpRequest json(String text) {
        return content("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the body.
     *
     * @param type its media type, such as {@code application/x-www-form-urlencoded}
     */
    public HttpRequest content(String type, byte[] bytes) {
        Draft draft = new Draft(header("Content-Type", type));
        draft.content = bytes.clone();
        return draft.request();
    }

    /**
     * Says that sending the request twice does no harm, which lets the client repeat it if a kept-alive connection
     * turns out to be closed. This is the default for {@code GET}, {@code HEAD}, {@code PUT}, {@code DELETE} and
     * {@code OPTIONS}. Use it for a {@code POST} that only reads.
     */
    public HttpRequest repeatable() {
        Draft draft = new Draft(this);
        draft.repeatable = true;
        return draft.request();
    }

    /** Has responses with these statuses read, too, instead of failing. For example 404 for something that is gone. */
    public HttpRequest accept(int... statuses) {
        Draft draft = new Draft(this);
        Arrays.stream(statuses).forEach(draft.accepted::add);
        return draft.request();
    }

    /**
     * Sets what the message says to do if the server answers with this status.
     *
     * @param advice one clause in lower case, such as {@code check 'filter'}
     */
    public HttpRequest hint(int status, String advice) {
        Draft draft = new Draft(this);
        draft.hints.put(status, requireNonNull(advice, "advice is null"));
        return draft.request();
    }

    /**
     * Sets what it means if the server answers with this status, and what the message says to do. For servers that do
     * not use 401 and 403 for everything that is not permitted, for example.
     *
     * @param kind of the exception. With {@code RATE_LIMITED}, the pause is that of {@code Retry-After}, or five
     *     seconds
     * @param advice one clause in lower case, such as {@code give the user the permission 'events'}
     */
    public HttpRequest hint(int status, SourceException.Kind kind, String advice) {
        Draft draft = new Draft(hint(status, advice));
        draft.kinds.put(status, requireNonNull(kind, "kind is null"));
        return draft.request();
    }

    /**
     * Returns a copy that names fields of the JSON answer, and parameters of the query, whose values are replaced by
     * {@code ****} in what {@code argus-glue try --record} writes: tokens, claim codes, names of people. The reader of
     * the response gets them. The credentials of the configuration are masked anyway.
     *
     * <pre>{@code
     * HttpRequest.post(url, "oauth2/token").confidential("access_token", "refresh_token")
     * }</pre>
     *
     * @param fields names of fields, at any depth; their values are texts, numbers or lists of them
     */
    public HttpRequest confidential(String... fields) {
        Draft draft = new Draft(this);
        draft.confidential.addAll(Arrays.asList(fields));
        return draft.request();
    }

    /**
     * Sets how many bytes of a response, after decompression, are read at most; a longer one is a failure. It cannot be
     * more than the source's {@code max_answer_bytes}.
     */
    public HttpRequest maxBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1");
        }
        Draft draft = new Draft(this);
        draft.maxBytes = bytes;
        return draft.request();
    }

    /**
     * Says that the response has no end, such as a stream of events: neither its duration nor its size is limited, only
     * the time in which nothing arrives, also before the first byte. Read it on a thread of
     * {@link io.github.argusglue.spi.SourceContext#threadFactory}.
     *
     * @param pause how long the server may send nothing before the connection counts as dead
     */
    public HttpRequest streaming(Duration pause) {
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("the pause must be positive");
        }
        Draft draft = new Draft(this);
        draft.streamPause = pause;
        return draft.request();
    }

    /** Returns the method, in upper case. */
    public String method() {
        return method;
    }

    /** Returns the address with the query. */
    public URI uri() {
        return query.isEmpty() ? URI.create(address) : URI.create(address + "?" + String.join("&", query));
    }

    /** Returns the headers that were set, unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the headers whose values are secrets, unmodifiable. */
    public Map<String, Secret> secretHeaders() {
        return secretHeaders;
    }

    /** Returns a copy of the body; empty if there is none. */
    public Optional<byte[]> content() {
        return Optional.ofNullable(content).map(byte[]::clone);
    }

    /** Returns whether the request may be repeated. */
    public boolean isRepeatable() {
        return repeatable;
    }

    /** Returns the statuses besides 200 to 299 whose responses are read, unmodifiable. */
    public Set<Integer> accepted() {
        return accepted;
    }

    /** Returns the advice for a status; empty if none was set. */
    public Optional<String> hint(int status) {
        return Optional.ofNullable(hints.get(status));
    }

    /** Returns the kind of failure that a status means; empty if none was set. */
    public Optional<SourceException.Kind> kind(int status) {
        return Optional.ofNullable(kinds.get(status));
    }

    /** Returns the fields of the JSON answer whose values are not recorded; unmodifiable. */
    public Set<String> confidential() {
        return confidential;
    }

    /** Returns how many bytes of a response are read at most. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns how long a response without an end may pause; empty for other responses. */
    public Optional<Duration> streamPause() {
        return Optional.ofNullable(streamPause);
    }

    /**
     * Returns method and address without the query, which may contain a session: {@code GET https://am1/api/v2/alerts}.
     */
    @Override
    public String toString() {
        return method + " " + address;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What the next copy contains. */
    private static final class Draft {
        private String method = "";
        private String address = "";
        private final List<String> query = new ArrayList<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final Map<String, Secret> secretHeaders = new LinkedHashMap<>();
        private byte @Nullable [] content;
        private boolean repeatable;
        private final Set<Integer> accepted = new TreeSet<>();
        private final Map<Integer, String> hints = new LinkedHashMap<>();
        private final Map<Integer, SourceException.Kind> kinds = new LinkedHashMap<>();
        private final Set<String> confidential = new TreeSet<>();
        private long maxBytes = DEFAULT_MAX_BYTES;
        private @Nullable Duration streamPause;

        private Draft() {}

        private Draft(HttpRequest from) {
            method = from.method;
            address = from.address;
            query.addAll(from.query);
            headers.putAll(from.headers);
            secretHeaders.putAll(from.secretHeaders);
            content = from.content;
            repeatable = from.repeatable;
            accepted.addAll(from.accepted);
            hints.putAll(from.hints);
            kinds.putAll(from.kinds);
            confidential.addAll(from.confidential);
            maxBytes = from.maxBytes;
            streamPause = from.streamPause;
        }

        private HttpRequest request() {
            return new HttpRequest(this);
        }
    }
}
