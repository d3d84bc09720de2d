package io.github.argusglue.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.SourceException.Kind;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, what comes back, and which failures are of which kind. */
final class SourceHttpTest {
    private static final StreamHost HOST = new StreamHost(Thread::new, () -> {});

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final MockWebServer server = new MockWebServer();
    private final AtomicLong ticks = new AtomicLong();
    private final List<String> observed = new ArrayList<>();
    private final List<SourceHttp> opened = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        opened.forEach(SourceHttp::close);
        server.close();
    }

    private URI url() {
        return server.url("/").uri();
    }

    private SourceHttp client(HttpAccess access) {
        InstantSource clock = InstantSource.fixed(NOW);
        SourceHttp http = new SourceHttp(
                access,
                clock,
                RequestBudget.inMemory(clock),
                (request, status, took) -> observed.add(request.method() + " " + status),
                HOST,
                ticks::get);
        opened.add(http);
        return http;
    }

    private SourceHttp client() {
        return client(HttpAccess.builder().build());
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    private String get(SourceHttp http) throws SourceException, InterruptedException {
        return http.send(HttpRequest.get(url(), "api/alerts"), HttpResponse::text);
    }

    private SourceException failure(HttpAccess access, HttpRequest request) {
        return assertThrows(SourceException.class, () -> client(access).send(request, HttpResponse::text));
    }

    private SourceException failure(HttpRequest request) {
        return failure(HttpAccess.builder().build(), request);
    }

    private HttpRequest alerts() {
        return HttpRequest.get(url(), "api/alerts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    400; "bad matcher" ; BAD_ANSWER  ; 400 ("bad matcher")
                    401; ''            ; UNAUTHORIZED; 401: check 'username'
                    403; no            ; UNAUTHORIZED; 403 (no): check 'username'
                    404; <html>        ; BAD_ANSWER  ; 404: check the URL and its path prefix
                    408; ''            ; UNREACHABLE ; 408
                    410; gone          ; BAD_ANSWER  ; 410 (gone): check the URL
                    429; ''            ; RATE_LIMITED; 429
                    500; ''            ; UNREACHABLE ; 500
                    503; ''            ; UNREACHABLE ; 503
                    """)
    void statusDecidesTheKind(int status, String body, Kind kind, String message) {
        server.enqueue(answer(status, body));
        // OkHttp repeats a request after 408 once by itself.
        server.enqueue(answer(status, body));
        SourceException failure = failure(alerts());
        assertEquals(kind, failure.kind());
        assertTrue(message(failure).startsWith("GET " + url() + "api/alerts: " + message), failure::toString);
        assertEquals(List.of("GET " + status), observed);
    }

    @ParameterizedTest
    @CsvSource({
        "404, UNAUTHORIZED",
        "400, UNREACHABLE",
        "401, BAD_ANSWER",
        "500, BAD_ANSWER",
        "429, UNAUTHORIZED",
        "409, RATE_LIMITED"
    })
    void requestCanSayWhatAStatusMeans(int status, Kind kind) {
        server.enqueue(answer(status, "no"));
        SourceException failure = failure(alerts().hint(status, kind, "give the user the permission 'events'"));
        assertEquals(kind, failure.kind());
        assertEquals(
                "GET " + url() + "api/alerts: " + status + " (no): give the user the permission 'events'",
                message(failure));
        assertEquals(kind == Kind.RATE_LIMITED, failure.retryAfter().isPresent());
    }

    @Test
    void threadsOfOkHttpDoNotInheritTheLoaderOfAPlugin() throws Exception {
        server.enqueue(answer(200, "x"));
        ClassLoader plugin = new URLClassLoader(new URL[0]);
        List<@Nullable ClassLoader> loaders = new CopyOnWriteArrayList<>();
        InstantSource clock = InstantSource.fixed(NOW);
        SourceHttp http = new SourceHttp(
                HttpAccess.builder().build(),
                clock,
                RequestBudget.inMemory(clock),
                (request, status, took) -> loaders.add(Thread.currentThread().getContextClassLoader()),
                HOST,
                ticks::get);
        opened.add(http);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin);
        try {
            http.send(alerts(), response -> loaders.add(thread.getContextClassLoader()));
            assertEquals(List.of(plugin, SourceHttp.class.getClassLoader()), loaders);
            assertEquals(plugin, thread.getContextClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void hintIsTheAdvice() {
        server.enqueue(answer(400, ""));
        assertEquals(
                "GET " + url() + "api/alerts: 400: check 'filter'",
                failure(alerts().query("token", "s3cret").hint(400, "check 'filter'"))
                        .getMessage());
    }

    @Test
    void acceptedStatusIsRead() throws Exception {
        server.enqueue(answer(404, "no objects"));
        assertEquals("404 no objects", client().send(alerts().accept(404), r -> r.status() + " " + r.text()));
        server.enqueue(answer(500, "disk full"));
        SourceException failure = assertThrows(
                SourceException.class,
                () -> client().send(alerts().accept(500), response -> {
                    throw response.failure();
                }));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(message(failure).endsWith(": 500 (disk full)"), failure::toString);
    }

    @Test
    void sendsAddressHeadersAndBody() throws Exception {
        server.enqueue(answer(200, ""));
        AtomicInteger revealed = new AtomicInteger();
        SourceHttp http = client(HttpAccess.builder()
                .token(Secret.from(() -> "t" + revealed.incrementAndGet()))
                .header("X-Tenant", Secret.of("noc"))
                .build());
        HttpRequest request = HttpRequest.post(server.url("/prefix/").uri(), "v1/objects")
                .segment("db/1!disk full")
                .query("filter", "a=\"b&c\"+d")
                .query("filter", "æ")
                .header("X-HTTP-Method-Override", "GET")
                .json("{}");
        http.send(request, HttpResponse::text);
        RecordedRequest first = server.takeRequest();
        assertEquals(
                "POST /prefix/v1/objects/db%2F1%21disk%20full?filter=a%3D%22b%26c%22%2Bd&filter=%C3%A6 HTTP/1.1",
                first.getRequestLine());
        assertEquals("Bearer t1", first.getHeaders().get("Authorization"));
        assertEquals("noc", first.getHeaders().get("X-Tenant"));
        assertEquals("GET", first.getHeaders().get("X-HTTP-Method-Override"));
        assertEquals("application/json", first.getHeaders().get("Content-Type"));
        assertEquals("{}", Objects.requireNonNull(first.getBody()).utf8());
        server.enqueue(answer(200, ""));
        http.send(request, HttpResponse::text);
        assertEquals("Bearer t2", server.takeRequest().getHeaders().get("Authorization"), "revealed for each request");
    }

    @Test
    void tokenWithAnotherScheme() throws Exception {
        server.enqueue(answer(200, ""));
        get(client(HttpAccess.builder().token(Secret.of("t0ken")).tokenScheme("Token").build().toBuilder()
                .build()));
        assertEquals("Token t0ken", server.takeRequest().getHeaders().get("Authorization"));
    }

    @Test
    void basicAuthentication() throws Exception {
        server.enqueue(answer(200, ""));
        get(client(HttpAccess.builder().basic("kari", Secret.of("pässword")).build()));
        assertEquals(
                okhttp3.Credentials.basic("kari", "pässword", StandardCharsets.UTF_8),
                server.takeRequest().getHeaders().get("Authorization"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void otherMethodsNeedNoBody(String method) throws Exception {
        server.enqueue(answer(204, ""));
        client().send(HttpRequest.of(method, url(), "x"), HttpResponse::text);
        assertEquals(method + " /x HTTP/1.1", server.takeRequest().getRequestLine());
    }

    @Test
    void invalidTokenIsNotShown() {
        SourceException failure =
                failure(HttpAccess.builder().token(Secret.of("gehéim\n")).build(), alerts());
        assertEquals(Kind.UNAUTHORIZED, failure.kind());
        assertFalse(failure.toString().contains("geh"), failure::toString);
        assertEquals(0, server.getRequestCount());
    }

    @Test
    void timeIsTheServers() throws Exception {
        server.enqueue(answer(200, "")
                .newBuilder()
                .setHeader("Date", "Fri, 20 Nov 2026 11:22:33 GMT")
                .build());
        assertEquals(Instant.parse("2026-11-20T11:22:33Z"), client().send(alerts(), HttpResponse::time));
        server.enqueue(answer(200, ""));
        assertEquals(NOW, client().send(alerts(), HttpResponse::time));
    }

    @Test
    void compressedBodyIsDecompressedAndLimited() throws Exception {
        Buffer zipped = new Buffer();
        try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8("x".repeat(100_000));
        }
        MockResponse response = new MockResponse.Builder()
                .body(zipped.clone())
                .setHeader("Content-Encoding", "gzip")
                .build();
        server.enqueue(response);
        int length = client().send(alerts(), read -> read.body().readAllBytes().length);
        assertEquals(100_000, length);
        server.enqueue(response);
        SourceException failure = failure(alerts().maxBytes(99_999));
        assertEquals(Kind.BAD_ANSWER, failure.kind());
        assertTrue(message(failure).endsWith("the response is larger than 99999 bytes"), failure::toString);
    }

    @Test
    void theLimitOfTheSourceHoldsForEveryRequest() throws Exception {
        Buffer zipped = new Buffer();
        try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8("x".repeat(10_000_000));
        }
        InstantSource clock = InstantSource.fixed(NOW);
        SourceHttp http = new SourceHttp(
                HttpAccess.builder().build(), clock, RequestBudget.inMemory(clock), HttpObserver.NONE, HOST, 50_000);
        opened.add(http);
        server.enqueue(new MockResponse.Builder()
                .body(zipped)
                .setHeader("Content-Encoding", "gzip")
                .build());
        AtomicLong read = new AtomicLong();

        SourceException failure = assertThrows(
                SourceException.class,
                () -> http.send(alerts().maxBytes(1_000_000), response -> {
                    byte[] bytes = new byte[1000];
                    for (int count = response.body().read(bytes);
                            count >= 0;
                            count = response.body().read(bytes)) {
                        read.addAndGet(count);
                    }
                    return true;
                }));

        assertEquals(Kind.BAD_ANSWER, failure.kind());
        assertTrue(
                message(failure).endsWith("the response is larger than 50000 bytes ('max_answer_bytes')"),
                failure::toString);
        assertTrue(read.get() > 40_000 && read.get() <= 50_000, () -> "passed on " + read);
    }

    @Test
    void readerThatDoesNotUnderstandGivesABadAnswer() {
        for (Exception thrown : List.of(
                new IOException("Unexpected character\n at [Source: (InputStream)]"),
                new IllegalStateException("Unexpected character"),
                new UncheckedIOException(new IOException("Unexpected character")))) {
            server.enqueue(answer(200, "{"));
            SourceException failure = assertThrows(
                    SourceException.class,
                    () -> client().send(alerts(), response -> {
                        response.text();
                        if (thrown instanceof IOException checked) {
                            throw checked;
                        }
                        throw (RuntimeException) thrown;
                    }));
            assertEquals(Kind.BAD_ANSWER, failure.kind());
            assertTrue(message(failure).contains("api/alerts: unexpected response: "), failure::toString);
            assertTrue(message(failure).endsWith("Unexpected character"), failure::toString);
            assertEquals(thrown, failure.getCause());
        }
    }

    @Test
    void pageForPeopleIsNamed() {
        server.enqueue(answer(200, "<html>")
                .newBuilder()
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .build());
        SourceException failure = assertThrows(
                SourceException.class,
                () -> client().send(alerts(), response -> {
                    throw new IOException("no JSON");
                }));
        assertTrue(message(failure).endsWith("no JSON; it is an HTML page: check the URL and its path prefix"));
    }

    @Test
    void readersOwnFailurePasses() {
        server.enqueue(answer(200, "{\"error\": \"license expired\"}"));
        SourceException mine = SourceException.unauthorized("license expired");
        assertEquals(
                mine,
                assertThrows(
                        SourceException.class,
                        () -> client().send(alerts(), response -> {
                            throw mine;
                        })));
    }

    /** Also if the reader hides it. */
    @Test
    void brokenConnectionIsUnreachable() {
        for (boolean hides : new boolean[] {false, true}) {
            server.enqueue(new MockResponse.Builder()
                    .body("x".repeat(100_000))
                    .onResponseBody(new SocketEffect.CloseSocket())
                    .build());
            SourceException failure = assertThrows(
                    SourceException.class,
                    () -> client().send(alerts(), response -> {
                        try {
                            return response.text();
                        } catch (IOException e) {
                            if (hides) {
                                throw new IllegalStateException("unexpected end");
                            }
                            throw e;
                        }
                    }));
            assertEquals(Kind.UNREACHABLE, failure.kind());
            assertTrue(message(failure).contains("the response is incomplete"), failure::toString);
        }
    }

    @Test
    void refusedConnectionIsUnreachable() {
        SourceException failure = failure(HttpRequest.get(URI.create("http://127.0.0.1:1"), "api"));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(message(failure).startsWith("GET http://127.0.0.1:1/api: Failed to connect"), failure::toString);
        assertEquals(List.of("GET 0"), observed);
    }

    @Test
    void timeoutLimitsTheWholeResponse() {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(100))
                .throttleBody(1, 20, TimeUnit.MILLISECONDS)
                .build());
        SourceException failure =
                failure(HttpAccess.builder().timeout(Duration.ofMillis(300)).build(), alerts());
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(message(failure).contains("no complete response within 0.3s"), failure::toString);
    }

    @Test
    void streamIsReadAsItArrivesAndHasNoEnd() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("{\"n\":1}\n".repeat(20))
                .throttleBody(8, 20, TimeUnit.MILLISECONDS)
                .build());
        SourceHttp http =
                client(HttpAccess.builder().timeout(Duration.ofMillis(200)).build());
        CountDownLatch first = new CountDownLatch(1);
        long lines = http.send(alerts().streaming(Duration.ofSeconds(5)).maxBytes(1), response -> {
            BufferedReader reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            long count = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                first.countDown();
                count++;
            }
            return count;
        });
        assertEquals(20, lines);
    }

    @Test
    void streamWithoutASignOfLifeEnds() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        SourceException failure = failure(alerts().streaming(Duration.ofMillis(200)));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(message(failure).endsWith("nothing received for 0.2s"), failure::toString);
    }

    @Test
    void redirectOnTheSameServerIsFollowed() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", "/v2/alerts?x=1")
                .build());
        server.enqueue(answer(200, "here"));
        assertEquals("here", get(client()));
        server.takeRequest();
        assertEquals("GET /v2/alerts?x=1 HTTP/1.1", server.takeRequest().getRequestLine());
    }

    @Test
    void redirectToAnotherServerIsRefused() throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.start();
            server.enqueue(new MockResponse.Builder()
                    .code(301)
                    .setHeader("Location", other.url("/login?session=s3cret"))
                    .build());
            SourceException failure =
                    failure(HttpAccess.builder().token(Secret.of("t0ken")).build(), alerts());
            assertEquals(Kind.BAD_ANSWER, failure.kind());
            assertTrue(
                    message(failure).endsWith(": 301 to '" + other.url("/login") + "': configure the final URL"),
                    failure::toString);
            assertEquals(0, other.getRequestCount());
        }
    }

    @Test
    void redirectOfAChangeIsRefused() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", "/elsewhere")
                .build());
        assertEquals(Kind.BAD_ANSWER, failure(HttpRequest.post(url(), "ack")).kind());
        assertEquals(1, server.getRequestCount());
    }

    @Test
    void endlessRedirectIsRefused() {
        for (int i = 0; i < 7; i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .setHeader("Location", "/again")
                    .build());
        }
        assertEquals(Kind.BAD_ANSWER, failure(alerts()).kind());
        assertEquals(6, server.getRequestCount());
    }

    /** The server keeps the connection after its first response and closes it when the second request arrives. */
    @ParameterizedTest
    @CsvSource({"GET, false, true", "PUT, false, true", "POST, false, false", "POST, true, true"})
    void repeatsOnceOnAStaleConnectionUnlessThatCouldDoHarm(String method, boolean reads, boolean repeated)
            throws Exception {
        try (StaleServer stale = new StaleServer()) {
            SourceHttp http = client();
            assertEquals("1", http.send(HttpRequest.get(stale.url(), "x"), HttpResponse::text));
            HttpRequest plain = HttpRequest.of(method, stale.url(), "x");
            HttpRequest second = reads ? plain.repeatable() : plain;
            if (repeated) {
                assertEquals("3", http.send(second, HttpResponse::text));
            } else {
                assertThrows(SourceException.class, () -> http.send(second, HttpResponse::text));
                assertEquals(2, stale.requests.get());
            }
        }
    }

    /** Answers with the number of the request, and closes the connection instead of answering the second one. */
    private static final class StaleServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();

        StaleServer() throws IOException {
            Thread thread = new Thread(this::serve, "stale-server");
            thread.setDaemon(true);
            thread.start();
        }

        private URI url() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        if (line.isEmpty()) {
                            int number = requests.incrementAndGet();
                            if (number == 2) {
                                break;
                            }
                            connection
                                    .getOutputStream()
                                    .write(("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number)
                                            .getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                } catch (IOException e) {
                    // The test has ended, or the client closed the connection.
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"429, 30, 30", "503, 30, 30", "429, , 5", "429, 'Fri, 20 Nov 2026 12:01:00 GMT', 60"})
    void sendsNothingDuringAPause(int status, String header, int seconds) throws Exception {
        MockResponse.Builder refusal = new MockResponse.Builder().code(status);
        if (header != null) {
            refusal.setHeader("Retry-After", header);
        }
        server.enqueue(refusal.build());
        SourceHttp http = client();
        SourceException asked = assertThrows(SourceException.class, () -> get(http));
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), asked.retryAfter());
        ticks.addAndGet(Duration.ofSeconds(seconds - 1).toNanos());
        SourceException held = assertThrows(SourceException.class, () -> get(http));
        assertEquals(Kind.RATE_LIMITED, held.kind());
        assertEquals(Optional.of(Duration.ofSeconds(1)), held.retryAfter());
        assertEquals(1, server.getRequestCount());
        ticks.addAndGet(Duration.ofSeconds(1).toNanos());
        server.enqueue(answer(200, "again"));
        assertEquals("again", get(http));
    }

    @Test
    void pauseOfOneServerDoesNotAffectOthers() throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.start();
            other.enqueue(answer(200, "fine"));
            server.enqueue(answer(429, ""));
            SourceHttp http = client();
            assertThrows(SourceException.class, () -> get(http));
            assertEquals("fine", http.send(HttpRequest.get(other.url("/").uri(), ""), HttpResponse::text));
        }
    }

    @Test
    void spentBudgetSendsNothing() throws Exception {
        SourceHttp http = client(HttpAccess.builder().requestsPerHour(2).build());
        server.enqueue(answer(200, ""));
        server.enqueue(answer(200, ""));
        get(http);
        get(http);
        SourceException failure = assertThrows(SourceException.class, () -> get(http));
        assertEquals(Kind.RATE_LIMITED, failure.kind());
        assertTrue(message(failure).contains("the budget of 2 requests ('requests_per_hour') is spent"));
        assertEquals(2, server.getRequestCount());
    }

    @Test
    void closeEndsARunningCall() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        SourceHttp http = client();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                get(http);
            } catch (SourceException | InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        server.takeRequest();
        http.close();
        caller.join(2000);
        assertTrue(String.valueOf(thrown.get()).contains("cancelled, the source is being closed"), thrown::toString);
        SourceException later = assertThrows(SourceException.class, () -> get(http));
        assertTrue(message(later).contains("not sent, the source is being closed"), later::toString);
    }

    /** An interrupt alone does not end a blocking call; the cancelled call then ends with it. */
    @Test
    void interruptedThreadSendsNothing() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> get(client()));
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(0, server.getRequestCount());
    }

    private static HttpObserver recorder(List<String> recorded) {
        return new HttpObserver() {
            @Override
            public void ended(HttpRequest request, int status, Duration took) {}

            @Override
            public boolean wantsBodies() {
                return true;
            }

            @Override
            public void received(String request, int status, String body) {
                recorded.add(request + " " + status + " " + body);
            }
        };
    }

    @Test
    void answersAreRecordedWithoutCredentials() throws Exception {
        List<String> recorded = new ArrayList<>();
        HttpAccess access = HttpAccess.builder()
                .token(Secret.of("t0ken"))
                .header("X", Secret.of("s3cret"))
                .build();
        InstantSource clock = InstantSource.fixed(NOW);
        try (SourceHttp http = new SourceHttp(access, clock, RequestBudget.inMemory(clock), recorder(recorded), HOST)) {
            server.enqueue(answer(200, "[\"t0ken is s3cret\"]"));
            http.send(alerts().query("session", "t0ken"), HttpResponse::text);
            server.enqueue(answer(200, "{\"a\": 1"));
            assertThrows(
                    SourceException.class,
                    () -> http.send(alerts(), response -> {
                        response.text();
                        throw new IOException("not JSON");
                    }));
            String codes = "{\"magic\": \"a\\\"b\", \"magics\":1, \"pin\":42,\"macs\":[\"c\",\"d\"],\"pin\":\"cut";
            server.enqueue(answer(200, codes));
            assertEquals(codes, http.send(alerts().confidential("magic", "pin", "macs"), HttpResponse::text));
        }
        assertEquals(
                List.of(
                        "GET " + url() + "api/alerts?session=**** 200 [\"**** is ****\"]",
                        "GET " + url() + "api/alerts 200 {\"a\": 1",
                        "GET " + url() + "api/alerts 200 {\"magic\": \"****\", \"magics\":1, \"pin\":\"****\","
                                + "\"macs\":\"****\",\"pin\":\"****\""),
                recorded);
    }

    @Test
    void usesTheProxy() throws Exception {
        server.enqueue(answer(200, "by proxy"));
        HttpAccess access = HttpAccess.builder()
                .proxy(URI.create("http://127.0.0.1:" + server.getPort()))
                .build();
        HttpRequest request = HttpRequest.get(URI.create("http://nms.invalid:8080/x"), "api");
        assertEquals("by proxy", client(access).send(request, HttpResponse::text));
        assertEquals(
                "GET http://nms.invalid:8080/x/api HTTP/1.1",
                server.takeRequest().getRequestLine());
    }

    @Test
    void severalThreadsSendAtOnce() {
        for (int i = 0; i < 8; i++) {
            server.enqueue(answer(200, "ok"));
        }
        SourceHttp http = client();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return http.send(HttpRequest.get(url(), "x"), HttpResponse::text);
                } catch (SourceException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        assertEquals(
                Map.of("ok", 8L),
                all.stream()
                        .map(CompletableFuture::join)
                        .collect(java.util.stream.Collectors.groupingBy(
                                x -> x, java.util.stream.Collectors.counting())));
    }

    private static String message(SourceException failure) {
        return String.valueOf(failure.getMessage());
    }

    @Test
    void secretHeaderOfTheRequestReplacesConfiguredOneAndIsNotShown() throws Exception {
        HttpAccess access = HttpAccess.builder().token(Secret.of("configured")).build();
        List<String> recorded = new ArrayList<>();
        HttpRequest request = alerts().query("code", "c0de")
                .confidential("code")
                .header("Authorization", Secret.of("Bearer s1gned-in"));
        assertFalse(request.toString().contains("s1gned-in"));
        InstantSource clock = InstantSource.fixed(NOW);
        try (SourceHttp http = new SourceHttp(access, clock, RequestBudget.inMemory(clock), recorder(recorded), HOST)) {
            server.enqueue(answer(200, "echo of s1gned-in"));
            http.send(request, HttpResponse::text);
        }
        RecordedRequest sent = server.takeRequest();
        assertEquals("Bearer s1gned-in", sent.getHeaders().get("Authorization"));
        assertEquals("c0de", sent.getUrl().queryParameter("code"));
        assertEquals(List.of("GET " + url() + "api/alerts?code=**** 200 echo of ****"), recorded);
    }

    @Test
    void secretHeaderThatIsNoHeaderIsNotShown() {
        HttpRequest request = alerts().header("Authorization", Secret.of("line\nbreak"));
        SourceException e = failure(request);
        assertEquals(Kind.UNAUTHORIZED, e.kind());
        assertFalse(e.toString().contains("break"), e::toString);
    }
}
