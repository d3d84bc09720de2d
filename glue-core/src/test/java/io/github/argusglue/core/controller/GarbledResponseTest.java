package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.core.executor.ArgusExecutor;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argus executes a request, but its response cannot be parsed: the result is looked up, and nothing is done twice. */
final class GarbledResponseTest {
    private static final int SOME = 3;
    private static final String CREATES = "POST /api/v2/incidents/";
    private static final String CHANGES = "PATCH /api/v2/incidents/\\d+/";
    private static final String EVENTS = "POST /api/v2/incidents/\\d+/events/";
    private static final String ACKS = "POST /api/v2/incidents/\\d+/acks/";

    private final Clock clock = Clock.systemUTC();
    private final ScriptedSource source = new ScriptedSource();

    @TempDir
    private Path folder;

    private StandInArgus standIn;
    private ArgusHttp http;
    private Argus argus;
    private ArgusExecutor executor;
    private SourceLoop loop;

    @BeforeEach
    void start() throws Exception {
        standIn = StandInArgus.start();
        http = ArgusHttp.open(new ArgusAccess(standIn.url(), Duration.ofSeconds(10), null, null), clock);
        argus = http.argus("oslo", Secret.of(standIn.addSource("oslo")));
        executor = new ArgusExecutor("default", clock, new SplittableRandom(1));
        SourceSettings settings = new SourceSettings(
                "oslo",
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ZERO,
                PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build(),
                List.of(),
                ShapingConfig.tagsOnly(List.of()),
                folder.resolve("oslo.json"),
                AdapterSketch.in(folder));
        loop = new SourceLoop(settings, source, argus, executor.queueFor("oslo"), new SharedFeed(clock), clock);
    }

    @AfterEach
    void stop() throws Exception {
        loop.close();
        executor.close(Duration.ofSeconds(2));
        http.close();
        standIn.close();
    }

    @Test
    void eachWriteIsDoneOnce() throws Exception {
        standIn.faults().garbleAnswers(SOME, CREATES);
        source.open(alert("a"));
        loop.start();
        awaitLog("STA");

        standIn.faults().garbleAnswers(SOME, CHANGES);
        source.open(alert("a", "changed"));
        awaitLog("STA CHI");

        standIn.faults().garbleAnswers(SOME, ACKS);
        source.open(Alert.builder(alert("a").id(), ScriptedSource.START)
                .description("changed")
                .acknowledgement(Acknowledgement.of("kari", ScriptedSource.START, "seen"))
                .build());
        awaitLog("STA CHI ACK");

        standIn.faults().garbleAnswers(SOME, EVENTS);
        source.open();
        awaitLog("STA CHI ACK END");

        standIn.faults().garbleAnswers(SOME, EVENTS);
        source.open(alert("a", "changed"));
        awaitLog("STA CHI ACK END RES");
        assertEquals(1, argus.listOpen().size());
    }

    /** Asserts the event types in the log of the only incident, once everything is at rest. */
    private void awaitLog(String types) throws Exception {
        int before = source.snapshots.get();
        Await.until(
                "three more snapshots and rest",
                () -> source.snapshots.get() >= before + SOME && loop.status().settled());
        List<Incident> all = new ArrayList<>(argus.listOpen());
        all.addAll(argus.listEndedSince(Instant.EPOCH));
        assertEquals(1, all.size(), all::toString);
        List<IncidentEvent> events = argus.events(all.get(0).pk());
        assertEquals(
                types,
                String.join(
                        " ", events.stream().map(event -> event.type().name()).toList()));
        standIn.faults().clear();
    }
}
