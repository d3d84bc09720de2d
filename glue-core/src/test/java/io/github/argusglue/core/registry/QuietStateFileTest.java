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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what was written, also by older versions; retries when the file cannot be written. */
final class QuietStateFileTest {
    private static final Ledger.QuietAlert QUIET = new Ledger.QuietAlert(
            AlertId.unique("a"),
            new ClosedIncident(1, "a", Instant.parse("2026-11-20T10:00:00Z"), ClosedIncident.By.PERSON));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));

    /** Creates a file at the path of the state folder. */
    private Path blocked() throws IOException {
        return Files.writeString(folder.resolve("state"), "no folder");
    }

    @Test
    void readsWhatPeopleClosed() throws Exception {
        Path blocked = blocked();
        Path file = blocked.resolve("oslo.json");
        QuietStateFile state = new QuietStateFile(file, clock);
        QuietStateFile.QuietState known = new QuietStateFile.QuietState(List.of(QUIET), List.of(), List.of());
        state.save(known);
        Files.delete(blocked);
        state.save(known);
        assertFalse(Files.exists(file), "not at once");
        clock.advance(Duration.ofSeconds(10));
        state.save(known);
        assertEquals(known, new QuietStateFile(file, clock).load());
    }

    @Test
    void scopeOfAClosedAlertIsKept() {
        Path file = folder.resolve("oslo.json");
        QuietStateFile.QuietState known = new QuietStateFile.QuietState(
                List.of(new Ledger.QuietAlert(
                        AlertId.unique("a"),
                        new ClosedIncident(1, "a", clock.instant(), ClosedIncident.By.PERSON, "bergen"))),
                List.of(),
                List.of());
        new QuietStateFile(file, clock).save(known);

        assertEquals(known, new QuietStateFile(file, clock).load());
    }

    @Test
    void loadsWhatWasSaved() {
        Path file = folder.resolve("oslo.json");
        QuietStateFile.QuietState known = new QuietStateFile.QuietState(
                List.of(QUIET),
                List.of(
                        new ReopenedIncidents.ReopenedIncident(8, true, null),
                        new ReopenedIncidents.ReopenedIncident(9, false, clock.instant())),
                List.of(
                        new ClearedIncidents.ClearedAlert(new AlertKey("a", false), clock.instant(), true),
                        new ClearedIncidents.ClearedAlert(new AlertKey("b", true), clock.instant(), false)));
        new QuietStateFile(file, clock).save(known);

        assertEquals(known, new QuietStateFile(file, clock).load());
    }

    @Test
    void readsAFileWithoutReopenedIncidents() throws Exception {
        Path file = Files.writeString(folder.resolve("oslo.json"), """
                {"version":1,"quiet":[{"key":"a","incident":1,"source_incident_id":"a","closed_at":"2026-11-20T10:00:00Z"}]}
                """);

        assertEquals(
                new QuietStateFile.QuietState(List.of(QUIET), List.of(), List.of()),
                new QuietStateFile(file, clock).load());
    }

    @Test
    void readsFilesOfVersion1() throws Exception {
        Path file = Files.writeString(folder.resolve("oslo.json"), """
                {"version":1,"quiet":[\
                {"key":"a","incident":1,"source_incident_id":"a","closed_at":"2026-11-20T10:00:00Z"},\
                {"key":"b","started_at":"2026-11-20T09:00:00.123456Z","incident":2,\
                "source_incident_id":"b@20261120T090000Z","closed_at":"2026-11-20T10:01:00.5Z"}],\
                "reopened":[{"incident":8,"by_person":true},\
                {"incident":9,"by_person":false,"returned_at":"2026-11-20T12:00:00Z"}],\
                "cleared":[{"key":"a","unique":true,"closed_at":"2026-11-20T10:00:00Z","by_person":true},\
                {"key":"c","unique":false,"closed_at":"2026-11-20T10:00:00Z","by_person":false}],\
                "of_a_later_version":{"x":[1]}}""");
        Ledger.QuietAlert started = new Ledger.QuietAlert(
                AlertId.startedAt("b", Instant.parse("2026-11-20T09:00:00.123456Z")),
                new ClosedIncident(
                        2, "b@20261120T090000Z", Instant.parse("2026-11-20T10:01:00.5Z"), ClosedIncident.By.PERSON));
        Instant closed = Instant.parse("2026-11-20T10:00:00Z");

        assertEquals(
                new QuietStateFile.QuietState(
                        List.of(QUIET, started),
                        List.of(
                                new ReopenedIncidents.ReopenedIncident(8, true, null),
                                new ReopenedIncidents.ReopenedIncident(9, false, clock.instant())),
                        List.of(
                                new ClearedIncidents.ClearedAlert(new AlertKey("a", true), closed, true),
                                new ClearedIncidents.ClearedAlert(new AlertKey("c", false), closed, false))),
                new QuietStateFile(file, clock).load());
    }

    /** An older version has to read it after a downgrade. */
    @Test
    void writesTheFormatOfVersion1() throws Exception {
        Path file = folder.resolve("oslo.json");
        new QuietStateFile(file, clock)
                .save(new QuietStateFile.QuietState(
                        List.of(QUIET),
                        List.of(
                                new ReopenedIncidents.ReopenedIncident(8, true, null),
                                new ReopenedIncidents.ReopenedIncident(9, false, clock.instant())),
                        List.of(new ClearedIncidents.ClearedAlert(new AlertKey("a", true), clock.instant(), true))));

        assertEquals(
                "{\"version\":1,\"quiet\":[{\"key\":\"a\",\"incident\":1,\"source_incident_id\":\"a\","
                        + "\"closed_at\":\"2026-11-20T10:00:00Z\"}],"
                        + "\"reopened\":[{\"incident\":8,\"by_person\":true},"
                        + "{\"incident\":9,\"by_person\":false,\"returned_at\":\"2026-11-20T12:00:00Z\"}],"
                        + "\"cleared\":[{\"key\":\"a\",\"unique\":true,\"closed_at\":\"2026-11-20T12:00:00Z\","
                        + "\"by_person\":true}]}",
                Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":1,\"quiet\":[",
                "\u0000\u0000\u0000",
                "{\"version\":1,\"quiet\":[{\"key\":\"a\",\"incident\":1,\"source_incident_id\":\"a\"}]}",
                "{\"version\":1,\"cleared\":[{\"key\":\"a\",\"unique\":true,\"closed_at\":\"yesterday\"}]}",
            })
    void whatIsNoneIsNotUsed(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("oslo.json"), text);

        assertEquals(QuietStateFile.QuietState.NOTHING, new QuietStateFile(file, clock).load());
    }

    @Test
    void whatTheSourceWasTold() throws Exception {
        Path blocked = blocked();
        Path file = blocked.resolve("oslo.people.json");
        FeedbackStateFile people = new FeedbackStateFile(file, clock);
        FeedbackStateFile.FeedbackState known = new FeedbackStateFile.FeedbackState(List.of(), 7, List.of(), false);
        assertTrue(people.save(known), "to be tried again");
        Files.delete(blocked);
        clock.advance(Duration.ofSeconds(10));
        assertFalse(people.save(known));
        assertEquals(known, new FeedbackStateFile(file, clock).load());
    }
}
