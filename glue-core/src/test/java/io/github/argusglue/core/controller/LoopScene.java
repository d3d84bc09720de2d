package io.github.argusglue.core.controller;

import io.github.argusglue.core.executor.ArgusExecutor;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.Tag;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The loop of a source with short intervals. Everything is real except the plugin and Argus. */
public final class LoopScene implements AutoCloseable {
    /** Name of the source. */
    public String name = "oslo";

    public final Clock clock;
    public final ScriptedSource source = new ScriptedSource();
    public final ModelArgus argus;
    public final ArgusExecutor executor;
    public Duration interval = Duration.ofMillis(30);
    public Duration snapshotTimeout = Duration.ofSeconds(10);
    public Duration resync = Duration.ofHours(1);
    public Duration fullListing = Duration.ofHours(1);
    public Duration maxIteration = SourceLoop.Limits.DEFAULT.iteration();
    public Duration webhookTimeout = SourceLoop.Limits.DEFAULT.webhook();
    public Duration heartbeat = Duration.ZERO;
    public Policy policy = PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build();
    public List<Tag> tags = List.of();
    public boolean hasPrimary;

    /** How much later a snapshot has to be taken to confirm another one; null for an interval. */
    @Nullable
    public Duration confirmAfter;

    public final SharedFeed feed;

    /** Wraps the queue of the loop. */
    public UnaryOperator<TaskQueue> queueWrapper = UnaryOperator.identity();

    @Nullable
    public ShapingConfig shaping;

    private final Path folder;
    private SourceLoop loop;

    public LoopScene(Path folder) {
        this(folder, Clock.systemUTC());
    }

    public LoopScene(Path folder, Clock clock) {
        this(folder, clock, new ModelArgus(clock));
    }

    /** Another process at an existing Argus. */
    public LoopScene(Path folder, ModelArgus argus) {
        this(folder, Clock.systemUTC(), argus);
    }

    @SuppressWarnings("NullAway.Init") // the loop is there once it is started
    public LoopScene(Path folder, Clock clock, ModelArgus argus) {
        this.folder = folder;
        this.clock = clock;
        this.argus = argus;
        this.feed = new SharedFeed(clock);
        this.executor = new ArgusExecutor("default", clock, new SplittableRandom(1));
    }

    public LoopScene start() {
        make();
        loop.start();
        return this;
    }

    /** Starts on standby. */
    public void startOnStandby() {
        make();
        loop.setActive(false);
        loop.start();
    }

    private void make() {
        TaskQueue queue = queueWrapper.apply(executor.queueFor(name));
        SourceSettings settings = new SourceSettings(
                name,
                interval,
                snapshotTimeout,
                resync,
                fullListing,
                heartbeat,
                PolicySketch.of(policy)
                        .confirmAfter(confirmAfter == null ? interval : confirmAfter)
                        .build(),
                tags,
                shaping == null ? ShapingConfig.tagsOnly(tags) : shaping,
                folder.resolve("oslo.json"),
                AdapterSketch.in(folder));
        loop = new SourceLoop(
                settings,
                source,
                argus,
                queue,
                feed,
                clock,
                WriterIdentity.of(settings.name(), settings.stateFile()),
                new SourceLoop.Limits(maxIteration, webhookTimeout));
        if (hasPrimary) {
            loop.rehearseEvery(Duration.ofMinutes(5));
        }
    }

    public SourceLoop loop() {
        return loop;
    }

    public SourceStatus status() {
        return loop.status();
    }

    public ModelServer server() {
        return argus.server;
    }

    /** Waits until exactly these are open in Argus. */
    public void awaitOpen(String... keys) {
        List<String> wanted = List.of(keys);
        Await.until(
                "open in Argus: " + wanted,
                () -> server().openIds().stream()
                        .map(id -> id.replaceAll("@.*", ""))
                        .toList()
                        .equals(wanted));
    }

    /** Waits until the source has been asked for this many more snapshots. */
    public void awaitSnapshots(int more) {
        int wanted = source.snapshots.get() + more;
        Await.until(more + " more snapshots", () -> source.snapshots.get() >= wanted);
    }

    /** Returns the incident of a key, open or not. */
    public long pk(String key) {
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
