package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.executor.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reload restarts and what it does not. */
final class ReloadTest {
    private Path folder = Path.of("");
    private ServiceScene scene;
    private String oslo = "";
    private String bergen = "";

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void scene(@TempDir Path temporary) throws IOException, ConfigException {
        folder = temporary;
        scene = new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\n");
        oslo = scene.source("oslo", "open = [\"a\"]");
        bergen = scene.source("bergen", "open = [\"b\"]");
        scene.write(oslo + bergen);
        scene.reloader.reload("test");
        scene.service.start(name -> true);
        scene.awaitOpen("oslo", 1);
        scene.awaitOpen("bergen", 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void sourcesInOneStateAreShownInTheOrderOfTheFile() throws Exception {
        String anyPort = "[http]\nlisten = \"127.0.0.1:0\"\n";
        scene.write(anyPort + oslo + bergen);
        reload();
        awaitShown("oslo", "bergen");

        scene.write(anyPort + scene.source("alta", "") + bergen + scene.source("vardo", "") + oslo);
        reload();

        awaitShown("alta", "bergen", "vardo", "oslo");
    }

    /** Waits until the page shows these sources in this order; one that starts comes before those that work. */
    private void awaitShown(String... sources) throws Exception {
        URI page = scene.service.listen().orElseThrow();
        Await.until(List.of(sources) + " shown", () -> List.of(sources).equals(shown(page)));
    }

    private static List<String> shown(URI page) {
        try {
            String body = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
            return Pattern.compile("class=\"name\" href=\"/sources/([^\"]+)\"")
                    .matcher(body)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void policyForSuppressedAlertsIsInForceAfterAReload() throws IOException {
        scene.write(bergen + oslo.replace("[\"a\"]", "[\"a\", \"silenced\"]"));
        reload();
        scene.awaitOpen("oslo", 2);

        scene.write(bergen + oslo.replace("[\"a\"]", "[\"a\", \"silenced\"]\nsuppressed = \"drop\""));
        reload();

        scene.awaitOpen("oslo", 1);
    }

    @Test
    void anUnchangedFileRestartsNothing() throws IOException {
        SourceLoop before = scene.loop("oslo");
        scene.write("# a comment\n" + bergen + oslo.replace("\n", "   # another\n"));
        assertEquals(changes(List.of(), List.of(), List.of(), 2), reload());
        assertSame(before, scene.loop("oslo"));
        assertEquals(1, scene.plugin.made("oslo"));
        assertEquals(0, scene.plugin.closed("oslo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval = \"2s\"",
                "open = [\"a\", \"c\"]",
                "tags = { site = \"oslo\" }",
                "close_unknown = true",
                "password = \"one\"",
            })
    void onlyAChangedSourceIsRestarted(String line) throws IOException {
        SourceLoop changed = scene.loop("oslo");
        SourceLoop untouched = scene.loop("bergen");
        String key = line.substring(0, line.indexOf(" ="));
        scene.write(oslo.replaceAll("(?m)^" + key + " = .*\n", "") + line + "\n" + bergen);
        assertEquals(changes(List.of(), List.of("oslo"), List.of(), 1), reload());
        assertNotSame(changed, scene.loop("oslo"));
        assertSame(untouched, scene.loop("bergen"));
        Await.until("a fresh adapter", () -> scene.plugin.made("oslo") == 2);
        assertEquals(1, scene.plugin.closed("oslo"), "the adapter before was closed");
        assertEquals(1, scene.plugin.made("bergen"));
        assertEquals(0, scene.plugin.closed("bergen"));
    }

    @Test
    void aRestartDuplicatesNothing() throws IOException {
        scene.write(oslo.replace("\"a\"", "\"a\", \"c\"") + bergen);
        reload();
        scene.awaitOpen("oslo", 2);
        assertEquals(2, scene.argus.incidents("oslo").size());
    }

    @Test
    void anAddedSourceStarts() throws IOException {
        SourceLoop untouched = scene.loop("oslo");
        scene.write(oslo + bergen + scene.source("moss", "open = [\"m\", \"n\"]"));
        assertEquals(changes(List.of("moss"), List.of(), List.of(), 2), reload());
        scene.awaitOpen("moss", 2);
        assertSame(untouched, scene.loop("oslo"));
    }

    @Test
    void aRemovedSourceStopsAndLeavesItsIncidents() throws IOException {
        scene.write(oslo);
        assertEquals(changes(List.of(), List.of(), List.of("bergen"), 1), reload());
        assertTrue(scene.service.loop("bergen").isEmpty());
        assertEquals(1, scene.plugin.closed("bergen"));
        assertEquals(1, scene.open("bergen"));
        scene.write(oslo + bergen);
        assertEquals(changes(List.of("bergen"), List.of(), List.of(), 1), reload());
        Await.until("goes on", () -> scene.loop("bergen").status().settled());
        assertEquals(1, scene.argus.incidents("bergen").size(), "with the incident it had");
    }

    @Test
    void aChangedArgusServerRestartsItsSources() throws IOException {
        String rest = "url = \"" + scene.argus.url() + "\"\n";
        String onTwo = "argus = \"two\"\n";
        scene.writeWhole(
                "state_dir = \"state\"\n[argus.default]\n" + rest + "[argus.two]\n" + rest + oslo + bergen + onTwo);
        assertEquals(changes(List.of(), List.of("bergen"), List.of(), 1), reload());
        SourceLoop untouched = scene.loop("oslo");
        scene.writeWhole("state_dir = \"state\"\n[argus.default]\n" + rest + "[argus.two]\n" + rest
                + "timeout = \"5s\"\n" + oslo + bergen + onTwo);
        assertEquals(changes(List.of(), List.of("bergen"), List.of(), 1), reload());
        assertSame(untouched, scene.loop("oslo"));
        Await.until("works there", () -> scene.loop("bergen").status().settled());
    }

    @Test
    void aFileWithErrorsChangesNothing() throws IOException {
        SourceLoop before = scene.loop("oslo");
        Instant good = scene.service.reloadState().lastSuccess();
        scene.write(oslo + "intervall = \"2s\"\n[sources.moss]\ntype = \"pretendet\"\n");
        ReloadState.Reload reload = scene.reloader.reload("test");
        assertFalse(reload.success());
        assertEquals(3, reload.faults().size(), () -> reload.faults().toString());
        assertEquals(
                scene.file + ":9:1: sources.oslo.intervall: unknown key; did you mean 'interval'?",
                reload.faults().get(0));
        assertTrue(
                reload.faults().stream().anyMatch(fault -> fault.contains("no plugin has type 'pretendet'")),
                () -> reload.faults().toString());
        assertSame(reload, scene.service.reloadState().last());
        assertEquals(good, scene.service.reloadState().lastSuccess());
        assertSame(before, scene.loop("oslo"));
        assertEquals(2, scene.service.loops().size());
        assertEquals(1, scene.inForce.size(), "nothing else is in force either");
        scene.write(oslo + bergen);
        assertTrue(scene.reloader.reload("test").success());
        assertTrue(scene.service.reloadState().lastSuccess().isAfter(good));
    }

    @Test
    void anInvalidCaFileChangesNothing() throws IOException {
        SourceLoop before = scene.loop("oslo");
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        scene.writeWhole("[argus]\nurl = \"" + scene.argus.url() + "\"\nca_file = \"" + file + "\"\n" + oslo);
        ReloadState.Reload reload = scene.reloader.reload("test");
        assertFalse(reload.success());
        assertTrue(
                reload.faults().get(0).contains(":3:1: argus.ca_file: no certificate in PEM form in '" + file + "'"),
                () -> reload.faults().toString());
        assertSame(before, scene.loop("oslo"));
        assertEquals(2, scene.service.loops().size());
    }

    @Test
    void settingsReadOnceAreReportedToNeedARestart() throws IOException {
        scene.writeWhole("state_dir = \"elsewhere\"\nplugins_dir = \"there\"\n[argus]\nurl = \"" + scene.argus.url()
                + "\"\n" + oslo + bergen);
        for (int i = 0; i < 2; i++) {
            assertEquals(List.of("state_dir"), reload().needRestart());
        }
    }

    @Test
    void afterTheCloseNothingStarts() throws IOException {
        scene.service.close();
        int made = scene.plugin.made("oslo");
        scene.write(oslo.replace("1s", "3s") + bergen);
        reload();
        Await.never("started", Duration.ofMillis(250), () -> scene.plugin.made("oslo") > made);
    }

    @Test
    void aReplacedTokenFileIsUsedWithoutAReload() throws IOException {
        String first = scene.argus.addSource("moss");
        Path token = Files.writeString(folder.resolve("moss.token"), first);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        scene.write(oslo + bergen + "[sources.moss]\ntype = \"pretended\"\ninterval = \"1s\"\nopen = [\"m\"]\n"
                + "argus_token = { file = \"moss.token\" }\n");
        reload();
        Await.until("works", () -> scene.loop("moss").status().settled());
        String second = scene.argus.newToken(first);
        scene.argus.expireToken(first);
        scene.plugin.opened.put("moss", List.of("n"));
        Await.until("refused", () -> scene.loop("moss").status().argusFault() != null);
        AtomicInteger looks = new AtomicInteger();
        Await.never("forgotten, since others read the feed with theirs", Duration.ofMillis(2500), () -> {
            if (looks.getAndIncrement() % 100 == 0) {
                scene.loop("oslo").resync();
            }
            return scene.loop("moss").status().argusFault() == null;
        });
        Files.writeString(token, second);
        Await.until(
                "works again",
                () -> scene.loop("moss").status().argusFault() == null
                        && scene.loop("moss").status().settled());
        assertEquals(2, scene.open("moss"));
    }

    private ReloadState.Changes reload() {
        ReloadState.Reload reload = scene.reloader.reload("test");
        assertTrue(reload.success(), () -> reload.faults().toString());
        return reload.changes();
    }

    private static ReloadState.Changes changes(
            List<String> started, List<String> restarted, List<String> stopped, int untouched) {
        return new ReloadState.Changes(started, restarted, stopped, untouched, List.of(), List.of());
    }
}
