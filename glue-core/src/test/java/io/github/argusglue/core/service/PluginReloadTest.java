package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.JarPlugin;
import io.github.argusglue.core.plugin.PluginLoader;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plugins that are added, replaced and removed while the service runs. */
final class PluginReloadTest {
    /** Leaves behind what plugins leave behind: threads, thread locals, handlers, caches. */
    private static final String CODE = """
            context.onWebhook(request -> LOCAL.set(new Object[] {this}));
            LOCAL.set(new Object[] {this});
            org.slf4j.MDC.put("demo", "demo");
            Thread ticking = context.threadFactory().newThread(() -> {
                try {
                    LOCAL.set(new Object[] {this});
                    context.requestSnapshot();
                    ENDED.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            ticking.start();
            THREADS.add(ticking);
            java.util.concurrent.CompletableFuture.runAsync(() -> {});
            """;

    private static final String MEMBERS = """
            static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
            static final java.util.List<Thread> THREADS = new java.util.concurrent.CopyOnWriteArrayList<>();
            static final java.util.concurrent.CountDownLatch ENDED = new java.util.concurrent.CountDownLatch(1);
            public Factory() {
                LOCAL.set(this);
            }
            """;

    private static final String ALERT = """
            Snapshot.complete(java.util.List.of(Alert.builder(
                AlertId.startedAt("a", java.time.Instant.EPOCH), java.time.Instant.EPOCH).description("TEXT").build()))""";

    @TempDir
    Path folder;

    private final StandInArgus argus = StandInArgus.start();
    private final Map<String, String> tokens = new HashMap<>();
    private final PluginLoader loader = new PluginLoader(BuildInfo.read().spiVersion());
    private Path plugins = Path.of("");
    private Path file = Path.of("");
    private GlueService service;
    private Reloader reloader;

    PluginReloadTest() throws IOException {}

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException, ConfigException {
        plugins = folder.resolve("plugins");
        file = folder.resolve("argus-glue.toml");
        plugin("one", "first").write(plugins.resolve("one.jar"));
        plugin("two", "other").write(plugins.resolve("two.jar"));
        configure("oslo", "one", "bergen", "two");
        PluginRegistry registry = loader.load(plugins);
        service = Bootstrap.service(config(registry), registry, RunOptions.DEFAULTS, Clock.systemUTC());
        reloader = new Reloader(
                before -> {
                    PluginRegistry newer = loader.load(plugins, before);
                    return new Reloader.Loaded(config(newer), newer);
                },
                service,
                config -> {},
                Clock.systemUTC());
        service.start(name -> true);
        awaitOpen("oslo", "first");
        awaitOpen("bergen", "other");
    }

    @AfterEach
    void close() {
        service.close();
        argus.close();
    }

    @Test
    void aReplacedPluginIsLoadedAndOnlyItsSourcesRestart() throws IOException {
        SourceLoop oslo = loop("oslo");
        SourceLoop bergen = loop("bergen");
        plugin("one", "second").manifest("Implementation-Version", "1.3").write(plugins.resolve("one.jar"));
        assertEquals(
                new ReloadState.Changes(
                        List.of(),
                        List.of("oslo"),
                        List.of(),
                        1,
                        List.of("plugin 'one' 1.2.3 replaced by 1.3"),
                        List.of()),
                reload());
        awaitOpen("oslo", "second");
        assertNotSame(oslo, loop("oslo"));
        assertSame(bergen, loop("bergen"));
    }

    @Test
    void aPluginWithTheSameContentIsNotLoadedAgain() throws IOException {
        SourceLoop oslo = loop("oslo");
        Path copy = folder.resolve("copy.jar");
        Files.copy(plugins.resolve("one.jar"), copy);
        Files.move(copy, plugins.resolve("one.jar"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(new ReloadState.Changes(List.of(), List.of(), List.of(), 2, List.of(), List.of()), reload());
        assertSame(oslo, loop("oslo"));
    }

    @Test
    void aNewPluginAndASourceOfItStart() throws IOException {
        plugin("three", "third").write(plugins.resolve("three/three.jar"));
        configure("oslo", "one", "bergen", "two", "moss", "three");
        ReloadState.Changes changes = reload();
        assertEquals(List.of("moss"), changes.started());
        assertEquals(List.of("plugin 'three' 1.2.3 added"), changes.plugins());
        awaitOpen("moss", "third");
    }

    @Test
    void aPluginThatIsNoLongerUsedMayBeRemoved() throws IOException {
        Files.delete(plugins.resolve("two.jar"));
        configure("oslo", "one");
        ReloadState.Changes changes = reload();
        assertEquals(List.of("bergen"), changes.stopped());
        assertEquals(List.of("plugin 'two' 1.2.3 removed"), changes.plugins());
    }

    static Stream<Change> unusable() {
        return Stream.of(
                new Change("no plugin has type 'one'", Files::delete),
                new Change("plugin 'one': 'one.jar' is not a readable jar", jar -> {
                    byte[] whole = Files.readAllBytes(jar);
                    Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
                }),
                new Change(
                        "it was built for SPI 0.99",
                        jar -> plugin("one", "second")
                                .manifest("Glue-Spi-Version", "0.99")
                                .write(jar)),
                new Change(
                        "none of its jars contains META-INF/services/",
                        jar -> JarPlugin.empty().write(jar)));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void anUnusablePluginChangesNothing(Change change) throws IOException {
        SourceLoop oslo = loop("oslo");
        PluginRegistry before = service.plugins();
        change.to.apply(plugins.resolve("one.jar"));
        configure("oslo", "one", "bergen", "two", "moss", "two");
        ReloadState.Reload reload = reloader.reload("test");
        assertFalse(reload.success());
        assertTrue(
                reload.faults().toString().contains(change.fault),
                () -> reload.faults().toString());
        assertSame(oslo, loop("oslo"));
        assertSame(before, service.plugins());
        assertEquals(2, service.loops().size());
        assertEquals(null, loop("oslo").status().sourceFault());
    }

    @Test
    void theOldClassesAreRemovedFromMemory() throws Exception {
        WeakReference<ClassLoader> old = loaderOf("one");
        URI page = service.listen().orElseThrow();
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve("hooks/oslo"));
        int status = HttpClient.newHttpClient()
                .send(request.POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.discarding())
                .statusCode();
        assertEquals(200, status);
        plugin("one", "second").write(plugins.resolve("one.jar"));
        reload();
        awaitOpen("oslo", "second");
        Await.until("old class loader is collected", () -> {
            System.gc();
            return old.get() == null;
        });
    }

    @Test
    void typesThatTheSharedJacksonHasReadAreRemovedFromMemory() throws Exception {
        JarPlugin.addJackson(plugins.resolve("json"));
        jsonPlugin("first").write(plugins.resolve("json/json.jar"));
        configure("oslo", "json");
        reload();
        awaitOpen("oslo", "first");
        WeakReference<ClassLoader> old = loaderOf("json");
        jsonPlugin("second").write(plugins.resolve("json/json.jar"));
        reload();
        awaitOpen("oslo", "second");
        Await.until("old class loader is collected", () -> {
            System.gc();
            return old.get() == null;
        });
    }

    /** Reads an object of its own with Jackson in each snapshot. */
    private static JarPlugin jsonPlugin(String text) {
        String read = "new com.fasterxml.jackson.databind.ObjectMapper().readValue(\"{\\\"text\\\": \\\"" + text
                + "\\\"}\", Text.class).text";
        return JarPlugin.good("json")
                .with("/*MEMBERS*/", """
                        public static final class Text { public String text; }
                        static String read() {
                            try {
                                return READ;
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                        """.replace("READ", read))
                .with("Snapshot.complete(java.util.List.of())", ALERT.replace("\"TEXT\"", "read()"));
    }

    /** A method of its own, so that no variable of the test keeps the loader. */
    private WeakReference<ClassLoader> loaderOf(String type) {
        return new WeakReference<>(
                service.plugins().adapter(type).orElseThrow().plugin().classLoader());
    }

    private static JarPlugin plugin(String type, String text) {
        return JarPlugin.good(type)
                .with("/*CREATE*/", CODE)
                .with("/*MEMBERS*/", MEMBERS)
                .with("Snapshot.complete(java.util.List.of())", ALERT.replace("TEXT", text))
                .with(
                        "@Override public void close() {}",
                        "@Override public void close() { THREADS.forEach(Thread::interrupt); }");
    }

    private void configure(String... namesAndTypes) throws IOException {
        StringBuilder text = new StringBuilder(
                        "state_dir = \"state\"\n[http]\nlisten = \"127.0.0.1:0\"\n[argus]\nurl = \"")
                .append(argus.url())
                .append("\"\n");
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            String name = namesAndTypes[i];
            String token = tokens.computeIfAbsent(name, argus::addSource);
            text.append("[sources.").append(name).append("]\ninterval = \"1s\"\ntype = \"");
            text.append(namesAndTypes[i + 1]).append("\"\nargus_token = \"");
            text.append(token).append("\"\nopen_hook = true\n");
        }
        Files.writeString(file, text.toString(), StandardCharsets.UTF_8);
    }

    private GlueConfig config(PluginRegistry registry) throws ConfigException {
        return new ConfigLoader(name -> null, plugins).load(file, registry);
    }

    private ReloadState.Changes reload() {
        ReloadState.Reload reload = reloader.reload("test");
        assertEquals(List.of(), reload.faults());
        return reload.changes();
    }

    private SourceLoop loop(String source) {
        return service.loop(source).orElseThrow();
    }

    private void awaitOpen(String source, String description) {
        Await.until(
                source + " shows " + description,
                () -> argus.incidents(source).stream()
                        .filter(StandInIncident::open)
                        .anyMatch(incident -> incident.description().equals(description)));
    }

    /** A change to a jar, after which it cannot be used. */
    record Change(String fault, Damage to) {
        @Override
        public String toString() {
            return fault;
        }
    }

    private interface Damage {
        void apply(Path jar) throws IOException;
    }
}
