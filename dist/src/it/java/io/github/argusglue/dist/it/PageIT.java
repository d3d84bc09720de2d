package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The status pages in a real browser, and the metrics as promtool sees them. */
final class PageIT {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Pattern DEMO = Pattern.compile("its own page: *(http\\S+)");
    private static final Pattern RUN = Pattern.compile("status page and metrics: (http\\S+)");

    private final Path folder = Folders.fresh("page");

    /** Installs the dependencies of the browser script, according to its lock file. */
    @BeforeAll
    static void install() throws Exception {
        Path scripts = Files.createDirectories(browser());
        for (String file : List.of("package.json", "package-lock.json", "page.js")) {
            Files.writeString(
                    scripts.resolve(file), Files.readString(Folders.browser().resolve(file)));
        }
        run(scripts, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    private static Path browser() {
        return Folders.work().resolve("browser");
    }

    @Test
    void thePageOfTheDemonstration() throws Exception {
        try (GlueProcess demo = GlueProcess.start(folder.resolve("demo.log"), "demo", "--for", "5m")) {
            URI url = address(folder.resolve("demo.log.out"), DEMO);
            // With content.
            Await.that(
                    START,
                    "actions are shown",
                    () -> get(url.resolve("/sources/demo")).contains("<td role=\"cell\" data-label=\"Details\""));

            look(url);

            assertEquals("", promtool(get(url.resolve("/metrics"))));
            demo.terminate();
        }
    }

    @Test
    void aPageOfWhatDoesNotWork() throws Exception {
        Path config = Files.writeString(folder.resolve("argus-glue.toml"), """
                state_dir = "state"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "http://127.0.0.1:1"
                [sources.one-with-quite-a-long-name-for-a-small-screen]
                type = "alertmanager"
                argus_token = "t1"
                urls = ["http://127.0.0.1:1"]
                [sources.two]
                type = "alertmanager"
                argus_token = "t2"
                urls = ["http://127.0.0.1:1"]
                """);
        try (GlueProcess glue = GlueProcess.run(config)) {
            URI url = address(config.resolveSibling("run.log"), RUN);
            Await.that(START, "the fault is shown", () -> get(url).contains("2 failing"));

            look(url);

            assertTrue(get(url.resolve("/readyz")).contains("source 'two': Argus: "), "why it is not ready");
            assertEquals("", promtool(get(url.resolve("/metrics"))));
            glue.terminate();
        }
    }

    private static URI address(Path printed, Pattern pattern) throws IOException {
        List<URI> found = new ArrayList<>();
        Await.that(START, "an address in " + printed, () -> {
            Matcher line = pattern.matcher(Files.exists(printed) ? Files.readString(printed) : "");
            return line.find() && found.add(URI.create(line.group(1)));
        });
        return found.get(0);
    }

    private static String get(URI url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
    }

    private void look(URI url) throws Exception {
        String said = run(browser(), "node", "page.js", url.toString(), folder.toString());
        assertTrue(said.endsWith(" pages, 0 complaints"), said);
    }

    /** Returns promtool's complaints about the metrics. */
    private String promtool(String metrics) throws Exception {
        Path file = Files.writeString(folder.resolve("metrics.txt"), metrics);
        Process process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(metrics.contains("argus_glue_source_state"), metrics);
        assertEquals(0, process.waitFor(), said);
        return said.strip();
    }

    private static String run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "ended");
        assertEquals(0, process.exitValue(), String.join(" ", command) + ":\n" + said);
        return said;
    }
}
