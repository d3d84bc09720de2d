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

/** HTTP as one source is to speak it, with failures said in words and sorted into the kinds of the SPI. */
final class Http implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration WHEN_BUSY = Duration.ofSeconds(5);

    private final HttpAccess access;
    private final InstantSource clock;
    private final OkHttpClient client;
    private volatile boolean closed;

    /** @throws SourceException if a certificate cannot be used */
    Http(HttpAccess access, InstantSource clock) throws SourceException {
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

    /** Reads a body as a stream. */
    @FunctionalInterface
    interface BodyReader<T> {
        /**
         * Reads all of it.
         *
         * @param now the server's clock
         */
        T read(InputStream body, Instant now) throws IOException;
    }

    /** What was read, and when by the server's clock. */
    record Answer<T>(T body, Instant now) {}

    /** GETs {@code path} below {@code base}. */
    <T> Answer<T> get(URI base, String path, Map<String, List<String>> query, BodyReader<T> reader)
            throws SourceException {
        HttpUrl url = url(base, path, query);
        return send("GET " + shown(url), request(url), false, reader);
    }

    /** POSTs JSON to {@code path} below {@code base}. */
    <T> Answer<T> post(URI base, String path, String json, BodyReader<T> reader) throws SourceException {
        HttpUrl url = url(base, path, Map.of());
        return send("POST " + shown(url), request(url).post(RequestBody.create(json, JSON)), false, reader);
    }

    /** DELETEs what is at {@code path} below {@code base}; that it is not there is as good. */
    void delete(URI base, String path) throws SourceException {
        HttpUrl url = url(base, path, Map.of());
        send("DELETE " + shown(url), request(url).delete(), true, (body, now) -> "");
    }

    private <T> Answer<T> send(String tried, Request.Builder request, boolean absentIsFine, BodyReader<T> reader)
            throws SourceException {
        if (closed) {
            throw SourceException.unreachable(tried + ": not tried, the source is being closed", null);
        }
        try (Response response = client.newCall(authorized(request, tried)).execute()) {
            if (!absentIsFine || !isAbsent(response)) {
                refuse(response, tried);
            }
            Instant now = now(response);
            return new Answer<>(reader.read(response.body().byteStream(), now), now);
        } catch (JsonProcessingException e) {
            throw SourceException.badAnswer(tried + ": not the JSON it should be: " + e.getOriginalMessage(), e);
        } catch (EOFException | ProtocolException e) {
            throw SourceException.badAnswer(tried + ": the answer breaks off: " + e.getMessage(), e);
        } catch (IOException e) {
            throw SourceException.unreachable(tried + ": " + reason(e), e);
        }
    }

    /** Alertmanager up to 0.25 answers 500 for what it does not have. */
    private static boolean isAbsent(Response response) throws IOException {
        return response.code() == 404
                || response.code() == 410
                || (response.code() == 500 && said(response).contains("not found"));
    }

    private static HttpUrl url(URI base, String path, Map<String, List<String>> query) throws SourceException {
        HttpUrl parsed = HttpUrl.get(base);
        if (parsed == null) {
            throw SourceException.unreachable("'" + base + "' is not an address of an HTTP server", null);
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

    private Request authorized(Request.Builder request, String tried) throws SourceException {
        try {
            access.headers().forEach((name, value) -> request.header(name, value.reveal()));
            access.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
            access.username()
                    .ifPresent(user -> request.header(
                            "Authorization",
                            Credentials.basic(
                                    user, access.password().orElseThrow().reveal(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            // Its message may show the value.
            throw SourceException.unauthorized(
                    tried + ": not sent: 'token' or 'headers' hold a character that a header cannot carry");
        }
        return request.build();
    }

    private static void refuse(Response response, String tried) throws SourceException, IOException {
        int code = response.code();
        if (response.isSuccessful()) {
            return;
        }
        String said = code + said(response);
        if (code == 401 || code == 403) {
            throw SourceException.unauthorized(tried + ": " + said
                    + ": check 'username' and 'password', 'token', 'client_certificate' or the headers");
        } else if (code == 429 || (code == 503 && said.contains("Limit of concurrent"))) {
            throw SourceException.rateLimited(tried + ": " + said, retryAfter(response));
        } else if (code >= 500 || code == 408) {
            throw SourceException.unreachable(tried + ": " + said, null);
        } else if (response.isRedirect()) {
            throw SourceException.badAnswer(
                    tried + ": " + code + " to " + target(response) + ": give the final address", null);
        } else if (code == 400 && tried.startsWith("GET")) {
            throw SourceException.badAnswer(tried + ": " + said + ": check 'filter' and 'receiver'", null);
        } else if (code == 400 || code == 422) {
            throw SourceException.badAnswer(tried + ": " + said, null);
        }
        throw SourceException.badAnswer(tried + ": " + said + ": check the address and its path prefix", null);
    }

    /** Nothing of a redirect's query, which may hold somebody's session. */
    private static String target(Response response) {
        String location = response.header("Location");
        HttpUrl target = location == null ? null : response.request().url().resolve(location);
        return target == null ? "nowhere" : "'" + shown(target) + "'";
    }

    private static String said(Response response) throws IOException {
        String text = response.peekBody(300).string().strip().replaceAll("\\s+", " ");
        return text.isEmpty() || text.startsWith("<") ? "" : " (" + text + ")";
    }

    private static Duration retryAfter(Response response) {
        try {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(response.header("Retry-After", ""))));
        } catch (NumberFormatException e) {
            return WHEN_BUSY;
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

    private static String shown(HttpUrl url) {
        return url.newBuilder().query(null).fragment(null).build().toString();
    }

    private String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host name is not known";
        } else if (e instanceof InterruptedIOException) {
            return closed ? "given up, the source is being closed" : "no whole answer within " + access.timeout();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Cuts the calls that are under way: an interrupt alone would not. */
    @Override
    public void close() {
        closed = true;
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
