package io.github.argusglue.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.feedback.FeedbackStateFile;
import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.spi.AlertId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down is read again, also from an older argus-glue; what could not be written is when it can be. */
final class QuietStateFileTest {
    private static final Ledger.Quiet QUIET = new Ledger.Quiet(
            AlertId.unique("a"),
            new ClosedIncident(1, "a", Instant.parse("2026-11-20T10:00:00Z"), ClosedIncident.By.PERSON));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));

    /** Puts a file where the folder of the state has to be. */
    private Path blocked() throws IOException {
        return Files.writeString(folder.resolve("state"), "no folder");
    }

    @Test
    void whatPeopleClosed() throws Exception {
        Path blocked = blocked();
        Path file = blocked.resolve("oslo.json");
        QuietStateFile state = new QuietStateFile(file, clock);
        QuietStateFile.Known known = new QuietStateFile.Known(List.of(QUIET), List.of(), List.of());
        state.save(known);
        Files.delete(blocked);
        state.save(known);
        assertFalse(Files.exists(file), "not at once");
        clock.advance(Duration.ofSeconds(10));
        state.save(known);
        assertEquals(known, new QuietStateFile(file, clock).load());
    }

    @Test
    void whatIsSavedIsLoaded() {
        Path file = folder.resolve("oslo.json");
        QuietStateFile.Known known = new QuietStateFile.Known(
                List.of(QUIET),
                List.of(
                        new ReopenedIncidents.Known(8, true, null),
                        new ReopenedIncidents.Known(9, false, clock.instant())),
                List.of(
                        new ClearedIncidents.Known(new AlertKey("a", false), clock.instant(), true),
                        new ClearedIncidents.Known(new AlertKey("b", true), clock.instant(), false)));
        new QuietStateFile(file, clock).save(known);

        assertEquals(known, new QuietStateFile(file, clock).load());
    }

    @Test
    void aFileThatKnowsNothingOfReopeningIsRead() throws Exception {
        Path file = Files.writeString(folder.resolve("oslo.json"), """
                {"version":1,"quiet":[{"key":"a","incident":1,"source_incident_id":"a","closed_at":"2026-11-20T10:00:00Z"}]}
                """);

        assertEquals(
                new QuietStateFile.Known(List.of(QUIET), List.of(), List.of()), new QuietStateFile(file, clock).load());
    }

    @Test
    void whatTheSourceWasTold() throws Exception {
        Path blocked = blocked();
        Path file = blocked.resolve("oslo.people.json");
        FeedbackStateFile people = new FeedbackStateFile(file, clock);
        FeedbackStateFile.Known known = new FeedbackStateFile.Known(List.of(), 7, List.of(), false);
        assertTrue(people.save(known), "to be tried again");
        Files.delete(blocked);
        clock.advance(Duration.ofSeconds(10));
        assertFalse(people.save(known));
        assertEquals(known, new FeedbackStateFile(file, clock).load());
    }
}
