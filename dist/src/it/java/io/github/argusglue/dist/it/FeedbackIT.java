package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes by people in Argus reach the source, and changes in the source are shown in Argus, once each. */
@ExtendWith(Lab.class)
final class FeedbackIT {
    private static final int MANY = 1_000;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SOME_CYCLES = Duration.ofSeconds(8);
    private static final String TICKET = "https://tickets.example.org/4711";

    private final LabArgus argus;
    private final ArgusAdmin person;
    private final String source = "folder-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path work = Folders.fresh(source);
    private final FolderPlugin system = new FolderPlugin(work);
    private @Nullable GlueProcess glue;

    FeedbackIT(LabArgus argus) {
        this.argus = argus;
        this.person = argus.admin();
    }

    @BeforeEach
    void configure() {
        configure("1s");
    }

    @AfterEach
    void stop() {
        if (glue != null) {
            glue.close();
        }
    }

    @Test
    void changesByPeopleArriveWithinSecondsWithAThousandOpen() {
        configure("30s");
        for (int i = 0; i < MANY; i++) {
            system.open("k" + i);
        }
        start();
        argus.awaitOpen(source, MANY, Duration.ofMinutes(4));
        glue().awaitLog("incident .*: open", Duration.ofSeconds(10));
        long pk = argus.pk(source, "k7@");

        person.acknowledge(pk);
        awaitKinds("ACKNOWLEDGED k7");
        person.setTicket(pk, TICKET);
        awaitKinds("ACKNOWLEDGED k7", "TICKET_SET k7");
        person.close(pk);
        awaitKinds("ACKNOWLEDGED k7", "TICKET_SET k7", "CLOSED k7");
        assertTrue(
                system.feedback().get(0).endsWith(" by admin: looking at it"),
                system.feedback().get(0));
        assertTrue(
                system.feedback().get(1).endsWith(" by admin: " + TICKET),
                system.feedback().get(1));
        assertTrue(
                system.feedback().get(2).endsWith(" by admin: closed by hand"),
                system.feedback().get(2));

        int before = argus.requests("");
        Await.staysEqual(
                Duration.ofSeconds(20),
                "carried back",
                3,
                () -> system.feedback().size());
        int requests = argus.requests("") - before;
        assertTrue(requests <= 12, requests + " requests in 20 s at rest");
    }

    @Test
    void changesDuringADowntimeAreFedBackOnce() {
        for (String name : List.of("a", "b", "c")) {
            system.open(name);
        }
        start();
        argus.awaitOpen(source, 3, Duration.ofMinutes(1));
        person.acknowledge(argus.pk(source, "a@"));
        awaitKinds("ACKNOWLEDGED a");
        Await.that(SOON, "remembered", () -> state().contains("\"acked\":true"));
        system.down(true);
        person.setTicket(argus.pk(source, "a@"), TICKET);
        glue().awaitLog("feedback: .*TICKET_SET", SOON);
        glue().kill();
        person.close(argus.pk(source, "b@"));
        person.acknowledge(argus.pk(source, "c@"));
        system.down(false);

        start();
        Await.equal(
                Duration.ofSeconds(30),
                "carried back",
                Set.of("ACKNOWLEDGED a", "TICKET_SET a", "CLOSED b", "ACKNOWLEDGED c"),
                () -> Set.copyOf(system.kinds()));
        Await.staysEqual(SOME_CYCLES, "carried back", 4, () -> system.feedback().size());
        glue().kill();
        start();
        Await.staysEqual(SOME_CYCLES, "carried back", 4, () -> system.feedback().size());
    }

    @Test
    void anAcknowledgementInTheSourceIsNotFeedback() {
        system.open("a");
        system.acknowledge("a", "ola");
        start();
        argus.awaitOpen(source, 1, Duration.ofMinutes(1));
        long pk = argus.pk(source, "a@");
        Await.equal(SOON, "log", "STA ACK", () -> argus.log(pk));
        assertEquals(1, argus.acksInForce(pk));
        glue().kill();
        start();
        Await.staysEqual(SOME_CYCLES, "log", "STA ACK", () -> argus.log(pk));

        system.unacknowledge("a");
        Await.equal(SOON, "acknowledgements in force", 0, () -> argus.acksInForce(pk));
        Await.staysEqual(SOME_CYCLES, "log", "STA ACK", () -> argus.log(pk));
        assertEquals(List.of(), system.feedback());
    }

    @Test
    void theLogOfAnAlertIsWrittenOnceDespiteAKill() {
        system.log("a", "one");
        system.log("a", "two");
        system.open("a");
        start();
        argus.awaitOpen(source, 1, Duration.ofMinutes(1));
        long pk = argus.pk(source, "a@");
        Await.equal(SOON, "log", "STA OTH OTH", () -> argus.log(pk));
        glue().kill();
        system.log("a", "three");
        start();
        Await.equal(Duration.ofSeconds(20), "log", "STA OTH OTH OTH", () -> argus.log(pk));
        Await.staysEqual(SOME_CYCLES, "log", "STA OTH OTH OTH", () -> argus.log(pk));
        assertEquals(
                List.of("kari: one", "kari: two", "kari: three"),
                argus.sql("select description from argus_incident_event where type = 'OTH' and incident_id = " + pk
                        + " order by id"));
    }

    private void awaitKinds(String... kinds) {
        Await.equal(SOON, "carried back", List.of(kinds), system::kinds);
    }

    private void start() {
        glue = GlueProcess.run(work.resolve("argus-glue.toml"));
    }

    private GlueProcess glue() {
        if (glue == null) {
            throw new IllegalStateException("not started");
        }
        return glue;
    }

    private String state() throws IOException {
        Path file = work.resolve("state/sources/" + source + ".people.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void configure(String interval) {
        try {
            Files.writeString(work.resolve("argus-glue.toml"), """
                    state_dir = "%s"
                    plugins_dir = "%s"
                    [argus]
                    url = "%s"
                    [sources.%s]
                    type = "folder"
                    argus_token = "%s"
                    interval = "%s"
                    folder = "%s"
                    """.formatted(
                            work.resolve("state"),
                            work.resolve("plugins"),
                            argus.url(),
                            source,
                            argus.newSource(source),
                            interval,
                            system.folder()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
