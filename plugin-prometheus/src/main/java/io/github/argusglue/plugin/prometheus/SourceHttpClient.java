package io.github.argusglue.plugin.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * HTTP client of one source. Reports failures as {@link SourceException}s of the right kind, with a readable message.
 */
final class SourceHttpClient implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    private final HttpAccess access;
    private final InstantSource clock;
    private final OkHttpClient client;
    private volatile boolean closed;

    /** @throws SourceException if a certificate cannot be used */
    SourceHttpClient(HttpAccess access, InstantSource clock) throws SourceException {
        this.access = access;
        this.clock = clock;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .callTimeout(access.timeout())
                .connectTimeout(access.timeout())
                .readTimeout(access.timeout())
                .writeTimeout(access.timeout())
                .followRedirects(false);
        access.proxy()
                .ifPresent(uri -> builder.proxy(
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()))));
        Tls.of(access).ifPresent(tls -> builder.sslSocketFactory(tls.sockets(), tls.trust()));
        this.client = builder.build();
    }

    /** Reads the body of a response as a stream. */
    @FunctionalInterface
    interface BodyReader<T> {
        /**
         * Reads the whole body.
         *
         * @param now time by the server's clock
         */
        T read(InputStream body, Instant now) throws IOException;
    }

    /** The parsed body, and the time by the server's clock. */
    record HttpAnswer<T>(T body, Instant now) {}

    /** GETs {@code path} below {@code base}. */
    <T> HttpAnswer<T> get(URI base, String path, Map<String, List<String>> query, BodyReader<T> reader)
            throws SourceException {
        HttpUrl url = url(base, path, query);
        return send("GET " + withoutQuery(url), request(url), false, reader);
    }

    /** POSTs JSON to {@code path} below {@code base}. */
    <T> HttpAnswer<T> post(URI base, String path, String json, BodyReader<T> reader) throws SourceException {
        HttpUrl url = url(base, path, Map.of());
        return send("POST " + withoutQuery(url), request(url).post(RequestBody.create(json, JSON)), false, reader);
    }

    /** DELETEs {@code path} below {@code base}. Succeeds if there is nothing to delete. */
    void delete(URI base, String path) throws SourceException {
        HttpUrl url = url(base, path, Map.of());
        send("DELETE " + withoutQuery(url), request(url).delete(), true, (body, now) -> "");
    }

    private <T> HttpAnswer<T> send(String operation, Request.Builder request, boolean mayBeAbsent, BodyReader<T> reader)
            throws SourceException {
        if (closed) {
            throw SourceException.unreachable(operation + ": not sent, the source is being closed", null);
        }
        try (Response response = client.newCall(authorized(request, operation)).execute()) {
            if (!mayBeAbsent || !isAbsent(response)) {
                checkStatus(response, operation);
            }
            Instant now = now(response);
            return new HttpAnswer<>(reader.read(response.body().byteStream(), now), now);
        } catch (JsonProcessingException e) {
            throw SourceException.badAnswer(operation + ": unexpected JSON: " + e.getOriginalMessage(), e);
        } catch (EOFException | ProtocolException e) {
            throw SourceException.badAnswer(operation + ": the response is truncated: " + e.getMessage(), e);
        } catch (IOException e) {
            throw SourceException.unreachable(operation + ": " + reason(e), e);
        }
    }

    /** Alertmanager up to 0.25 answers 500 for a silence that it does not have. */
    private static boolean isAbsent(Response response) throws IOException {
        return response.code() == 404
                || response.code() == 410
                || (response.code() == 500 && bodyExcerpt(response).contains("not found"));
    }

    private static HttpUrl url(URI base, String path, Map<String, List<String>> query) throws SourceException {
        HttpUrl parsed = HttpUrl.get(base);
        if (parsed == null) {
            throw SourceException.unreachable("'" + base + "' is not an HTTP URL", null);
        }
        String prefix = parsed.encodedPath();
        HttpUrl.Builder builder =
                parsed.newBuilder().encodedPath(prefix.endsWith("/") ? prefix + path : prefix + "/" + path);
        query.forEach((name, values) -> values.forEach(value -> builder.addQueryParameter(name, value)));
        return builder.build();
    }

    private static Request.Builder request(HttpUrl url) {
        return new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("User-Agent", "argus-glue");
    }

    private Request authorized(Request.Builder request, String operation) throws SourceException {
        try {
            access.headers().forEach((name, value) -> request.header(name, value.reveal()));
            access.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
            access.username()
                    .ifPresent(user -> request.header(
                            "Authorization",
                            Credentials.basic(
                                    user, access.password().orElseThrow().reveal(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            // The exception's message may contain the value.
            throw SourceException.unauthorized(
                    operation + ": not sent: 'token' or 'headers' contain a character that is not allowed in a header");
        }
        return request.build();
    }

    private static void checkStatus(Response response, String operation) throws SourceException, IOException {
        int code = response.code();
        if (response.isSuccessful()) {
            return;
        }
        String answer = code + bodyExcerpt(response);
        if (code == 401 || code == 403) {
            throw SourceException.unauthorized(operation + ": " + answer
                    + ": check 'username' and 'password', 'token', 'client_certificate' or the headers");
        } else if (code == 429 || (code == 503 && answer.contains("Limit of concurrent"))) {
            throw SourceException.rateLimited(operation + ": " + answer, retryAfter(response));
        } else if (code >= 500 || code == 408) {
            throw SourceException.unreachable(operation + ": " + answer, null);
        } else if (response.isRedirect()) {
            throw SourceException.badAnswer(
                    operation + ": " + code + " to " + redirectTarget(response) + ": configure the final URL", null);
        } else if (code == 400 && operation.startsWith("GET")) {
            throw SourceException.badAnswer(operation + ": " + answer + ": check 'filter' and 'receiver'", null);
        } else if (code == 400 || code == 422) {
            throw SourceException.badAnswer(operation + ": " + answer, null);
        }
        throw SourceException.badAnswer(operation + ": " + answer + ": check the URL and its path prefix", null);
    }

    /** Without the query, which may contain a session. */
    private static String redirectTarget(Response response) {
        String location = response.header("Location");
        HttpUrl target = location == null ? null : response.request().url().resolve(location);
        return target == null ? "nowhere" : "'" + withoutQuery(target) + "'";
    }

    private static String bodyExcerpt(Response response) throws IOException {
        String text = response.peekBody(300).string().strip().replaceAll("\\s+", " ");
        return text.isEmpty() || text.startsWith("<") ? "" : " (" + text + ")";
    }

    private static Duration retryAfter(Response response) {
        try {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(response.header("Retry-After", ""))));
        } catch (NumberFormatException e) {
            return DEFAULT_RETRY_AFTER;
        }
    }

    private Instant now(Response response) {
        String date = response.header("Date", "");
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            return clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }
    }

    private static String withoutQuery(HttpUrl url) {
        return url.newBuilder().query(null).fragment(null).build().toString();
    }

    private String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "unknown host";
        } else if (e instanceof InterruptedIOException) {
            return closed ? "cancelled, the source is being closed" : "no complete response within " + access.timeout();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Cancels all running calls, since an interrupt alone does not end them. */
    @Override
    public void close() {
        closed = true;
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
