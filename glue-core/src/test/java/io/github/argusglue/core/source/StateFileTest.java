package io.github.argusglue.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.reconcile.Cleared;
import io.github.argusglue.core.reconcile.EndedRecord;
import io.github.argusglue.core.reconcile.Ledger;
import io.github.argusglue.core.reconcile.Reopened;
import io.github.argusglue.core.reconcile.Slot;
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
final class StateFileTest {
    private static final Ledger.Quiet QUIET = new Ledger.Quiet(
            AlertId.unique("a"), new EndedRecord(1, "a", Instant.parse("2026-11-20T10:00:00Z"), EndedRecord.By.PERSON));

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
        StateFile state = new StateFile(file, clock);
        StateFile.Known known = new StateFile.Known(List.of(QUIET), List.of(), List.of());
        state.save(known);
        Files.delete(blocked);
        state.save(known);
        assertFalse(Files.exists(file), "not at once");
        clock.advance(Duration.ofSeconds(10));
        state.save(known);
        assertEquals(known, new StateFile(file, clock).load());
    }

    @Test
    void whatIsSavedIsLoaded() {
        Path file = folder.resolve("oslo.json");
        StateFile.Known known = new StateFile.Known(
                List.of(QUIET),
                List.of(new Reopened.Known(8, true, null), new Reopened.Known(9, false, clock.instant())),
                List.of(
                        new Cleared.Known(new Slot("a", false), clock.instant(), true),
                        new Cleared.Known(new Slot("b", true), clock.instant(), false)));
        new StateFile(file, clock).save(known);

        assertEquals(known, new StateFile(file, clock).load());
    }

    @Test
    void aFileThatKnowsNothingOfReopeningIsRead() throws Exception {
        Path file = Files.writeString(folder.resolve("oslo.json"), """
                {"version":1,"quiet":[{"key":"a","incident":1,"source_incident_id":"a","closed_at":"2026-11-20T10:00:00Z"}]}
                """);

        assertEquals(new StateFile.Known(List.of(QUIET), List.of(), List.of()), new StateFile(file, clock).load());
    }

    @Test
    void whatTheSourceWasTold() throws Exception {
        Path blocked = blocked();
        Path file = blocked.resolve("oslo.people.json");
        PeopleFile people = new PeopleFile(file, clock);
        PeopleFile.Known known = new PeopleFile.Known(List.of(), 7, List.of(), false);
        assertTrue(people.save(known), "to be tried again");
        Files.delete(blocked);
        clock.advance(Duration.ofSeconds(10));
        assertFalse(people.save(known));
        assertEquals(known, new PeopleFile(file, clock).load());
    }
}
