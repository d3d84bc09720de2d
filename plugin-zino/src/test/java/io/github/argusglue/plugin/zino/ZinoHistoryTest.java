package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.Writing.Acknowledge;
import io.github.argusglue.plugin.zino.Writing.History;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of a case, each once, and none of our own. */
class ZinoHistoryTest {

    private static List<String> read(Desk desk, AlertId id, Instant since) throws Exception {
        return desk.adapter().history().orElseThrow().entriesSince(id, since).stream()
                .map(entry -> entry.at() + " " + entry.author() + ": " + entry.text())
                .toList();
    }

    @Test
    void showsWhatPeopleDid() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.note(number, "operator", "called the site", "", "no answer", "");
            desk.zino.note(number, "operator", "called the site", "", "no answer", "");
            desk.clock.advance(Duration.ofSeconds(2));
            desk.zino.setState(number, "waiting", "operator");
            desk.zino.log(number, "gw1 no-response");
            assertEquals(
                    List.of(
                            "2026-11-20T21:39:31.000001Z operator: called the site\n\nno answer",
                            "2026-11-20T21:39:31.000002Z operator: called the site\n\nno answer",
                            "2026-11-20T21:39:33Z operator: state change open -> waiting (operator)"),
                    read(desk, id, Instant.EPOCH));
            assertEquals(
                    List.of("2026-11-20T21:39:33Z operator: state change open -> waiting (operator)"),
                    read(desk, id, Desk.BEGIN.plusMillis(1500)));
        }
    }

    @Test
    void showsWhatZinoSawWhereThatIsWanted() throws Exception {
        try (Desk desk = new Desk(config -> config.history = History.ALL)) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.log(number, "gw1 no-response");
            desk.clock.advance(Duration.ofSeconds(1));
            desk.zino.note(number, "operator", "hm");
            desk.clock.advance(Duration.ofSeconds(1));
            desk.zino.log(number, "gw1 reachable");
            assertEquals(
                    List.of(
                            "2026-11-20T21:39:31Z Zino: gw1 no-response",
                            "2026-11-20T21:39:32Z operator: hm",
                            "2026-11-20T21:39:33Z Zino: gw1 reachable"),
                    read(desk, id, Instant.EPOCH));
        }
    }

    @Test
    void doesNotShowWhatCameFromArgus() throws Exception {
        try (Desk desk = new Desk(config -> {
            config.acknowledge = Acknowledge.WORKING;
            config.tickets = true;
        })) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            for (Feedback.Kind kind : new Feedback.Kind[] {
                Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.UNACKNOWLEDGED, Feedback.Kind.CLOSED, Feedback.Kind.REOPENED
            }) {
                Feedback feedback = Feedback.builder(id, kind, desk.clock.instant())
                        .actor("bob")
                        .text("two\nlines")
                        .build();
                desk.adapter().feedback().orElseThrow().deliver(feedback);
            }
            assertTrue(desk.zino.history(number).size() > 8);
            desk.restartAdapter();
            assertEquals(List.of(), read(desk, id, Instant.EPOCH));
            desk.zino.note(number, ConfigBuilder.USER, "a person who uses our account");
            assertEquals(1, read(desk, id, Instant.EPOCH).size());
        }
    }

    @Test
    void ofACaseThatIsGoneThereIsNothing() throws Exception {
        try (Desk desk = new Desk()) {
            desk.look();
            assertEquals(List.of(), read(desk, AlertId.unique("9@20261120T213931Z"), Instant.EPOCH));
            assertEquals(List.of(), read(desk, AlertId.unique("whatever"), Instant.EPOCH));
        }
    }

    @Test
    void entriesAreTheSameAtEveryReading() throws Exception {
        try (Desk desk = new Desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.note(number, "operator", "one");
            List<HistoryEntry> before = desk.adapter().history().orElseThrow().entriesSince(id, Instant.EPOCH);
            desk.zino.note(number, "operator", "two");
            List<HistoryEntry> after = desk.adapter().history().orElseThrow().entriesSince(id, Instant.EPOCH);
            assertEquals(before, after.subList(0, 1));
            assertEquals(2, after.size());
        }
    }
}
