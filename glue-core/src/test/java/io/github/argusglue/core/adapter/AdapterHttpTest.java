package io.github.argusglue.core.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.http.HttpObserver;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that use {@link SourceContext#http}. */
final class AdapterHttpTest {
    private final MockWebServer server = new MockWebServer();
    private final List<String> observed = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AdapterSettings settings(Duration timeout, HttpObserver observer) {
        return new AdapterSettings(
                "http",
                Duration.ofSeconds(30),
                timeout,
                new AdapterEnvironment(
                        new AdapterStore(folder.resolve("http.adapter")),
                        HttpClients.of(folder.resolve("http.requests.json"), observer, Clock.systemUTC()),
                        "0123456789abcdef",
                        URI.create("https://argus.example.org/")));
    }

    private void snapshot(AdapterSettings settings, HttpAccess access) throws SourceException, InterruptedException {
        OneSnapshot.snapshot(settings, new HttpMaker(server.url("/").uri(), access), Clock.systemUTC());
    }

    @Test
    void hangingCallEndsWithoutCodeOfTheAdapter() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        SourceException failure = assertThrows(
                SourceException.class,
                () -> snapshot(
                        settings(Duration.ofMillis(300), HttpObserver.NONE),
                        HttpAccess.builder().timeout(Duration.ofMinutes(5)).build()));
        assertTrue(failure.toString().contains("'snapshot_timeout'"), failure::toString);
        Await.until(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("source-http-")));
    }

    @Test
    void budgetIsOneForTheSourceAndSurvivesARestart() throws Exception {
        HttpAccess access = HttpAccess.builder().requestsPerDay(3).build();
        AdapterSettings first = settings(Duration.ofSeconds(5), HttpObserver.NONE);
        for (int i = 0; i < 2; i++) {
            server.enqueue(new MockResponse.Builder().build());
            snapshot(first, access);
        }
        AdapterSettings restarted = settings(
                Duration.ofSeconds(5), (request, status, took) -> observed.add(request.method() + " " + status));
        server.enqueue(new MockResponse.Builder().build());
        snapshot(restarted, access);
        SourceException spent = assertThrows(SourceException.class, () -> snapshot(restarted, access));
        assertEquals(SourceException.Kind.RATE_LIMITED, spent.kind());
        assertEquals(3, server.getRequestCount());
        assertEquals(List.of("GET 200"), observed);
    }

    @Test
    void unusableFileOfTheBudgetCountsFromZero() throws Exception {
        Files.writeString(folder.resolve("http.requests.json"), "{\"minutes\": [1");
        server.enqueue(new MockResponse.Builder().build());
        snapshot(
                settings(Duration.ofSeconds(5), HttpObserver.NONE),
                HttpAccess.builder().requestsPerHour(1).build());
        assertTrue(Files.readString(folder.resolve("http.requests.json")).contains("\"requests\":[1]"));
    }

    @Test
    void sourceWithoutABudgetHasNoFile() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        snapshot(
                settings(Duration.ofSeconds(5), HttpObserver.NONE),
                HttpAccess.builder().build());
        assertEquals(false, Files.exists(folder.resolve("http.requests.json")));
    }

    @Test
    void anAnswerIsNotLongerThanTheSourceAllows() {
        AdapterSettings usual = settings(Duration.ofSeconds(5), HttpObserver.NONE);
        AdapterEnvironment environment = usual.environment();
        AdapterSettings small = new AdapterSettings(
                usual.source(),
                usual.interval(),
                usual.snapshotTimeout(),
                new AdapterEnvironment(
                        environment.store(),
                        environment.http(),
                        environment.installation(),
                        environment.argusUrl(),
                        999,
                        environment.mayWrite()));
        server.enqueue(new MockResponse.Builder().body("x".repeat(1000)).build());

        SourceException failure = assertThrows(
                SourceException.class,
                () -> snapshot(small, HttpAccess.builder().build()));

        assertTrue(
                failure.toString().endsWith("the response is larger than 999 bytes ('max_answer_bytes')"),
                failure::toString);
        assertEquals(Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16), environment.maxAnswerBytes());
    }

    /** Makes adapters that send one request for each snapshot and end nothing themselves. */
    private record HttpMaker(URI url, HttpAccess access) implements AdapterMaker {
        @Override
        public SourceAdapter make(SourceContext context) {
            SourceHttpClient http = context.http(access);
            return new SourceAdapter() {
                @Override
                public Snapshot snapshot() throws SourceException, InterruptedException {
                    http.send(HttpRequest.get(url, "alerts"), HttpResponse::text);
                    return Snapshot.complete(List.of());
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public ClassLoader loader() {
            return AdapterHttpTest.class.getClassLoader();
        }

        @Override
        public String plugin() {
            return "'http' 1";
        }
    }
}
