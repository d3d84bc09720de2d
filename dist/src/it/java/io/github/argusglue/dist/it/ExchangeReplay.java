package io.github.argusglue.dist.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Repeats recorded exchanges through Prism, behind which a server answers each request as recorded. */
final class ExchangeReplay implements AutoCloseable {
    private static final int THREADS = 3;
    /** Prism passes it on: which of the exchanges it is. */
    private static final String NUMBER = "X-Exchange";

    private final List<RecordedExchange> exchanges;
    private final HttpServer upstream;
    private final ExecutorService serverThreads = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService senders = Executors.newFixedThreadPool(THREADS);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();

    ExchangeReplay(List<RecordedExchange> exchanges) throws IOException {
        this.exchanges = List.copyOf(exchanges);
        this.upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(serverThreads);
        upstream.createContext("/", this::answer);
        upstream.start();
    }

    /** Returns what Prism says about each exchange: an empty list if it is as described. */
    List<List<Violation>> check(Path description) throws InterruptedException {
        try (Prism prism = Prism.start(
                description,
                URI.create("http://127.0.0.1:" + upstream.getAddress().getPort()))) {
            List<Callable<List<Violation>>> calls = new ArrayList<>();
            for (int i = 0; i < exchanges.size(); i++) {
                int number = i;
                calls.add(() -> send(prism.url(), number));
            }
            List<List<Violation>> all = new ArrayList<>();
            for (Future<List<Violation>> call : senders.invokeAll(calls)) {
                all.add(call.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new AssertionError("an exchange could not be repeated", e.getCause());
        }
    }

    private List<Violation> send(URI prism, int number) throws IOException, InterruptedException {
        RecordedExchange exchange = exchanges.get(number);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(prism + exchange.target()))
                .method(exchange.method(), BodyPublishers.ofString(exchange.content(), StandardCharsets.ISO_8859_1))
                .header(NUMBER, Integer.toString(number));
        exchange.headers().forEach(header -> request.header(header.name(), header.value()));
        HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
        List<Violation> violations = new ArrayList<>();
        String said = response.headers().firstValue("sl-violations").orElse("[]");
        for (JsonNode violation : mapper.readTree(said)) {
            violations.add(Violation.of(exchange, violation));
        }
        return violations;
    }

    private void answer(HttpExchange asked) throws IOException {
        int number = Integer.parseInt(asked.getRequestHeaders().getFirst(NUMBER));
        RecordedExchange exchange = exchanges.get(number);
        asked.getRequestBody().readAllBytes();
        exchange.answerHeaders().forEach(header -> asked.getResponseHeaders().add(header.name(), header.value()));
        byte[] content = exchange.answer().getBytes(StandardCharsets.ISO_8859_1);
        asked.sendResponseHeaders(exchange.status(), content.length == 0 ? -1 : content.length);
        asked.getResponseBody().write(content);
        asked.close();
    }

    @Override
    public void close() {
        upstream.stop(0);
        senders.shutdownNow();
        serverThreads.shutdownNow();
    }

    /** One difference between an exchange and the description. */
    record Violation(RecordedExchange exchange, boolean isAboutRequest, String text) {
        private static Violation of(RecordedExchange exchange, JsonNode said) {
            List<String> location = new ArrayList<>();
            said.path("location").forEach(part -> location.add(part.asText()));
            String text = exchange.method() + " " + exchange.target() + " " + exchange.status() + " "
                    + String.join(".", location) + ": " + said.path("message").asText();
            return new Violation(exchange, text.contains(" request"), text);
        }

        boolean isUnknownRoute() {
            return text.endsWith("Selected route not found");
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
