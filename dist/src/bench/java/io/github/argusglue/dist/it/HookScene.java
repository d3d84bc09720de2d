package io.github.argusglue.dist.it;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.core.adapter.HttpClients;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.controller.SourceSettings;
import io.github.argusglue.core.executor.ArgusExecutor;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.server.HttpService;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Everything between a webhook and Argus in one process, over real sockets: what is measured is ours alone. */
final class HookScene implements ServiceStatus, AutoCloseable {
    private static final String TOKEN = "s3cret";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Instant START = Instant.now();

    private final Clock clock = Clock.systemUTC();
    private final Duration interval;
    private final StandInArgus argus = StandInArgus.start();
    private final ArgusHttp http;
    private final ArgusExecutor executor = new ArgusExecutor("bench", clock, RandomGenerator.getDefault());
    private final List<PushedSource> pushed = new ArrayList<>();
    private final List<EndpointSource> sources = new ArrayList<>();
    private final List<SourceLoop> loops = new ArrayList<>();
    private final HttpService service;

    HookScene(int count, Duration interval) throws IOException, InterruptedException {
        this.interval = interval;
        http = ArgusHttp.open(new ArgusAccess(argus.url(), Duration.ofSeconds(10)), clock);
        SharedFeed feed = new SharedFeed(clock);
        for (int i = 0; i < count; i++) {
            addSource("source-" + i, feed);
        }
        HttpConfig config = new HttpConfig("127.0.0.1:0", List.of(), 512, 1 << 20, Duration.ofSeconds(10), 50, 32);
        service = HttpService.open(config, this, new GlueMetrics(this), clock, () -> {});
        for (SourceLoop loop : loops) {
            if (!loop.awaitSettled(LIMIT)) {
                throw new IllegalStateException("not settled: " + loop.status());
            }
        }
    }

    private void addSource(String name, SharedFeed feed) {
        PushedSource source = new PushedSource();
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "argus-glue-bench-" + ProcessHandle.current().pid());
        SourceSettings settings = new SourceSettings(
                name,
                interval,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(6),
                Duration.ZERO,
                Policy.DEFAULT,
                List.of(),
                ShapingConfig.tagsOnly(List.of()),
                folder.resolve(name + ".json"),
                new AdapterEnvironment(
                        new AdapterStore(folder.resolve(name + ".adapter")),
                        HttpClients.inMemory(clock),
                        "0123456789abcdef",
                        argus.url()));
        SourceLoop loop = new SourceLoop(
                settings,
                source,
                http.argus(name, Secret.of(argus.addSource(name))),
                executor.queueFor(name),
                feed,
                clock);
        loop.start();
        pushed.add(source);
        loops.add(loop);
        sources.add(
                new EndpointSource(name, "bench", "bench", argus.url(), Optional.of(Secret.of(TOKEN)), false, loop));
    }

    static Alert alert(String key) {
        return Alert.builder(AlertId.startedAt(key, START), START)
                .description("pushed " + key)
                .build();
    }

    URI url() {
        return service.url();
    }

    /** Returns how often each source has been read. */
    List<Integer> snapshots() {
        return pushed.stream().map(source -> source.snapshots.get()).toList();
    }

    /** Returns when each source was read last. */
    List<Instant> lastSnapshots() {
        return loops.stream().map(loop -> loop.status().lastSnapshot()).toList();
    }

    /** Adds an alert to a source, and tells nobody. */
    void add(int source, Alert alert) {
        pushed.get(source).coming.add(alert);
    }

    /** Adds an alert to a source and sends it a webhook; returns the status of the answer. */
    int send(HttpClient client, int source, Alert alert) throws IOException, InterruptedException {
        add(source, alert);
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/hooks/source-" + source))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Waits until so many incidents were made; returns when, on the monotonic clock. */
    long awaitCreates(int count) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (creates() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not " + count + " incidents");
            }
            LockSupport.parkNanos(100_000);
        }
        return System.nanoTime();
    }

    /** Waits until so many incidents are open in all and nothing is left to do. */
    void awaitOpen(int count) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (loops.stream().mapToInt(loop -> loop.status().open()).sum() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not " + count + " open");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        for (SourceLoop loop : loops) {
            loop.awaitSettled(LIMIT);
        }
    }

    private long creates() {
        return argus.requests().stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().endsWith("/incidents/"))
                .count();
    }

    @Override
    public String version() {
        return "bench";
    }

    @Override
    public List<EndpointSource> sources() {
        return List.copyOf(sources);
    }

    @Override
    public List<Server> servers() {
        return List.of(new Server("bench", executor.pauseReason()));
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Configuration configuration() {
        return new Configuration(START, null);
    }

    @Override
    public void close() throws InterruptedException {
        service.close();
        for (SourceLoop loop : loops) {
            loop.close();
        }
        executor.close(Duration.ofSeconds(1));
        http.close();
        argus.close();
    }

    /** An adapter whose alerts come with webhooks. */
    private static final class PushedSource implements AdapterMaker {
        private final Queue<Alert> coming = new ConcurrentLinkedQueue<>();
        private final AtomicInteger snapshots = new AtomicInteger();

        @Override
        public SourceAdapter make(SourceContext context) {
            context.onWebhook(request -> context.requestSnapshot());
            return new SourceAdapter() {
                @Override
                public Snapshot snapshot() {
                    snapshots.incrementAndGet();
                    return Snapshot.complete(List.copyOf(coming));
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }
            };
        }

        @Override
        public ClassLoader loader() {
            return PushedSource.class.getClassLoader();
        }

        @Override
        public String plugin() {
            return "bench";
        }
    }
}
