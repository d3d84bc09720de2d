package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.FeedbackConfig.AcknowledgeState;
import io.github.argusglue.plugin.zino.FeedbackConfig.HistoryMode;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries of a case's history: each once, without those that argus-glue has written. */
class ZinoHistoryTest {

    private static List<String> read(ZinoFixture fixture, AlertId id, Instant since) throws Exception {
        return fixture.adapter().history().orElseThrow().entriesSince(id, since).stream()
                .map(entry -> entry.at() + " " + entry.author() + ": " + entry.text())
                .toList();
    }

    @Test
    void returnsNotesAndStateChangesOfPeople() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.note(number, "operator", "called the site", "", "no answer", "");
            fixture.zino.note(number, "operator", "called the site", "", "no answer", "");
            fixture.clock.advance(Duration.ofSeconds(2));
            fixture.zino.setState(number, "waiting", "operator");
            fixture.zino.log(number, "gw1 no-response");
            assertEquals(
                    List.of(
                            "2026-11-20T21:39:31.000001Z operator: called the site\n\nno answer",
                            "2026-11-20T21:39:31.000002Z operator: called the site\n\nno answer",
                            "2026-11-20T21:39:33Z operator: state change open -> waiting (operator)"),
                    read(fixture, id, Instant.EPOCH));
            assertEquals(
                    List.of("2026-11-20T21:39:33Z operator: state change open -> waiting (operator)"),
                    read(fixture, id, ZinoFixture.BEGIN.plusMillis(1500)));
        }
    }

    @Test
    void returnsTheLogIfConfigured() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.history = HistoryMode.ALL)) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.log(number, "gw1 no-response");
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.zino.note(number, "operator", "hm");
            fixture.clock.advance(Duration.ofSeconds(1));
            fixture.zino.log(number, "gw1 reachable");
            assertEquals(
                    List.of(
                            "2026-11-20T21:39:31Z Zino: gw1 no-response",
                            "2026-11-20T21:39:32Z operator: hm",
                            "2026-11-20T21:39:33Z Zino: gw1 reachable"),
                    read(fixture, id, Instant.EPOCH));
        }
    }

    @Test
    void skipsOwnEntries() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> {
            config.acknowledge = AcknowledgeState.WORKING;
            config.tickets = true;
        })) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            for (Feedback.Kind kind : new Feedback.Kind[] {
                Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED, Feedback.Kind.CLOSED, Feedback.Kind.REOPENED
            }) {
                Feedback feedback = Feedback.builder(id, kind, fixture.clock.instant())
                        .actor("bob")
                        .text("two\nlines")
                        .build();
                fixture.adapter().feedback().orElseThrow().deliver(feedback);
            }
            assertTrue(fixture.zino.history(number).size() > 8);
            fixture.restartAdapter();
            assertEquals(List.of(), read(fixture, id, Instant.EPOCH));
            fixture.zino.note(number, ZinoConfigBuilder.USER, "a person who uses our account");
            assertEquals(1, read(fixture, id, Instant.EPOCH).size());
        }
    }

    /** The end of the incident says it already. Whether the history is read before or after must make no difference. */
    @Test
    void skipsTheCloseOfTheCase() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.setState(number, "waiting", "operator");
            fixture.zino.setState(number, "closed", "operator");
            fixture.zino.note(number, "operator", "cable replaced");
            assertEquals(
                    List.of(
                            "2026-11-20T21:39:31.000001Z operator: state change open -> waiting (operator)",
                            "2026-11-20T21:39:31.000003Z operator: cable replaced"),
                    read(fixture, id, Instant.EPOCH));
        }
    }

    /** The end of a planned maintenance opens cases again, also those that a person has closed. */
    @Test
    void returnsTheCloseOfACaseThatIsOpenAgain() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.setState(number, "closed", "operator");
            fixture.zino.setState(number, "open", "monitor");
            assertEquals(
                    List.of(
                            "2026-11-20T21:39:31.000001Z operator: state change open -> closed (operator)",
                            "2026-11-20T21:39:31.000002Z Zino: state change closed -> open (monitor)"),
                    read(fixture, id, Instant.EPOCH));
        }
    }

    @Test
    void unknownCaseHasNoEntries() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.snapshot();
            assertEquals(List.of(), read(fixture, AlertId.unique("9@20261120T213931Z"), Instant.EPOCH));
            assertEquals(List.of(), read(fixture, AlertId.unique("whatever"), Instant.EPOCH));
        }
    }

    @Test
    void entriesAreStable() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.note(number, "operator", "one");
            List<HistoryEntry> before =
                    fixture.adapter().history().orElseThrow().entriesSince(id, Instant.EPOCH);
            fixture.zino.note(number, "operator", "two");
            List<HistoryEntry> after = fixture.adapter().history().orElseThrow().entriesSince(id, Instant.EPOCH);
            assertEquals(before, after.subList(0, 1));
            assertEquals(2, after.size());
        }
    }
}
