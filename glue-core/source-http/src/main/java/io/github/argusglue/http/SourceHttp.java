package io.github.argusglue.http;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpStream;
import io.github.argusglue.spi.http.LineHandler;
import io.github.argusglue.spi.http.ResponseReader;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The HTTP client of one adapter. Closing it cancels its calls. Safe for use by any thread. */
public final class SourceHttp implements SourceHttpClient, AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    private final LongSupplier ticks;
    private static final Set<String> TLS_KEYS = Set.of("ca_file", "server_name", "client_certificate");

    private final HttpAccess access;
    private final InstantSource clock;
    private final RequestBudget budget;
    private final HttpObserver observer;
    private final Transport transport;
    private final StreamHost host;
    private final long maxAnswerBytes;
    private final Map<Call, HttpRequest> calls = new ConcurrentHashMap<>();
    private final Set<FollowedStream> streams = ConcurrentHashMap.newKeySet();
    /** Requests that are no longer wanted, and may be on their way to {@link #calls}. */
    private final Set<HttpRequest> cancelled = ConcurrentHashMap.newKeySet();
    /** By host and port: until when a server asked not to be called, on the monotonic clock. */
    private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * Creates a client. Reads no file and sends nothing.
     *
     * @param budget counts the requests; several clients of a source share one
     */
    public SourceHttp(
            HttpAccess access, InstantSource clock, RequestBudget budget, HttpObserver observer, StreamHost host) {
        this(access, clock, budget, observer, host, Long.MAX_VALUE);
    }

    /**
     * Creates a client with a limit for all of its requests.
     *
     * @param maxAnswerBytes how much of a response is read at most, after decompression
     */
    public SourceHttp(
            HttpAccess access,
            InstantSource clock,
            RequestBudget budget,
            HttpObserver observer,
            StreamHost host,
            long maxAnswerBytes) {
        this(access, clock, budget, observer, host, maxAnswerBytes, System::nanoTime);
    }

    /** @param ticks the monotonic clock */
    SourceHttp(
            HttpAccess access,
            InstantSource clock,
            RequestBudget budget,
            HttpObserver observer,
            StreamHost host,
            LongSupplier ticks) {
        this(access, clock, budget, observer, host, Long.MAX_VALUE, ticks);
    }

    private SourceHttp(
            HttpAccess access,
            InstantSource clock,
            RequestBudget budget,
            HttpObserver observer,
            StreamHost host,
            long maxAnswerBytes,
            LongSupplier ticks) {
        this.maxAnswerBytes = maxAnswerBytes;
        this.ticks = ticks;
        this.host = host;
        this.access = access;
        this.clock = clock;
        this.budget = budget;
        this.observer = observer;
        this.transport = new Transport(access);
    }

    @Override
    public <T> T send(HttpRequest request, ResponseReader<T> reader) throws SourceException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HttpUrl url = HttpUrl.get(request.uri());
        if (url == null) {
            throw SourceException.badAnswer(request + ": not an HTTP URL", null);
        }
        // Threads that OkHttp starts inherit the loader, and would keep that of a plugin in memory after it was
        // replaced.
        Thread thread = Thread.currentThread();
        ClassLoader ours = SourceHttp.class.getClassLoader();
        ClassLoader plugin = thread.getContextClassLoader();
        thread.setContextClassLoader(ours);
        try {
            return exchangeAll(request, url, response -> {
                thread.setContextClassLoader(plugin);
                try {
                    return reader.read(response);
                } finally {
                    thread.setContextClassLoader(ours);
                }
            });
        } finally {
            thread.setContextClassLoader(plugin);
        }
    }

    private <T> T exchangeAll(HttpRequest request, HttpUrl first, ResponseReader<T> reader)
            throws SourceException, InterruptedException {
        HttpUrl url = first;
        for (int hops = 0; ; hops++) {
            Result<T> result = exchange(request, url, reader, hops < MAX_REDIRECTS);
            HttpUrl next = result.next();
            if (next == null) {
                return result.value().orElseThrow();
            }
            url = next;
        }
    }

    /** What one exchange gave: what the reader returned, or the address to go on with. */
    private record Result<T>(Optional<T> value, @Nullable HttpUrl next) {}

    private <T> Result<T> exchange(HttpRequest request, HttpUrl url, ResponseReader<T> reader, boolean mayRedirect)
            throws SourceException, InterruptedException {
        requireNoPause(request, url);
        budget.spend(request.toString(), access.requestsPerHour(), access.requestsPerDay());
        long begin = ticks.getAsLong();
        int status = 0;
        Call call = call(request, url);
        calls.put(call, request);
        try {
            if (closed || cancelled.contains(request)) {
                throw SourceException.unreachable(request + ": not sent, the source is being closed", null);
            }
            try (Response response = call.execute()) {
                ServerTime.ahead(response).ifPresent(observer::clock);
                status = response.code();
                ReceivedResponse received = new ReceivedResponse(request, response, maxAnswerBytes, clock);
                if (observer.wantsBodies()) {
                    received.body().keepCopy();
                }
                HttpUrl next = mayRedirect ? redirect(request, url, response) : null;
                if (next != null) {
                    return new Result<>(Optional.empty(), next);
                }
                received.pause().ifPresent(pause -> pausedUntil.put(server(url), ticks.getAsLong() + pause.toNanos()));
                if (!received.isAccepted()) {
                    throw received.failure();
                }
                try {
                    return new Result<>(Optional.of(read(request, received, reader)), null);
                } finally {
                    report(url, request, received);
                }
            }
        } catch (IOException e) {
            throw failure(request, e);
        } finally {
            calls.remove(call);
            observer.ended(request, status, Duration.ofNanos(ticks.getAsLong() - begin));
        }
    }

    private void report(HttpUrl url, HttpRequest request, ReceivedResponse response) {
        if (observer.wantsBodies()) {
            String body = new String(response.body().copy(), StandardCharsets.UTF_8);
            String shown = request.method() + " " + url;
            for (String field : request.confidential()) {
                body = withoutValue(field, body);
                shown = shown.replaceAll("([?&]" + Pattern.quote(field) + "=)[^&]*", "$1****");
            }
            observer.received(masked(request, shown), response.status(), masked(request, body));
        }
    }

    /** Masks the value of a JSON field by its text alone, since an answer may be incomplete. */
    private static String withoutValue(String field, String json) {
        String value = "(\"(?:[^\"\\\\]++|\\\\.)*+\"?|\\[[^\\]]*+]?|[^\\s,}\\]]++)";
        return json.replaceAll("(\"" + Pattern.quote(field) + "\"\\s*:\\s*)" + value, "$1\"****\"");
    }

    private String masked(HttpRequest request, String text) {
        String masked = text;
        List<Secret> secrets = new ArrayList<>(access.headers().values());
        // Without the scheme before it, as in "Bearer abc": an answer may contain only the token.
        request.secretHeaders()
                .values()
                .forEach(value -> secrets.add(Secret.of(value.reveal().replaceFirst("^.*\\s", ""))));
        access.token().ifPresent(secrets::add);
        access.password().ifPresent(secrets::add);
        for (Secret secret : secrets) {
            masked = masked.replace(secret.reveal(), secret.toString());
        }
        return masked;
    }

    private Call call(HttpRequest request, HttpUrl url) throws SourceException {
        OkHttpClient client;
        try {
            client = transport.client();
        } catch (IOException e) {
            throw SourceException.unauthorized(request + ": not sent: " + e.getMessage());
        }
        OkHttpClient fitting = request.streamPause()
                .map(pause -> client.newBuilder()
                        .callTimeout(Duration.ZERO)
                        .readTimeout(pause)
                        .build())
                .orElse(client);
        return fitting.newCall(authorized(request, url));
    }

    private Request authorized(HttpRequest request, HttpUrl url) throws SourceException {
        Request.Builder builder = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("User-Agent", "argus-glue");
        try {
            request.headers().forEach(builder::header);
            access.headers().forEach((name, value) -> builder.header(name, value.reveal()));
            access.token()
                    .ifPresent(token -> builder.header("Authorization", access.tokenScheme() + " " + token.reveal()));
            access.username()
                    .ifPresent(user -> builder.header(
                            "Authorization",
                            Credentials.basic(
                                    user, access.password().orElseThrow().reveal(), StandardCharsets.UTF_8)));
            request.secretHeaders().forEach((name, value) -> builder.header(name, value.reveal()));
        } catch (IllegalArgumentException e) {
            // The exception's message may contain the value.
            throw SourceException.unauthorized(
                    request + ": not sent: 'token' or 'headers' contain a character that is not allowed in a header");
        }
        return builder.method(request.method(), body(request)).build();
    }

    private static @Nullable RequestBody body(HttpRequest request) {
        byte[] content = request.content().orElse(null);
        if (content == null) {
            boolean required = request.method().equals("POST")
                    || request.method().equals("PUT")
                    || request.method().equals("PATCH");
            return required ? new OneBody(new byte[0], request.isRepeatable()) : null;
        }
        return new OneBody(content, request.isRepeatable());
    }

    /** Returns where to go on reading: only on the same server, so that credentials go nowhere else. */
    private static @Nullable HttpUrl redirect(HttpRequest request, HttpUrl url, Response response) {
        String location = response.header("Location");
        if (!request.method().equals("GET") || !response.isRedirect() || location == null) {
            return null;
        }
        HttpUrl next = url.resolve(location);
        boolean sameServer = next != null
                && next.scheme().equals(url.scheme())
                && server(next).equals(server(url));
        return sameServer ? next : null;
    }

    private static String server(HttpUrl url) {
        return url.host() + ":" + url.port();
    }

    private void requireNoPause(HttpRequest request, HttpUrl url) throws SourceException {
        Long until = pausedUntil.get(server(url));
        if (until == null) {
            return;
        }
        long left = until - ticks.getAsLong();
        if (left <= 0) {
            pausedUntil.remove(server(url), until);
            return;
        }
        Duration wait = Duration.ofNanos(left);
        throw SourceException.rateLimited(
                request + ": not sent: the server has asked for a pause; " + (wait.toSeconds() + 1) + " s are left",
                wait);
    }

    /** What goes wrong while the body is read is the connection's fault or the reader's. */
    private <T> T read(HttpRequest request, ReceivedResponse response, ResponseReader<T> reader)
            throws SourceException, InterruptedException {
        try {
            return requireNonNull(reader.read(response), "the reader returned null");
        } catch (IOException | RuntimeException e) {
            IOException broken = response.body().failure();
            if (broken != null) {
                throw failure(request, broken);
            }
            String page = response.isPage() ? "; it is an HTML page: check the URL and its path prefix" : "";
            throw SourceException.badAnswer(request + ": unexpected response: " + firstLine(e) + page, e);
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        String line = message == null ? "" : message.strip().lines().findFirst().orElse("");
        if (line.isEmpty()) {
            return e.getClass().getSimpleName();
        }
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }

    private SourceException failure(HttpRequest request, IOException e) throws InterruptedException {
        if (closed) {
            return SourceException.unreachable(request + ": cancelled, the source is being closed", e);
        } else if (Thread.interrupted()) {
            throw new InterruptedException(request + ": interrupted");
        } else if (e instanceof LimitedBody.TooLargeException) {
            return SourceException.badAnswer(request + ": " + e.getMessage(), e);
        }
        return SourceException.unreachable(request + ": " + reason(request, e), e);
    }

    private String reason(HttpRequest request, IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof UnknownHostException) {
            return "unknown host";
        } else if (e instanceof InterruptedIOException) {
            return request.streamPause()
                    .map(pause -> "nothing received for " + inWords(pause))
                    .orElse("no complete response within " + inWords(access.timeout()) + " ('timeout')");
        } else if (e instanceof ProtocolException) {
            return "the response is incomplete: " + message;
        } else if (e instanceof SSLException tls) {
            return TlsFailure.text(tls, TLS_KEYS);
        }
        return message + (request.uri().getScheme().equals("https") ? TlsFailure.adviceOnCut(e) : "");
    }

    /** Returns a duration as people write it: {@code 10s}. */
    private static String inWords(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    @Override
    public HttpStream follow(HttpRequest request, LineHandler handler) {
        return follow(request, handler, FollowedStream.FIRST_PAUSE);
    }

    /** @param firstPause before a stream that has ended is requested again */
    HttpStream follow(HttpRequest request, LineHandler handler, Duration firstPause) {
        requireNonNull(handler, "handler is null");
        Duration pause = request.streamPause()
                .orElseThrow(() -> new IllegalArgumentException(request + " is not streaming(): set its pause"));
        FollowedStream stream =
                new FollowedStream(this, request.streaming(pause), handler, host.requestSnapshot(), ticks, firstPause);
        streams.add(stream);
        if (closed) {
            stream.close();
        }
        host.threads().newThread(stream).start();
        return stream;
    }

    /** Ends the calls with a request, the running and the later ones. */
    void cancel(HttpRequest request) {
        cancelled.add(request);
        calls.forEach((call, of) -> {
            if (of.equals(request)) {
                call.cancel();
            }
        });
    }

    /** The thread of a stream ends. */
    void ended(FollowedStream stream, HttpRequest request) {
        streams.remove(stream);
        cancelled.remove(request);
    }

    /** Cancels running calls, since an interrupt alone does not end them; later ones fail. */
    @Override
    public void close() {
        closed = true;
        streams.forEach(FollowedStream::close);
        calls.keySet().forEach(Call::cancel);
        transport.close();
    }
}
