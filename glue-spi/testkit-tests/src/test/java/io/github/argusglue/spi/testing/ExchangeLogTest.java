package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a simulated system is asked and answers is recorded line by line. */
final class ExchangeLogTest {
    @TempDir
    private Path folder;

    @Test
    void anExchangeIsOneLine() throws Exception {
        HttpResponse<String> response = post(exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Page-Total", "2");
            answer(exchange, 201, "you said\t" + asked);
        });

        assertEquals("you said\tå\n", response.body(), "the client gets the same as without recording");
        String[] columns = line();
        assertEquals("POST", columns[0]);
        assertEquals("/api/ack?note=a%20b", columns[1]);
        assertTrue(text(columns[2]).contains("Authorization: Token t\n"), () -> text(columns[2]));
        assertEquals("å\n", text(columns[3]));
        assertEquals("201", columns[4]);
        assertTrue(text(columns[5]).contains("X-page-total: 2\n"), () -> text(columns[5]));
        assertEquals("you said\tå\n", text(columns[6]));
        assertEquals("", columns[7]);
    }

    @Test
    void anAnswerThatIsWrongOnPurposeSaysWhy() throws Exception {
        post(exchange -> {
            exchange.getResponseHeaders().set(ExchangeLog.FAULT_HEADER, "half of the rows");
            answer(exchange, 200, "{");
        });
        assertEquals("half of the rows", line()[7]);
    }

    @Test
    void anAnswerThatIsCutOffIsSeen() throws IOException {
        postInVain(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.close();
        });
        String[] columns = line();
        assertEquals("{", text(columns[6]));
        assertEquals("the answer is cut off", columns[7]);
    }

    @Test
    void noAnswerIsSeen() throws IOException {
        postInVain(HttpExchange::close);
        assertEquals("0", line()[4]);
        assertEquals("no answer", line()[7]);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private HttpResponse<String> post(HttpHandler handler) throws Exception {
        ExchangeLog log = ExchangeLog.to(folder.resolve("exchanges"), "beacon");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        server.setExecutor(threads);
        server.createContext("/", handler).getFilters().add(log);
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/ack?note=a%20b");
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url)
                                    .header("Authorization", "Token t")
                                    .POST(BodyPublishers.ofString("å\n"))
                                    .build(),
                            BodyHandlers.ofString());
        } finally {
            // The line may be written after the answer.
            threads.shutdown();
            assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
            server.stop(0);
        }
    }

    /** Sends and expects no complete answer. */
    private void postInVain(HttpHandler handler) {
        assertThrows(IOException.class, () -> post(handler));
    }

    private String[] line() throws IOException {
        List<Path> files = files();
        assertEquals(1, files.size(), files::toString);
        assertTrue(files.get(0).getFileName().toString().matches("beacon-[0-9a-f-]{36}\\.tsv"), files::toString);
        List<String> lines = Files.readAllLines(files.get(0));
        assertEquals(1, lines.size(), lines::toString);
        String[] columns = lines.get(0).split("\t", -1);
        assertEquals(8, columns.length);
        return columns;
    }

    private List<Path> files() throws IOException {
        Path exchanges = folder.resolve("exchanges");
        try (Stream<Path> files = Files.list(exchanges)) {
            return files.toList();
        }
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
