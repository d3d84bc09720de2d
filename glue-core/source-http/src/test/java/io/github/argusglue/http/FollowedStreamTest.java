package io.github.argusglue.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpStream;
import io.github.argusglue.spi.http.LineHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream passes on, when it is requested again, and what it says about itself. */
final class FollowedStreamTest {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    /** Answers one request. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger snapshots = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SourceHttp http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(serverThreads);
        server.start();
        InstantSource clock = InstantSource.system();
        StreamHost host = new StreamHost(this::thread, snapshots::incrementAndGet);
        http = new SourceHttp(
                HttpAccess.builder().build(), clock, RequestBudget.inMemory(clock), HttpObserver.NONE, host);
    }

    @AfterEach
    void stop() {
        http.close();
        end.countDown();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "stream");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, error) -> lines.add("escaped: " + error));
        threads.add(thread);
        return thread;
    }

    /** Answers as the test says, then with a stream in which nothing happens. */
    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Answer next = answers.poll();
        try {
            if (next == null) {
                open(exchange, "");
                end.await();
            } else {
                next.to(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static void open(HttpExchange exchange, String text) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static Answer stream(String text) {
        return exchange -> open(exchange, text);
    }

    private static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** A connection that breaks after some text. */
    private static Answer broken(String text) {
        return exchange -> {
            exchange.sendResponseHeaders(200, text.length() + 1);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("breaks the connection");
        };
    }

    private HttpRequest request() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return HttpRequest.get(url, "events").streaming(Duration.ofSeconds(20));
    }

    private HttpStream follow(HttpRequest request, LineHandler handler) {
        return http.follow(request, handler, FIRST_PAUSE);
    }

    private HttpStream follow() {
        return follow(request(), lines::add);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within 30 s: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void awaitProblem(HttpStream stream, String text) {
        await(text, () -> stream.health().problem().orElse("").contains(text));
    }

    private void awaitThreadsEnd() {
        await("end of the threads", () -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void passesOnEachLineThatIsNotBlank() {
        answers.add(stream("one\n\n \ntwo æ\r\nthree"));
        HttpStream stream = follow();
        await("three lines", () -> lines.size() == 3);
        assertEquals(List.of("one", "two æ", "three"), lines);
        assertTrue(stream.health().problem().isEmpty());
        assertEquals("stream", threads.get(0).getName());
    }

    @Test
    void lineArrivesWhileTheStreamGoesOn() {
        answers.add(exchange -> {
            open(exchange, "first\nsec");
            end.await();
        });
        follow();
        await("the first line", () -> lines.equals(List.of("first")));
    }

    @Test
    void requestsOneSnapshotForEachConnectionAfterTheFirst() {
        answers.add(broken("one\n"));
        answers.add(stream("two\n"));
        follow();
        await("third connection", () -> requests.get() == 3);
        await("snapshots", () -> snapshots.get() == 2);
        assertEquals(List.of("one", "two"), lines);
    }

    @Test
    void firstConnectionRequestsNoSnapshot() {
        answers.add(status(503));
        follow(request(), line -> lines.add(line + snapshots.get()));
        answers.add(stream("one\n"));
        await("a line", () -> !lines.isEmpty());
        assertEquals(List.of("one0"), lines);
    }

    @Test
    void silenceIsNoFailure() {
        answers.add(exchange -> end.await());
        answers.add(exchange -> end.await());
        answers.add(exchange -> {
            lines.add("health" + stream().health().problem());
            end.await();
        });
        following = follow(request().streaming(Duration.ofMillis(50)), lines::add);
        await("third connection", () -> !lines.isEmpty());
        assertEquals(List.of("healthOptional.empty"), lines);
    }

    private volatile @Nullable HttpStream following;

    private HttpStream stream() {
        await("the stream", () -> following != null);
        return Objects.requireNonNull(following);
    }

    @Test
    void refusalIsShownAtOnce() {
        answers.add(status(404));
        HttpStream stream = http.follow(
                request().hint(404, SourceException.Kind.UNAUTHORIZED, "give the user the permission 'events'"),
                lines::add);
        awaitProblem(stream, "changes are seen late: GET ");
        awaitProblem(stream, "404: give the user the permission 'events'");
        assertEquals(1, requests.get());
    }

    @Test
    void failureIsShownIfTheNextAttemptFailsToo() {
        answers.add(status(503));
        answers.add(status(503));
        answers.add(exchange -> {
            awaitProblem(stream(), "changes are seen late: GET ");
            open(exchange, "one\n");
            end.await();
        });
        HttpStream stream = follow();
        following = stream;
        await("a line", () -> lines.equals(List.of("one")));
        assertTrue(stream.health().problem().isEmpty());
    }

    @Test
    void oneFailureIsNotShown() {
        answers.add(broken("one\n"));
        answers.add(exchange -> {
            lines.add("health" + stream().health().problem());
            end.await();
        });
        following = follow();
        await("second connection", () -> lines.size() == 2);
        assertEquals(List.of("one", "healthOptional.empty"), lines);
    }

    @Test
    void pauseGrowsWhileAttemptsFail() {
        for (int i = 0; i < 6; i++) {
            answers.add(status(500));
        }
        long begun = System.nanoTime();
        follow();
        await("seventh connection", () -> requests.get() == 7);
        // 1 + 2 + 4 + 8 + 16 + 32 pauses, each up to a quarter shorter.
        Duration least = FIRST_PAUSE.multipliedBy(63 * 3 / 4);
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).compareTo(least) >= 0);
    }

    @Test
    void failureOfTheHandlerIsShownAndTheStreamGoesOn() {
        answers.add(stream("odd\n"));
        answers.add(exchange -> end.await());
        HttpStream stream = follow(request(), line -> {
            lines.add(line);
            throw new IOException("no number: '" + line + "'");
        });
        await("second connection", () -> requests.get() == 2);
        awaitProblem(stream, "unexpected response: no number: 'odd'");
        assertEquals(List.of("odd"), lines);
    }

    @Test
    void errorOfTheHandlerIsShown() {
        answers.add(stream("one\n"));
        HttpStream stream = follow(request(), line -> {
            throw new NoClassDefFoundError("org/example/Event");
        });
        awaitProblem(stream, "is no longer followed: java.lang.NoClassDefFoundError: org/example/Event");
        awaitThreadsEnd();
        assertEquals(List.of("escaped: java.lang.NoClassDefFoundError: org/example/Event"), lines);
    }

    @Test
    void endlessLineIsAFailure() {
        answers.add(stream("x".repeat(LineReader.MAX_LENGTH + 1)));
        answers.add(exchange -> end.await());
        HttpStream stream = follow();
        awaitProblem(stream, "a line is longer than 4 MiB");
    }

    @Test
    void closeEndsOneStream() {
        HttpStream one = follow();
        follow();
        await("two connections", () -> requests.get() == 2);
        one.close();
        await("end of one", () -> !threads.get(0).isAlive());
        assertTrue(threads.get(1).isAlive());
    }

    @Test
    void closeEndsAPause() {
        answers.add(status(503));
        HttpStream stream = http.follow(request(), lines::add, Duration.ofMinutes(10));
        await("a connection", () -> requests.get() == 1);
        stream.close();
        awaitThreadsEnd();
        assertEquals(1, requests.get());
    }

    @Test
    void closingTheClientEndsAllStreams() {
        answers.add(exchange -> end.await());
        follow();
        follow();
        await("two connections", () -> requests.get() == 2);
        http.close();
        awaitThreadsEnd();
        assertFalse(follow().health().problem().isPresent());
        awaitThreadsEnd();
    }

    @Test
    void requestHasToBeStreaming() {
        URI url = URI.create("http://127.0.0.1:1");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> http.follow(HttpRequest.get(url, "events"), lines::add));
        assertTrue(String.valueOf(refused.getMessage()).contains("is not streaming()"));
    }
}
