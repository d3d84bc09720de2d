package io.github.argusglue.core.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.SourceTable;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.JarPlugin;
import io.github.argusglue.core.plugin.LoadedAdapter;
import io.github.argusglue.core.plugin.PluginLoader;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters that break the rules of their interface, from jars. */
final class PluginFaultTest {
    private static final String GOOD_SNAPSHOT =
            "@Override public Snapshot snapshot() { return" + " Snapshot.complete(java.util.List.of()); }";
    private static final String REPORT = "; report it to its author";

    @TempDir
    Path folder;

    private @Nullable AdapterThread thread;

    @AfterEach
    void close() {
        if (thread != null) {
            thread.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Snapshot snapshot() { return null; } | snapshot() returned null, but it must return a Snapshot, or throw a
            Snapshot snapshot() { throw new IllegalStateException("boo"); } | snapshot() failed with java.lang.IllegalStateException: boo, at demo.Factory$1.snapshot(Factory.java:
            Snapshot snapshot() { return Snapshot.complete(java.util.Arrays.asList((Alert) null)); } | snapshot() failed with java.lang.NullPointerException, at demo.Factory$1.snapshot(Factory.java:
            """)
    void faultOfASnapshotIsTheFailureOfTheSource(String method, String message) throws Exception {
        String code = "@Override public " + method;
        SourceException failure = failure(plugin(GOOD_SNAPSHOT, code));
        assertEquals(SourceException.Kind.BAD_ANSWER, failure.kind());
        String text = String.valueOf(failure.getMessage());
        assertTrue(text.startsWith("plugin 'p' 1.2.3: " + message), text);
        assertTrue(text.endsWith(REPORT), text);
    }

    @Test
    void createReturnsNull() throws Exception {
        SourceException failure = failure(plugin("/*CREATE*/", "if (true) return null;"));
        assertEquals("plugin 'p' 1.2.3: create() returned null" + REPORT, failure.getMessage());
    }

    @Test
    void refusedConfigurationIsNotAFaultOfThePlugin() throws Exception {
        SourceException failure =
                failure(plugin("/*CREATE*/", "if (true) throw new IllegalArgumentException(\"no such host\");"));
        assertEquals("its configuration is refused: [sources.oslo]: no such host", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Health health() { return null; }                 | plugin 'p' 1.2.3: health() returned null, but it must return Health.ok() if nothing is wrong
            Health health() { throw new RuntimeException("boo"); } | plugin 'p' 1.2.3: health() failed with java.lang.RuntimeException: boo, at demo.Factory$1.health(Factory.java:
            """)
    void faultOfHealthIsItsProblem(String method, String message) throws Exception {
        AdapterThread adapter = start(plugin(GOOD_SNAPSHOT, GOOD_SNAPSHOT + " @Override public " + method));
        AdapterThread.SnapshotResult result = snapshot(adapter);
        assertNull(result.failure());
        assertTrue(result.degraded().get(0).startsWith(message), result.degraded()::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.util.Optional<FeedbackSink> feedback() { return null; }
            java.util.Optional<HistorySource> history() { return null; }
            boolean startsAreStable() { throw new IllegalStateException(); }
            """)
    void anAdapterWithoutItsAbilitiesIsStillRead(String method) throws Exception {
        AdapterThread.SnapshotResult result =
                snapshot(start(plugin(GOOD_SNAPSHOT, GOOD_SNAPSHOT + " @Override public " + method)));
        assertNull(result.failure());
        assertEquals(AdapterThread.Abilities.NONE, result.abilities());
    }

    @Test
    void nullInWhatASinkOrHistoryReturns() throws Exception {
        AdapterThread adapter = start(plugin(GOOD_SNAPSHOT, GOOD_SNAPSHOT + """
                @Override public java.util.Optional<FeedbackSink> feedback() {
                    return java.util.Optional.of(new FeedbackSink() {
                        @Override public java.util.Set<Feedback.Kind> accepts() {
                            return new java.util.HashSet<>(java.util.Arrays.asList((Feedback.Kind) null));
                        }
                        @Override public void deliver(Feedback feedback) {}
                    });
                }
                @Override public java.util.Optional<HistorySource> history() {
                    return java.util.Optional.of((id, since) -> since.equals(java.time.Instant.EPOCH)
                        ? null : java.util.Arrays.asList((HistoryEntry) null));
                }
                """));
        assertEquals(AdapterThread.Abilities.NONE, snapshot(adapter).abilities());
        String list = "plugin 'p' 1.2.3: %s returned a collection that contains null, but every element must be an"
                + " object" + REPORT;
        assertEquals(list.formatted("accepts()"), callFailure(adapter, source -> accepts(source)));
        assertEquals(
                list.formatted("entriesSince()"),
                callFailure(
                        adapter,
                        source -> source.history().orElseThrow().entriesSince(AlertId.unique("1"), Instant.MAX)));
        assertEquals(
                "plugin 'p' 1.2.3: entriesSince() returned null, but it must return a list; an empty one if there are"
                        + " no entries" + REPORT,
                callFailure(
                        adapter,
                        source -> source.history().orElseThrow().entriesSince(AlertId.unique("1"), Instant.EPOCH)));
    }

    private static Set<Feedback.Kind> accepts(io.github.argusglue.spi.SourceAdapter source) {
        return source.feedback().orElseThrow().accepts();
    }

    @ParameterizedTest
    @CsvSource({"start(),void start()", "snapshot(),Snapshot snapshot()", "health(),Health health()"})
    void aCallThatHangsIsNamedWithThePlace(String name, String method) throws Exception {
        String body = " { try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) {"
                + " throw new IllegalStateException(e); } throw new IllegalStateException(); }";
        String own = name.equals("snapshot()") ? "" : GOOD_SNAPSHOT;
        AdapterThread adapter = start(plugin(GOOD_SNAPSHOT, own + " @Override public " + method + body));
        adapter.snapshot(List.of(), result -> {});
        Await.until(
                "hangs",
                () -> adapter.callInProgress()
                        .filter(call -> call.contains("CountDownLatch.await"))
                        .isPresent());
        String call = adapter.callInProgress().orElseThrow();
        assertTrue(call.startsWith("plugin 'p' 1.2.3: " + name + " has been running for 0 s, in "), call);
        assertTrue(call.contains(", called by demo.Factory$1." + name.replace("()", "(Factory.java:")), call);
    }

    @Test
    void aHangingCreateEndsAPreviewWithThePlace() throws Exception {
        LoadedAdapter plugin = plugin(
                "/*CREATE*/",
                "try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { }");
        SourceException failure = org.junit.jupiter.api.Assertions.assertThrows(
                SourceException.class, () -> OneSnapshot.snapshot(settings(), maker(plugin), Clock.systemUTC()));
        String text = String.valueOf(failure.getMessage());
        assertTrue(
                text.contains("no snapshot within 1 s ('snapshot_timeout'): plugin 'p' 1.2.3: create() has been"),
                text);
        assertTrue(text.contains("called by demo.Factory.create(Factory.java:"), text);
    }

    private String callFailure(AdapterThread adapter, AdapterThread.AdapterCall<?> call) throws Exception {
        CompletableFuture<AdapterThread.CallResult<?>> result = new CompletableFuture<>();
        adapter.call(call::invoke, result::complete);
        SourceException failure = result.get(5, TimeUnit.SECONDS).failure();
        return String.valueOf(assertInstanceOf(SourceException.class, failure).getMessage());
    }

    private SourceException failure(LoadedAdapter plugin) throws Exception {
        return assertInstanceOf(SourceException.class, snapshot(start(plugin)).failure());
    }

    private static AdapterThread.SnapshotResult snapshot(AdapterThread adapter) throws Exception {
        CompletableFuture<AdapterThread.SnapshotResult> result = new CompletableFuture<>();
        adapter.snapshot(List.of(), result::complete);
        return result.get(10, TimeUnit.SECONDS);
    }

    private AdapterThread start(LoadedAdapter plugin) {
        SourceThreads threads = new SourceThreads("oslo", plugin.plugin().classLoader());
        AdapterSettings settings = settings();
        AdapterContext context = new AdapterContext(
                settings,
                Clock.systemUTC(),
                threads,
                () -> {},
                notice -> {},
                new WebhookDispatcher(threads).beginSession(),
                settings.environment().store().readOnly());
        thread = new AdapterThread(maker(plugin), context, threads);
        return thread;
    }

    private AdapterSettings settings() {
        return new AdapterSettings(
                "oslo",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                new AdapterEnvironment(
                        new AdapterStore(folder.resolve("state")),
                        HttpClients.inMemory(InstantSource.system()),
                        "0123456789abcdef",
                        URI.create("http://argus/")));
    }

    private static AdapterMaker maker(LoadedAdapter plugin) {
        return new PluginAdapterMaker(plugin, new AnyTable());
    }

    /** Binds every key to its first default. */
    private static final class AnyTable implements SourceTable {
        @Override
        public <C extends Record> C bind(Class<C> type) {
            try {
                return type.getConstructor(String.class).newInstance("x");
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean isSameAs(SourceTable other) {
            return false;
        }
    }

    private LoadedAdapter plugin(String mark, String code) throws IOException {
        JarPlugin.good("one").with(mark, code).write(folder.resolve("plugins/p.jar"));
        return new PluginLoader(BuildInfo.read().spiVersion())
                .load(folder.resolve("plugins"))
                .adapter("one")
                .orElseThrow();
    }
}
