package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code docs/examples/generic}: each configuration gets its recorded payloads, one after the other, in
 * the installed program, and Argus has the incidents that are described beside each payload.
 */
final class GenericExamplesIT {
    private static final Path EXAMPLES = Path.of(System.getProperty("argusglue.examples", ""), "generic");

    /** The payloads are from this day. What was closed long ago is forgotten, so they are sent as if from yesterday. */
    private static final LocalDate RECORDED = LocalDate.of(2026, 11, 20);

    private static final String EPOCH_SECONDS = "1795206655";
    private static final int MAX_LINES = 25;

    private final LocalDate sent = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path dir;
    private final Program program;

    GenericExamplesIT(@TempDir Path dir) {
        this.dir = dir;
        this.program = new Program(dir);
    }

    /** An example: its name, the name of its source, and its configuration. */
    private record Example(String name, String source, String toml) {
        static Example of(Path file) {
            try {
                String toml = Files.readString(file);
                String source = toml.lines()
                        .filter(line -> line.startsWith("[sources."))
                        .findFirst()
                        .orElseThrow();
                String name = file.getFileName().toString().replace(".toml", "");
                return new Example(name, source.substring("[sources.".length(), source.length() - 1), toml);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void eachPayloadGivesTheIncidentsThatAreDescribed() throws Exception {
        List<Example> examples = examples();
        assertEquals(6, examples.size());
        Path log = dir.resolve("log");
        try (StandInArgus argus = StandInArgus.start()) {
            Process process = program.start(
                    Program.LAYOUT.resolve("bin/argus-glue"),
                    dir.resolve("out"),
                    log,
                    "-c",
                    configuration(argus, examples).toString(),
                    "run");
            try {
                URI page = URI.create(Texts.await(log, "http://127\\.0\\.0\\.1:[0-9]+/"));
                Texts.await(log, "sources started");
                for (Example example : examples) {
                    send(example, page, argus);
                }
                argus.incidents("correlator").forEach(incident -> GeantMetadata.check(incident.metadata()));
            } finally {
                process.destroy();
                assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
            }
        }
    }

    private static List<Example> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".toml"))
                    .sorted()
                    .map(Example::of)
                    .toList();
        }
    }

    private Path configuration(StandInArgus argus, List<Example> examples) throws IOException {
        StringBuilder toml = new StringBuilder("""
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "%s"
                """.formatted(dir.resolve("state"), argus.url()));
        for (Example example : examples) {
            assertTrue(example.toml().lines().count() <= MAX_LINES, example.name());
            secret(example.source() + ".token", argus.addSource(example.source()));
            secret(example.source() + ".hook", token(example));
            toml.append(example.toml().replace("/etc/argus-glue/", dir + "/"));
        }
        return Files.writeString(dir.resolve("argus-glue.toml"), toml);
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.createFile(
                dir.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static String token(Example example) {
        return "token-of-" + example.source();
    }

    private void send(Example example, URI page, StandInArgus argus) throws Exception {
        for (Path payload : payloads(example)) {
            HttpRequest request = HttpRequest.newBuilder(page.resolve("/hooks/" + example.source()))
                    .header("Authorization", "Bearer " + token(example))
                    .POST(HttpRequest.BodyPublishers.ofString(shifted(Files.readString(payload))))
                    .build();
            HttpResponse<String> answer = accepted(request);
            assertEquals(200, answer.statusCode(), () -> payload + ": " + answer.body());
            Path expected = Path.of(payload.toString().replace(".json", ".incidents.txt"));
            await(argus, example.source(), shifted(Files.readString(expected)), payload);
        }
    }

    /** A source starts a moment after the endpoint; until then, senders are asked to come back. */
    private HttpResponse<String> accepted(HttpRequest request) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    private static List<Path> payloads(Example example) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve(example.name()))) {
            List<Path> payloads = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertFalse(payloads.isEmpty(), example.name());
            return payloads;
        }
    }

    private String shifted(String text) {
        long days = ChronoUnit.DAYS.between(RECORDED, sent);
        long epoch = Long.parseLong(EPOCH_SECONDS) + TimeUnit.DAYS.toSeconds(days);
        return text.replace(RECORDED.toString(), sent.toString())
                .replace(RECORDED.toString().replace("-", ""), sent.toString().replace("-", ""))
                .replace(EPOCH_SECONDS, String.valueOf(epoch));
    }

    private void await(StandInArgus argus, String source, String expected, Path payload) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String shown = incidents(argus, source);
        while (!shown.equals(expected) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            shown = incidents(argus, source);
        }
        assertEquals(expected, shown, payload.toString());
    }

    private String incidents(StandInArgus argus, String source) {
        return argus.incidents(source).stream()
                .sorted(Comparator.comparing(StandInIncident::startTime))
                .map(this::text)
                .collect(Collectors.joining());
    }

    private String text(StandInIncident incident) {
        List<String> lines = new ArrayList<>();
        lines.add(incident.sourceIncidentId());
        lines.add("  " + state(incident) + ", level " + incident.level() + ", since " + seconds(incident.startTime()));
        lines.add("  " + incident.description());
        if (!incident.detailsUrl().isEmpty()) {
            lines.add("  " + incident.detailsUrl());
        }
        incident.tags().stream().sorted().forEach(tag -> lines.add("  tag " + tag));
        incident.metadata().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("argus_glue"))
                .filter(entry -> !(entry.getValue() instanceof Map) && !(entry.getValue() instanceof List))
                .map(entry -> "  metadata " + entry.getKey() + "=" + entry.getValue())
                .sorted()
                .forEach(lines::add);
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** An end of today is the time of the test's request. */
    private String state(StandInIncident incident) {
        Instant end = incident.endTime();
        if (incident.open() || end == null) {
            return incident.acked() ? "acknowledged" : "open";
        }
        return end.atZone(ZoneOffset.UTC).toLocalDate().equals(sent) ? "ended " + seconds(end) : "ended";
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
