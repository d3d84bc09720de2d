package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.argusglue.spi.Unstable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records what a simulated HTTP system is asked and what it answers, so that both can be checked against the
 * description (OpenAPI) of the real one. A filter for the {@code HttpServer} of the JDK:
 *
 * <pre>{@code
 * server.createContext("/api/", this::answer).getFilters().add(ExchangeLog.of("mist"));
 * }</pre>
 *
 * <p>It records if the system property {@code argusglue.exchanges} names a folder, and does nothing otherwise. Each
 * filter writes one file there, {@code API-UUID.tsv}, which begins with the first exchange. A line is one exchange, in
 * eight columns that are separated by tabs: method, path with query, headers and content of the request, status (0:
 * none), headers and content of the response, and why the answer is wrong on purpose (empty: it is not). Headers (a
 * line each, {@code name: value}) and contents are in Base64.
 *
 * <p>Safe for use by any thread.
 */
@Unstable
public final class ExchangeLog extends Filter {
    /**
     * A response header by which the simulated system says that it answers wrongly on purpose, with the reason as its
     * value. Such an answer is recorded, but not expected to be as described.
     */
    public static final String FAULT_HEADER = "X-Simulated-Fault";

    private static final String FOLDER_PROPERTY = "argusglue.exchanges";

    private final @Nullable Path file;

    private ExchangeLog(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Returns a filter that records in the folder of the system property; one that does nothing if it is not set.
     *
     * @param api name of the API, with which the names of the files begin: lower-case letters, digits and dashes
     */
    public static ExchangeLog of(String api) {
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        return folder.isEmpty() ? new ExchangeLog(null) : to(Path.of(folder), api);
    }

    /** Returns a filter that records in a folder, which is made when it is needed. */
    static ExchangeLog to(Path folder, String api) {
        requireNonNull(api, "api is null");
        return new ExchangeLog(folder.resolve(api + "-" + UUID.randomUUID() + ".tsv"));
    }

    @Override
    public String description() {
        return "records requests and answers";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        if (file == null) {
            chain.doFilter(exchange);
            return;
        }
        byte[] content = exchange.getRequestBody().readAllBytes();
        RecordedAnswer answer = new RecordedAnswer(exchange.getResponseBody());
        exchange.setStreams(new ByteArrayInputStream(content), answer);
        try {
            chain.doFilter(exchange);
        } finally {
            append(file, line(exchange, content, answer.content.toByteArray()));
        }
    }

    private static String line(HttpExchange exchange, byte[] content, byte[] answered) {
        int status = Math.max(0, exchange.getResponseCode());
        return String.join(
                        "\t",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        base64(exchange.getRequestHeaders()),
                        base64(content),
                        Integer.toString(status),
                        base64(exchange.getResponseHeaders()),
                        base64(answered),
                        fault(exchange, status, answered.length))
                + "\n";
    }

    private static String fault(HttpExchange exchange, int status, int length) {
        Headers headers = exchange.getResponseHeaders();
        String said = headers.getFirst(FAULT_HEADER);
        if (said != null) {
            return said.replaceAll("\\s+", " ");
        } else if (status == 0) {
            return "no answer";
        }
        String declared = headers.getFirst("Content-Length");
        return declared != null && Long.parseLong(declared) > length ? "the answer is cut off" : "";
    }

    private static String base64(Headers headers) {
        StringBuilder lines = new StringBuilder();
        headers.forEach((name, values) -> values.forEach(
                value -> lines.append(name).append(": ").append(value).append('\n')));
        return base64(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static synchronized void append(Path file, String line) throws IOException {
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Keeps what is written to the client. */
    private static final class RecordedAnswer extends FilterOutputStream {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        RecordedAnswer(OutputStream client) {
            super(client);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            content.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            content.write(bytes, offset, length);
        }
    }
}
