package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with one token at one Argus. Their sources are twins: they show the same problems, each under its own
 * ids.
 */
final class PeerProcessTest {
    /** How far the standby's clock is ahead. A feed that it has read is used for half a second. */
    private final AtomicLong aheadMillis = new AtomicLong();

    private final LoopScene primary;
    private final LoopScene standby;

    PeerProcessTest(@TempDir Path folder) {
        primary = new LoopScene(folder.resolve("primary"));
        standby = new LoopScene(
                folder.resolve("standby"),
                new TestClock(() -> Instant.now().plusMillis(aheadMillis.get())),
                primary.argus);
        setUpSource(primary, "p");
        setUpSource(standby, "s");
        standby.hasPrimary = true;
    }

    @AfterEach
    void close() {
        standby.close();
        primary.close();
    }

    private static void setUpSource(LoopScene scene, String prefix) {
        scene.source.onAdopt = incident -> scene.source.subjects.stream()
                .filter(subject -> subject.equals(incident.metadata().get("subject")))
                .map(subject -> AlertId.unique(prefix + subject))
                .findFirst();
        scene.source.prefix = prefix;
        setAlerts(scene);
    }

    private static AlertId id(LoopScene scene, String subject) {
        return AlertId.unique(scene.source.prefix + subject);
    }

    private static void setAlerts(LoopScene scene, String... subjects) {
        scene.source.subjects = List.of(subjects);
        List<Alert> alerts = Arrays.stream(subjects)
                .map(subject -> Alert.builder(id(scene, subject), ScriptedSource.START)
                        .description("trouble with " + subject)
                        .metadata(Map.of(
                                "subject", subject, "whose", id(scene, subject).key()))
                        .build())
                .toList();
        scene.source.script = adapter -> Snapshot.complete(alerts);
    }

    private void awaitIncidents(String... ids) {
        Await.until(
                "open: " + List.of(ids),
                () -> primary.server().openIds().stream().sorted().toList().equals(List.of(ids)));
    }

    private void awaitAtRest(LoopScene scene) {
        scene.awaitSnapshots(3);
        Await.until("settled", () -> scene.status().settled());
    }

    /** Starts both with the same alerts: the primary opens their incidents, the standby finds them. */
    private void startBothWith(String... subjects) {
        setAlerts(primary, subjects);
        primary.start();
        awaitIncidents(Arrays.stream(subjects).map(subject -> "p" + subject).toArray(String[]::new));
        setAlerts(standby, subjects);
        standby.start();
        Await.until("settled", () -> standby.status().settled());
    }

    @Test
    void takeoverKeepsIncidentsOfPrimary() {
        setAlerts(primary, "a", "b");
        primary.start();
        awaitIncidents("pa", "pb");
        primary.loop().setActive(false);
        int lines = primary.server().logSize();

        Await.until("stands by", () -> primary.loop().rehearsal().isPresent());
        primary.argus.takeCalls();
        setAlerts(standby, "a", "b");
        standby.start();
        Await.until("settled", () -> standby.status().settled());
        standby.awaitSnapshots(2);
        assertEquals(List.of(), changes(), "no change that leaves no log line");
        assertEquals(2, primary.server().all().size());
        assertEquals(lines, primary.server().logSize(), "no new log lines");

        setAlerts(standby, "b", "c");
        awaitIncidents("pb", "sc");
    }

    /** Opening what a take-over finds takes longer than a cycle; it is not delayed, unlike later alerts. */
    @Test
    void alertsPresentAtTakeoverAreNotDelayed() {
        primary.start();
        primary.loop().setActive(false);
        AtomicInteger tries = new AtomicInteger();
        standby.argus.faults(
                call -> call.startsWith("create") && tries.incrementAndGet() < 5 ? Fault.DOWN : Fault.NONE);
        setAlerts(standby, "a");
        standby.start();
        Set<String> holds = new TreeSet<>();
        Await.until("open at last", () -> {
            holds.addAll(standby.status().holds());
            return standby.server().openIds().equals(List.of("sa"));
        });
        assertEquals(Set.of(), holds);

        awaitAtRest(standby);
        setAlerts(standby, "a", "b");
        Await.until("waits", () -> standby.status().holds().toString().contains("1 alert open for less than 2 s"));
        awaitIncidents("sa", "sb");
    }

    @Test
    void twoActiveProcessesCreateOneIncidentPerAlert() {
        startBothWith("a", "b");

        setAlerts(primary, "a", "b", "c");
        awaitIncidents("pa", "pb", "pc");
        awaitAtRest(standby);
        assertEquals(List.of("pa", "pb", "pc"), openIds(), "the standby has not seen it yet and leaves it open");
        setAlerts(standby, "a", "b", "c");
        awaitAtRest(standby);

        setAlerts(standby, "a", "b", "c", "d");
        awaitIncidents("pa", "pb", "pc", "sd");
        Await.until("the primary knows of it", () -> primary.status().open() == 4);
        setAlerts(primary, "a", "b", "c", "d");
        awaitAtRest(primary);
        assertEquals(4, primary.server().all().size());
        assertEquals(4, primary.server().logSize(), "each was opened, and nothing else happened");
    }

    @Test
    void twoActiveProcessesEndIncidentOnce() {
        startBothWith("a", "b");

        setAlerts(standby, "b");
        setAlerts(primary, "b");
        awaitIncidents("pb");
        awaitAtRest(standby);
        awaitAtRest(primary);
        assertEquals(List.of(), primary.server().redundant());
        assertEquals(List.of(EventType.STA, EventType.END), primary.server().eventTypes(pk("pa")));
    }

    @Test
    void twoActiveProcessesDoNotOverwriteEachOtherForever() {
        startBothWith("a", "b");

        Snapshot closed = Snapshot.complete(List.of(Alert.builder(AlertId.unique("pb"), ScriptedSource.START)
                        .description("trouble with b")
                        .metadata(Map.of("subject", "b", "whose", "pb"))
                        .build()))
                .withEndings(List.of(Ending.reported(AlertId.unique("pa"), Instant.now(), "closed by hand")));
        primary.source.subjects = List.of("b");
        primary.source.script = adapter -> closed;
        Await.until("ended", () -> primary.server().eventTypes(pk("pa")).contains(EventType.END));
        for (int i = 0; i < 5; i++) {
            awaitAtRest(primary);
            primary.loop().resync();
            standby.loop().resync();
            standby.awaitSnapshots(3);
        }
        List<EventType> log = primary.server().eventTypes(pk("pa"));
        assertTrue(log.size() <= 4, () -> "STA END RES END at most: " + log);
    }

    @Test
    void listingIncidentsOfPeerChangesNothing() {
        startBothWith("a");
        int lines = primary.server().logSize();
        for (int i = 0; i < 3; i++) {
            primary.loop().resync();
            standby.loop().resync();
            awaitAtRest(primary);
            awaitAtRest(standby);
        }
        assertEquals(lines, primary.server().logSize());
    }

    @Test
    void endsIncidentsOfStoppedPeerWithoutAlert() {
        setAlerts(primary, "a", "gone");
        primary.start();
        awaitIncidents("pa", "pgone");
        primary.loop().setActive(false);
        setAlerts(standby, "a");
        standby.start();
        awaitIncidents("pa");
        assertEquals(Optional.empty(), primary.server().find("sa"));
    }

    /** Both processes know the alert by the same id; only the metadata that names the server differs. */
    @Test
    void takeoverKeepsMetadataThatNamesServer() {
        for (LoopScene scene : List.of(primary, standby)) {
            Snapshot from = Snapshot.complete(List.of(Alert.builder(AlertId.unique("x"), ScriptedSource.START)
                    .description("trouble")
                    .metadata(Map.of("server", scene.source.prefix))
                    .build()));
            scene.source.script = adapter -> from;
        }
        primary.start();
        awaitIncidents("x");
        primary.loop().setActive(false);
        Await.until("stands by", () -> primary.loop().rehearsal().isPresent());
        primary.argus.takeCalls();
        standby.start();
        Await.until("settled", () -> standby.status().settled());
        standby.awaitSnapshots(2);
        assertEquals(List.of(), changes());
    }

    @Test
    void readsArgusBeforeActingOnHint() {
        standby.interval = Duration.ofHours(1);
        standby.confirmAfter = Duration.ofMillis(30);
        setAlerts(standby, "a");
        standby.start();
        awaitIncidents("sa");
        Await.until("settled", () -> standby.status().settled());
        setAlerts(primary, "a", "b");
        primary.start();
        awaitIncidents("pb", "sa");
        setAlerts(standby, "a", "b");
        aheadMillis.set(1_000);
        standby.argus.takeCalls();
        int before = standby.source.snapshots.get();
        standby.loop().hint();
        Await.until("a snapshot", () -> standby.source.snapshots.get() > before);
        Await.until("settled", () -> standby.status().settled());
        assertEquals(List.of(), changes());
        awaitIncidents("pb", "sa");
        assertEquals(2, primary.server().logSize());
    }

    /** Writes that leave no line in a log, or fail, of either process. */
    private List<String> changes() {
        return primary.argus.takeCalls().stream()
                .filter(call -> call.startsWith("change") || call.startsWith("create"))
                .toList();
    }

    private List<String> openIds() {
        return primary.server().openIds().stream().sorted().toList();
    }

    private long pk(String id) {
        return primary.server().find(id).orElseThrow().pk();
    }
}
