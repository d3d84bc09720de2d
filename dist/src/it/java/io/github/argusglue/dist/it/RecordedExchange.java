package io.github.argusglue.dist.it;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A line of an {@code ExchangeLog}: what a simulated cloud was asked, and what it answered.
 *
 * @param target path with query
 * @param content what was sent, a character for each byte
 * @param status 200 if there was no whole answer
 * @param answer what was answered, a character for each byte
 * @param fault why the answer is wrong on purpose; empty if it is not
 * @param times how often it was recorded, with other values of headers
 */
record RecordedExchange(
        String method,
        String target,
        List<Header> headers,
        String content,
        int status,
        List<Header> answerHeaders,
        String answer,
        String fault,
        int times) {
    /** Belong to the connection, or are set by whoever sends. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "date",
            "accept-encoding",
            "expect",
            "upgrade");

    /** A header of a request or an answer. */
    record Header(String name, String value) {}

    /** Returns everything that was recorded of an API in a folder: what was recorded often, once. */
    static List<RecordedExchange> read(Path folder, String api) throws IOException {
        Map<String, RecordedExchange> exchanges = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> isOf(file, api)).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    RecordedExchange exchange = of(line.split("\t", -1));
                    exchanges.merge(exchange.identity(), exchange, (one, same) -> one.again());
                }
            }
        }
        return List.copyOf(exchanges.values());
    }

    /** Returns what has to be equal in two exchanges that need not both be checked: all but the values of headers. */
    private String identity() {
        return String.join("\t", method, target, content, String.valueOf(status), answer, fault)
                + headers.stream().map(Header::name).sorted().toList();
    }

    private RecordedExchange again() {
        return new RecordedExchange(method, target, headers, content, status, answerHeaders, answer, fault, times + 1);
    }

    private static boolean isOf(Path file, String api) {
        return file.getFileName().toString().matches(api + "-[0-9a-f-]{36}\\.tsv");
    }

    private static RecordedExchange of(String[] columns) {
        String fault = columns[7];
        // An answer that is wrong on purpose need not be what Prism can read.
        return new RecordedExchange(
                columns[0],
                columns[1],
                headers(columns[2]),
                text(columns[3], StandardCharsets.ISO_8859_1),
                fault.isEmpty() ? Integer.parseInt(columns[4]) : 200,
                fault.isEmpty() ? headers(columns[5]) : List.of(new Header("Content-Type", "application/json")),
                fault.isEmpty() ? text(columns[6], StandardCharsets.ISO_8859_1) : "{}",
                fault,
                1);
    }

    private static List<Header> headers(String base64) {
        return text(base64, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(": ", 2))
                .filter(parts -> !OF_CONNECTION.contains(parts[0].toLowerCase(Locale.ROOT)))
                .map(parts -> new Header(parts[0], parts.length > 1 ? parts[1] : ""))
                .toList();
    }

    private static String text(String base64, Charset charset) {
        return new String(Base64.getDecoder().decode(base64), charset);
    }
}
