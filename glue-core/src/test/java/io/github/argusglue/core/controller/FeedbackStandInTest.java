package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInEvent;
import io.github.argusglue.standin.StandInIncident;
import io.github.argusglue.standin.StandInRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feedback over HTTP, with processes killed at any moment, and many open incidents. */
final class FeedbackStandInTest {
    private static final int MANY = 1_000;
    private static final String TICKET = "https://rt.example.org/7";

    @TempDir
    private Path folder;

    private HttpLoopScene scene;
    private ScriptedSource source;
    private StandInArgus argus;

    @BeforeEach
    void start() throws Exception {
        scene = new HttpLoopScene(folder);
        source = scene.source;
        argus = scene.standIn;
        source.accepts = EnumSet.allOf(Kind.class);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void killedBeforeDelivery() throws Exception {
        source.open(alert("a"), alert("b"));
        source.onDeliver = () -> {
            throw new IllegalStateException("never gets there");
        };
        SourceLoop first = scene.start();
        awaitOpen(2);
        argus.person().acknowledge(pk("a"), "on it", null);
        argus.person().setTicket(pk("a"), TICKET);
        argus.person().close(pk("b"), "by hand");
        Await.until("seen", () -> first.status().quiet() == 1);
        first.close();

        source.onDeliver = () -> true;
        SourceLoop second = scene.start();
        Await.until("told " + source.deliveredLines(), () -> source.delivered.size() == 3);
        assertEquals(Set.of("ACKNOWLEDGED a", "TICKET_SET a", "CLOSED b"), Set.copyOf(source.deliveredLines()));
        Feedback closed = source.delivered.stream()
                .filter(one -> one.kind() == Kind.CLOSED)
                .findFirst()
                .orElseThrow();
        assertEquals(StandInArgus.PERSON, closed.actor());
        assertEquals("by hand", closed.text());
        second.close();

        Files.delete(folder.resolve("oslo.people.json"));
        Files.delete(folder.resolve("oslo.json"));
        SourceLoop third = scene.start();
        Await.until("told once more, what is in force", () -> source.delivered.size() == 6);
        awaitSnapshots(6);
        assertEquals(6, source.delivered.size());
        assertEquals(
                source.delivered.subList(0, 3).stream()
                        .map(Feedback::id)
                        .sorted()
                        .toList(),
                source.delivered.subList(3, 6).stream()
                        .map(Feedback::id)
                        .sorted()
                        .toList(),
                "the same feedback has the same id each time");
        third.close();
    }

    @Test
    void aPersonActsBeforeTheAnswerToTheCreationArrives() throws Exception {
        argus.faults().delayAnswers(2, "POST /api/v2/incidents/", Duration.ofSeconds(1));
        assertPersonIsNoticedRightAfterCreation();
    }

    @Test
    void aPersonActsWhileTheAnswerToTheCreationIsLost() throws Exception {
        argus.faults().dropAnswers(2, "POST /api/v2/incidents/");
        assertPersonIsNoticedRightAfterCreation();
    }

    private void assertPersonIsNoticedRightAfterCreation() throws Exception {
        source.open(alert("a"), alert("b"));
        scene.start();
        awaitOpen(2);
        argus.person().acknowledge(pk("a"), "on it", null);
        argus.person().setTicket(pk("a"), TICKET);
        argus.person().close(pk("b"), "by hand");
        Await.until("told", () -> source.delivered.size() == 3);
        assertEquals(Set.of("ACKNOWLEDGED a", "TICKET_SET a", "CLOSED b"), Set.copyOf(source.deliveredLines()));
    }

    @Test
    void killedBetweenAcknowledgementAndSave() throws Exception {
        source.open(Alert.builder(alert("a").id(), ScriptedSource.START)
                .description("a")
                .acknowledgement(Acknowledgement.of("ola", ScriptedSource.START, "known"))
                .build());
        SourceLoop first = scene.start();
        Await.until(
                "acknowledged", () -> incident("a").map(StandInIncident::acked).orElse(false));
        first.close();
        Files.deleteIfExists(folder.resolve("oslo.people.json"));

        SourceLoop second = scene.start();
        awaitSnapshots(6);
        assertEquals(List.of("STA", "ACK"), eventTypes(pk("a")));
        source.open(alert("a"));
        Await.until("taken back", () -> !incident("a").orElseThrow().acked());
        assertEquals(List.of("STA", "ACK"), eventTypes(pk("a")));
        assertEquals(List.of(), source.deliveredLines());
        second.close();
    }

    @Test
    void readsFeedBetweenCyclesWithOneRequest() throws Exception {
        Alert[] alerts = IntStream.range(0, MANY).mapToObj(i -> alert("k" + i)).toArray(Alert[]::new);
        source.open(alerts);
        SourceLoop first = scene.start();
        awaitOpen(MANY);
        Await.until("settled", () -> first.status().settled());
        first.close();
        scene.interval = Duration.ofMinutes(5);
        int before = source.snapshots.get();
        SourceLoop second = scene.start();
        Await.until("a snapshot", () -> source.snapshots.get() > before);
        long pk = pk("k7");

        argus.person().acknowledge(pk, "on it", null);
        long began = System.nanoTime();
        Await.until("told", () -> source.delivered.size() == 1);
        argus.person().close(pk, "done");
        Await.until("told", () -> source.delivered.size() == 2);
        assertEquals(List.of("ACKNOWLEDGED k7", "CLOSED k7"), source.deliveredLines());
        assertTrue(Duration.ofNanos(System.nanoTime() - began).toSeconds() < 20, "10 s each");

        argus.forgetRequests();
        Await.until("read twice", () -> feedReads() >= 2);
        assertEquals(
                List.of(),
                argus.requests().stream()
                        .map(StandInRequest::path)
                        .filter(path -> !path.contains("heartbeat") && !path.contains("/incidents/events/"))
                        .toList(),
                "nothing but the feed");
        second.close();
    }

    private long feedReads() {
        return argus.requests().stream()
                .map(StandInRequest::path)
                .filter(path -> path.contains("/incidents/events/"))
                .count();
    }

    private void awaitOpen(int count) {
        Await.until(
                count + " open",
                () -> argus.incidents("oslo").stream()
                                .filter(StandInIncident::open)
                                .count()
                        == count);
    }

    private void awaitSnapshots(int more) {
        int wanted = source.snapshots.get() + more;
        Await.until("snapshots", () -> source.snapshots.get() >= wanted);
    }

    private Optional<StandInIncident> incident(String key) {
        return argus.incidents("oslo").stream()
                .filter(incident -> incident.sourceIncidentId().startsWith(key + "@"))
                .findFirst();
    }

    private long pk(String key) {
        return incident(key).orElseThrow().pk();
    }

    private List<String> eventTypes(long pk) {
        return argus.events(pk).stream().map(StandInEvent::type).toList();
    }
}
