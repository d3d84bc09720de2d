package org.example.nav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the export script as NAV's event engine does, with a server in the place of argus-glue. */
@Timeout(60)
class ExportScriptTest {
    private static final Path SCRIPT = Path.of("scripts/argus-glue-nav-export").toAbsolutePath();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** The numbers of the events of each request. */
    private final BlockingQueue<List<Integer>> received = new LinkedBlockingQueue<>();

    private volatile int status = 200;

    @TempDir
    private Path dir;

    private HttpServer server;
    private Process script;
    private OutputStream engine;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hooks/nav", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean authorized = "Bearer let-me-in".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            int answer = authorized ? status : 401;
            if (answer == 200) {
                // Before the answer: the next request comes right after it, on another thread.
                received.add(Pattern.compile("\"history\": ([0-9]+)")
                        .matcher(body)
                        .results()
                        .map(MatchResult::group)
                        .map(found -> Integer.valueOf(found.replaceAll("[^0-9]", "")))
                        .toList());
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        Path config = Files.writeString(dir.resolve("export.conf"), """
                [argus-glue]
                url = http://127.0.0.1:%d/hooks/nav
                token = let-me-in
                """.formatted(server.getAddress().getPort()));
        script = new ProcessBuilder("python3", SCRIPT.toString(), config.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(dir.resolve("log").toFile())
                .start();
        engine = script.getOutputStream();
    }

    @AfterEach
    void stop() {
        script.destroyForcibly();
        server.stop(0);
        threads.shutdownNow();
    }

    private void write(String text) throws IOException {
        engine.write(text.getBytes(UTF_8));
        engine.flush();
    }

    private static String event(int number) {
        return "{\"id\": 1, \"message\": \"æøå\", \"history\": " + number + "}\n";
    }

    private List<Integer> await(int count) throws InterruptedException {
        List<Integer> found = new ArrayList<>();
        while (found.size() < count) {
            List<Integer> next = received.poll(30, TimeUnit.SECONDS);
            assertTrue(next != null, () -> "only " + found + " arrived; " + log());
            found.addAll(next);
        }
        return found;
    }

    private String log() {
        try {
            return Files.readString(dir.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void eventsArriveInOrderHoweverTheyAreWritten() throws Exception {
        write(event(1) + event(2).strip() + event(3).strip() + "\n\n{\n  \"history\":\n 4\n}");
        write("{\"id\": 1, \"his");
        write("tory\": 5}\n" + event(6));
        assertEquals(List.of(1, 2, 3, 4, 5, 6), await(6));
    }

    @Test
    void whatIsNotJsonIsSkipped() throws Exception {
        write(event(1) + "{\"id\": 2, \"histo\nTraceback (most recent call last):\n" + event(3));
        assertEquals(List.of(1, 3), await(2));
        write("null\n" + event(4) + event(5).replace("5}", "null}") + event(6));
        assertEquals(List.of(4, 6), await(2));
        assertTrue(log().contains("skipped what is not JSON: '{\"id\": 2"), this::log);
    }

    @Test
    void engineNeverWaitsAndTheNewestEventsAreKept() throws Exception {
        status = 503;
        int most = 30_000;
        long begin = System.nanoTime();
        for (int i = 1; i <= most; i++) {
            write(event(i));
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 20, "the engine had to wait");
        status = 200;
        List<Integer> found = new ArrayList<>();
        while (!found.contains(most)) {
            found.addAll(await(1));
        }
        assertTrue(found.size() <= 10_200 && found.containsAll(newest(most)), () -> found.size() + " events arrived");
        assertTrue(log().contains("events dropped, because argus-glue takes none"), this::log);
        assertTrue(log().contains("takes events again"), this::log);
    }

    private static List<Integer> newest(int most) {
        return IntStream.rangeClosed(most - 9_000, most).boxed().toList();
    }

    @Test
    void unusableEventsAreNotSentAgain() throws Exception {
        status = 400;
        write(event(1));
        while (!log().contains("1 events dropped")) {
            assertTrue(script.isAlive());
            Thread.onSpinWait();
        }
        status = 200;
        write(event(2));
        assertEquals(List.of(2), await(1));
    }

    @Test
    void itEndsWithTheEngineAfterItHasSentEverything() throws Exception {
        write(event(1) + event(2));
        engine.close();
        assertTrue(script.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, script.exitValue());
        assertEquals(List.of(1, 2), await(2));
    }

    @Test
    void itEndsWithTheEngineAlsoIfNothingCanBeSent() throws Exception {
        status = 503;
        write(event(1));
        engine.close();
        assertTrue(script.waitFor(20, TimeUnit.SECONDS));
        assertTrue(log().contains("events could not be sent"), this::log);
    }
}
