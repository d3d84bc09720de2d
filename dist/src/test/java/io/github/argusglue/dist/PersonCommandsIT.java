package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demonstration prints can be pasted into a shell. */
final class PersonCommandsIT {
    @Test
    void printedCommandsActAsAPerson(@TempDir Path dir) throws Exception {
        try (StandInArgus argus = StandInArgus.start()) {
            create(argus);
            long pk = argus.incidents("oslo").get(0).pk();
            String commands = String.join("\n", PersonCommands.of(argus.url(), argus.adminToken(), pk));
            Process shell = new ProcessBuilder("sh", "-ec", commands)
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("out").toFile())
                    .start();
            assertTrue(shell.waitFor(20, TimeUnit.SECONDS), "ends");
            assertEquals(0, shell.exitValue(), () -> read(dir.resolve("out")));
            assertEquals(
                    List.of("STA", "ACK", "CHI", "CLO"),
                    argus.events(pk).stream().map(StandInEvent::type).toList());
        }
    }

    private static void create(StandInArgus argus) throws Exception {
        HttpRequest create = HttpRequest.newBuilder(URI.create(argus.url() + "/api/v2/incidents/mine/"))
                .header("Authorization", "Token " + argus.addSource("oslo"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"start_time\":\"2026-11-20T10:00:00Z\",\"end_time\":\"infinity\",\"source_incident_id\":\"1\","
                                + "\"description\":\"uplink is down\",\"level\":1,\"tags\":[]}"))
                .build();
        assertEquals(
                201,
                HttpClient.newHttpClient()
                        .send(create, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
