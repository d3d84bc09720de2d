package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.cluster.MemoryEngine;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.token.RenewalStep;
import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services that share four sources. */
final class ClusterServiceTest {
    private static final List<String> SOURCES = List.of("oslo", "bergen", "narvik", "tromso");

    private final StandInArgus argus = StandInArgus.start();
    private final MemoryEngine.Factory engine = new MemoryEngine.Factory();
    private final PretendedFactory pretended = new PretendedFactory();
    private final PluginRegistry plugins = PluginRegistry.of(List.of(pretended), List.of(engine));
    private final List<GlueService> services = new ArrayList<>();
    private final Path folder;
    private final String sources;

    ClusterServiceTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.sources = SOURCES.stream()
                .map(name -> """
                        [sources.%s]
                        type = "pretended"
                        argus_token = { file = "%s" }
                        interval = "1s"
                        open = ["%s-a", "%s-b"]
                        """.formatted(name, put(name, argus.addSource(name)), name, name))
                .collect(Collectors.joining());
    }

    /** Writes a token to the file that both services read; returns the file. */
    private Path put(String source, String token) {
        Path file = folder.resolve(source + ".token");
        try {
            Files.writeString(file, token);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GlueConfig config(String name, String more) throws IOException, ConfigException {
        return config(name, more, sources);
    }

    private GlueConfig config(String name, String more, String sources) throws IOException, ConfigException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("argus-glue.toml");
        Files.writeString(file, """
                state_dir = "state"
                [http]
                listen = "off"
                [argus]
                url = "%s"
                [cluster]
                engine = "memory"
                name = "%s"
                ttl = "5s"
                %s
                %s""".formatted(argus.url(), name, more, sources));
        return new ConfigLoader(unset -> null, folder).load(file, plugins);
    }

    private GlueService start(String name) throws IOException, ConfigException {
        return start(config(name, ""));
    }

    private GlueService start(GlueConfig config) throws IOException {
        GlueService service = Bootstrap.service(config, plugins, RunOptions.DEFAULTS, Clock.systemUTC());
        services.add(service);
        service.start(source -> true);
        service.startTokenMonitor();
        return service;
    }

    private GlueService first;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void begin() throws Exception {
        first = start("first");
        awaitAllOpen();
    }

    @AfterEach
    void close() {
        services.forEach(GlueService::close);
        argus.close();
    }

    private void awaitAllOpen() {
        for (String source : SOURCES) {
            Await.until("two open of " + source, () -> openOf(source) == 2);
        }
    }

    private static long active(GlueService service) {
        return service.status().stream()
                .filter(status -> status.state() != RunState.STANDBY && status.state() != RunState.STARTING)
                .count();
    }

    private static ClusterStatus cluster(GlueService service) {
        return service.cluster().orElseThrow();
    }

    @Test
    void sourcesAreSharedAndHandedOverWithoutATrace() throws Exception {
        GlueService second = start("second");
        Await.until("half each", () -> active(first) == 2 && active(second) == 2);
        for (GlueService each : services) {
            Await.until("each sees all owners", () -> byOwner(cluster(each)).equals(Map.of("first", 2L, "second", 2L)));
        }
        assertEquals(cluster(first).owners(), cluster(second).owners());
        first.close();
        services.remove(first);
        Await.until("the second has all", () -> active(second) == 4);
        Await.until("one member", () -> cluster(second).members().size() == 1);
        Await.until("settled", () -> second.status().stream().allMatch(status -> status.open() == 2));
        for (String source : SOURCES) {
            assertEquals(2, argus.incidents(source).size(), "none doubled");
            assertTrue(
                    argus.incidents(source).stream().allMatch(StandInIncident::open), "none closed, not for a moment");
        }
    }

    /** Another process may not be ahead of this one: it has read the same system. So one snapshot is enough. */
    @Test
    void whatIsOverWhenASourceIsTakenOverEndsWithTheFirstSnapshot() throws Exception {
        pretended.opened.put("oslo", List.of("later"));
        Await.until("opened", () -> openOf("oslo") == 3);
        first.close();
        services.remove(first);
        pretended.opened.clear();
        start(config("second", "", sources.replace("\"1s\"", "\"1h\"\nmass_close = { percent = 100 }")));
        awaitAllOpen();
    }

    private long openOf(String source) {
        return argus.incidents(source).stream().filter(StandInIncident::open).count();
    }

    /** The engine does not answer, so this process does not learn either that its time is over. */
    @Test
    void nothingIsWrittenWhenTheTimeOfTheOwnerIsOver() throws Exception {
        MemoryEngine only = engine.made.get(0);
        only.slow(Duration.ofMinutes(1), Duration.ZERO);
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        Await.until("its time is over", () -> System.nanoTime() - end > 0);
        pretended.opened.put("oslo", List.of("later"));
        Await.until(
                "refused",
                () -> first.loop("oslo").orElseThrow().status().counts().failed() > 0);
        assertEquals(2, openOf("oslo"));
        only.slow(Duration.ZERO, Duration.ZERO);
        Await.until("opened", () -> openOf("oslo") == 3);
    }

    /** Whoever owns the source: a source of the same process still has a good token, so that one reports. */
    @Test
    void oneProcessReportsAboutAToken() throws Exception {
        for (String name : SOURCES) {
            first.loop(name).orElseThrow().rehearseEvery(Duration.ofSeconds(1));
        }
        GlueService second = start("second");
        Await.until("half each", () -> active(first) == 2 && active(second) == 2);
        String source = SOURCES.stream()
                .filter(name -> cluster(second).owned().contains(name))
                .findFirst()
                .orElseThrow();
        String good = Files.readString(folder.resolve(source + ".token"));
        put(source, "wrong");
        Await.until("one reports", () -> openAboutTokens().size() == 1);
        for (GlueService each : services) {
            Await.until(
                    "each knows",
                    () -> each.tokens().report(source).orElseThrow().step() == RenewalStep.REFUSED);
        }
        second.close();
        services.remove(second);
        Await.until("the first has all", () -> active(first) == 4);
        put(source, good);
        Await.until(
                "the first ends what the second began", () -> openAboutTokens().isEmpty());
        assertEquals(1, aboutTokens().size(), "doubled");
    }

    private List<StandInIncident> aboutTokens() {
        return SOURCES.stream()
                .flatMap(source -> argus.incidents(source).stream())
                .filter(incident -> incident.sourceIncidentId().startsWith("argus-glue/token/"))
                .toList();
    }

    private List<StandInIncident> openAboutTokens() {
        return aboutTokens().stream().filter(StandInIncident::open).toList();
    }

    private static Map<String, Long> byOwner(ClusterStatus status) {
        return status.owners().values().stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    @Test
    void theStatusCommandNamesTheOwnerOfEachSource() throws Exception {
        Reloader reloader = new Reloader(
                before -> {
                    throw new IllegalStateException("not in this test");
                },
                first,
                config -> {},
                Clock.systemUTC());
        ControlCommand status = Objects.requireNonNull(
                new ServiceControl(first, reloader).commands().get("status"));
        Await.until("the engine is asked", () -> cluster(first).session() != null);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        status.run(JsonNodeFactory.instance.objectNode(), answer);
        assertEquals(
                List.of("first", "first", "first", "first"),
                answer.path("sources").findValuesAsText("owner"));
        assertTrue(
                answer.at("/cluster/line").asText().endsWith(": owns 4 of 4 sources"),
                () -> answer.path("cluster").toPrettyString());
    }

    @Test
    void anEngineThatRefusesItsKeysIsNamed() throws Exception {
        GlueConfig broken = config("broken", "broken = true");
        IOException e = assertThrows(
                IOException.class, () -> Bootstrap.service(broken, plugins, RunOptions.DEFAULTS, Clock.systemUTC()));
        assertEquals("[cluster]: engine 'memory': 'broken' is set", e.getMessage());
    }
}
