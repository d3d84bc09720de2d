package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.core.executor.ArgusExecutor;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One source at a simulated Argus, over HTTP. Its loops, one after another, are like processes. */
final class HttpLoopScene {
    final ScriptedSource source = new ScriptedSource();
    final StandInArgus standIn = StandInArgus.start();
    Duration interval = Duration.ofMillis(50);

    private final Clock clock = Clock.systemUTC();
    private final ArgusExecutor executor = new ArgusExecutor("default", clock, new SplittableRandom(1));
    private final Secret token = Secret.of(standIn.addSource("oslo"));
    private final ArgusHttp http;
    private final Path folder;
    private final List<SourceLoop> loops = new ArrayList<>();

    HttpLoopScene(Path folder) throws IOException {
        this.folder = folder;
        this.http = ArgusHttp.open(new ArgusAccess(standIn.url(), Duration.ofSeconds(10)), clock);
    }

    /** Starts a loop. One that is still running at the end of the scene is closed then. */
    SourceLoop start() {
        SourceSettings settings = new SourceSettings(
                "oslo",
                interval,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ZERO,
                PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build(),
                List.of(),
                ShapingConfig.tagsOnly(List.of()),
                folder.resolve("oslo.json"),
                AdapterSketch.in(folder));
        SourceLoop loop =
                new SourceLoop(settings, source, argus(), executor.queueFor("oslo"), new SharedFeed(clock), clock);
        loops.add(loop);
        loop.start();
        return loop;
    }

    /** Returns a client with the token of the source. */
    Argus argus() {
        return http.argus("oslo", token);
    }

    void close() throws InterruptedException {
        for (SourceLoop loop : loops) {
            loop.close();
        }
        executor.close(Duration.ofSeconds(2));
        http.close();
        standIn.close();
    }
}
