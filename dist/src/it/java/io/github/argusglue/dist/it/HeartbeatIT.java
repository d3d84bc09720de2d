package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Argus reports a missing heartbeat only if one is missing, according to the server's own command. */
@ExtendWith(Lab.class)
final class HeartbeatIT {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final LabArgus argus;
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String hung = "hung-" + id;
    private final String fine = "fine-" + id;
    private final Path work = Folders.fresh("heartbeat-" + id);
    private final FolderPlugin hungSystem = new FolderPlugin(work.resolve("hung"));
    private final FolderPlugin fineSystem = new FolderPlugin(work.resolve("fine"));
    private final Path fifo = hungSystem.folder().resolve("acked/a");
    private GlueProcess glue;
    private URI page = URI.create("http://unset.invalid/");

    HeartbeatIT(LabArgus argus) throws IOException {
        this.argus = argus;
        Path config = Files.writeString(work.resolve("argus-glue.toml"), """
                state_dir = "state"
                plugins_dir = "fine/plugins"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "%s"
                %s
                %s
                """.formatted(
                        argus.url(), source(hung, hungSystem), source(fine, fineSystem)));
        glue = GlueProcess.run(config);
    }

    private String source(String name, FolderPlugin system) {
        String token = argus.newSource(name);
        // The server's minimum is a minute; its command waits ten seconds longer in any case.
        argus.sql(
                "update argus_incident_sourcesystem set heartbeat_frequency = '5 seconds' where name = '" + name + "'");
        return """
                [sources.%s]
                type = "folder"
                argus_token = "%s"
                interval = "5s"
                snapshot_timeout = "15s"
                heartbeat = "5s"
                folder = "%s"
                """.formatted(name, token, system.folder());
    }

    @BeforeEach
    void started() {
        String line = "status page and metrics: (http\\S+)";
        glue.awaitLog(line, LONG);
        page = URI.create(glue.logMatching(line).get(0).replaceFirst(".*: (?=http)", ""));
        Await.that(LONG, "ready", () -> get("/readyz").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        glue.close();
        argus.sql("update argus_incident_sourcesystem set heartbeat_frequency = null");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page.resolve(path)).build(), BodyHandlers.ofString(UTF_8));
    }

    /** Runs the server's command and returns the sources that it considers dead. */
    private List<String> dead() {
        argus.manage("sync_heartbeat_incidents");
        return argus.sql("select s.name from argus_incident_incident i"
                + " join argus_incident_incidenttagrelation r on r.incident_id = i.id"
                + " join argus_incident_tag h on h.id = r.tag_id and h.key = 'source_system_id'"
                + " join argus_incident_sourcesystem s on s.id::text = h.value"
                + " where i.end_time > now() and i.description like 'Missing heartbeat%' order by 1");
    }

    private static void run(String... command) {
        try {
            assertEquals(0, new ProcessBuilder(command).start().waitFor(), () -> String.join(" ", command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void aHangingSourceMissesItsHeartbeatAndRecovers() throws Exception {
        fineSystem.open("b");
        hungSystem.open("a");
        argus.awaitOpen(hung, 1, LONG);
        argus.awaitOpen(fine, 1, LONG);
        assertEquals(List.of(), dead());

        // A reader of this pipe blocks until there is a writer, and cannot be interrupted.
        run("mkfifo", fifo.toString());
        long begin = System.nanoTime();
        Await.that(LONG, "not ready", () -> get("/readyz").statusCode() == 503);
        Duration noticed = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(noticed.compareTo(INTERVAL.multipliedBy(2).plusSeconds(2)) <= 0, noticed::toString);
        assertTrue(
                get("/readyz").body().startsWith("source '" + hung + "': no good snapshot for "),
                get("/readyz").body());
        assertTrue(get("/").body().contains("does the source hang?"), "the page says so");

        Await.equal(LONG, "sources without heartbeat", List.of(hung), this::dead);
        fineSystem.open("c");
        argus.awaitOpen(fine, 2, Duration.ofSeconds(15));
        Await.that(
                LONG,
                "what hangs is counted and bounded",
                () -> get("/metrics")
                        .body()
                        .contains("argus_glue_source_hanging_adapters{source=\"" + hung + "\"} 3.0"));
        assertEquals(List.of(hung), dead(), "and it is still missed");
        assertEquals(200, get("/healthz").statusCode(), "its loop turns: a restart would help nobody");

        Path writer = Files.writeString(
                work.resolve("writer"),
                "rm '" + fifo + ".gone' 2>/dev/null; mv '" + fifo + "' '" + fifo + ".gone' && : > '" + fifo
                        + ".gone'; rm '" + fifo + ".gone'\n");
        run("sh", writer.toString());

        Await.that(LONG, "ready again", () -> get("/readyz").statusCode() == 200);
        Await.equal(LONG, "sources without heartbeat", List.of(), this::dead);
        assertEquals(1, argus.openCount(hung), "nothing was closed meanwhile");
        glue.terminate();
        assertEquals(0, glue.awaitExit(LONG));
    }

    @Test
    void aStoppedProcessMissesTheHeartbeatsOfAllSources() {
        assertEquals(List.of(), dead());
        glue.pause();
        Await.equal(LONG, "sources without heartbeat", List.of(fine, hung), this::dead);
        glue.resume();
        Await.equal(LONG, "sources without heartbeat", List.of(), this::dead);
    }
}
