package io.github.argusglue.core.source;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.Executor;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.reconcile.Policy;
import io.github.argusglue.core.reconcile.PolicySketch;
import io.github.argusglue.core.reconcile.Shaping;
import io.github.argusglue.spi.Tag;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A source's loop with everything real but the plugin and Argus, at a fast pace. */
final class LoopScene implements AutoCloseable {
    final Clock clock;
    final ScriptedSource source = new ScriptedSource();
    final ModelArgus argus;
    final Executor executor;
    Duration interval = Duration.ofMillis(30);
    Duration snapshotTimeout = Duration.ofSeconds(10);
    Duration resync = Duration.ofHours(1);
    Duration fullListing = Duration.ofHours(1);
    Duration longestTurn = SourceLoop.Limits.USUAL.turn();
    Duration longestWebhook = SourceLoop.Limits.USUAL.webhook();
    Duration heartbeat = Duration.ZERO;
    Policy policy = PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build();
    List<Tag> tags = List.of();
    boolean hasPrimary;

    /** How much later a snapshot has to be taken to agree; null for an interval. */
    @Nullable
    Duration confirmAfter;

    final SharedFeed feed;

    /** What stands between the loop and its lane. */
    UnaryOperator<TaskQueue> lane = UnaryOperator.identity();

    @Nullable
    Shaping shaping;

    private final Path folder;
    private SourceLoop loop;

    LoopScene(Path folder) {
        this(folder, Clock.systemUTC());
    }

    LoopScene(Path folder, Clock clock) {
        this(folder, clock, new ModelArgus(clock));
    }

    /** One more process at an Argus that is there already. */
    LoopScene(Path folder, ModelArgus argus) {
        this(folder, Clock.systemUTC(), argus);
    }

    @SuppressWarnings("NullAway.Init") // the loop is there once it is started
    LoopScene(Path folder, Clock clock, ModelArgus argus) {
        this.folder = folder;
        this.clock = clock;
        this.argus = argus;
        this.feed = new SharedFeed(clock);
        this.executor = new Executor("default", clock, new SplittableRandom(1));
    }

    LoopScene start() {
        make();
        loop.start();
        return this;
    }

    /** Starts it with another process at work. */
    void startStandingBy() {
        make();
        loop.setActive(false);
        loop.start();
    }

    private void make() {
        TaskQueue queue = lane.apply(executor.lane("oslo"));
        SourceSettings settings = new SourceSettings(
                "oslo",
                interval,
                snapshotTimeout,
                resync,
                fullListing,
                heartbeat,
                PolicySketch.of(policy)
                        .confirmAfter(confirmAfter == null ? interval : confirmAfter)
                        .build(),
                tags,
                shaping == null ? Shaping.tagging(tags) : shaping,
                folder.resolve("oslo.json"),
                AdapterSketch.in(folder));
        loop = new SourceLoop(
                settings,
                source,
                argus,
                queue,
                feed,
                clock,
                WriterIdentity.of(settings),
                new SourceLoop.Limits(longestTurn, longestWebhook));
        if (hasPrimary) {
            loop.rehearseEvery(Duration.ofMinutes(5));
        }
    }

    SourceLoop loop() {
        return loop;
    }

    SourceStatus status() {
        return loop.status();
    }

    ModelServer server() {
        return argus.server;
    }

    /** Waits until these are open in Argus, and nothing else. */
    void awaitOpen(String... keys) {
        List<String> wanted = List.of(keys);
        Await.until(
                "open in Argus: " + wanted,
                () -> server().openIds().stream()
                        .map(id -> id.replaceAll("@.*", ""))
                        .toList()
                        .equals(wanted));
    }

    /** Waits until the source has been asked so many times more. */
    void awaitSnapshots(int more) {
        int wanted = source.snapshots.get() + more;
        Await.until(more + " more snapshots", () -> source.snapshots.get() >= wanted);
    }

    /** The incident of a key, open or not. */
    long pk(String key) {
        return server().all().stream()
                .filter(incident -> incident.sourceIncidentId().startsWith(key + "@"))
                .findFirst()
                .orElseThrow()
                .pk();
    }

    @Override
    public void close() {
        try {
            loop.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.close(Duration.ofSeconds(2));
    }
}
