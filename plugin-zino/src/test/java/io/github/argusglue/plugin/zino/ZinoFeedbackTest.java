package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.Writing.Acknowledge;
import io.github.argusglue.plugin.zino.standin.StandInZino.Fault;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people do in Argus is done in Zino, once. */
class ZinoFeedbackTest {

    private static Desk desk() {
        return new Desk(config -> {
            config.acknowledge = Acknowledge.WORKING;
            config.tickets = true;
        });
    }

    private static Feedback feedback(Desk desk, AlertId id, Kind kind, String actor, String text) {
        return Feedback.builder(id, kind, desk.clock.instant())
                .actor(actor)
                .text(text)
                .build();
    }

    private static void deliver(Desk desk, Feedback feedback) throws Exception {
        desk.adapter().feedback().orElseThrow().deliver(feedback);
    }

    /** Twice, with a restart of argus-glue between: it must not matter. */
    private static void deliverAgainAndAgain(Desk desk, Feedback feedback) throws Exception {
        deliver(desk, feedback);
        deliver(desk, feedback);
        desk.restartAdapter();
        deliver(desk, feedback);
    }

    /** The history but for times. */
    private static List<String> history(Desk desk, long number) {
        return desk.zino.history(number).stream()
                .skip(1)
                .map(line -> line.replaceFirst("^[0-9]+ ", ""))
                .toList();
    }

    @Test
    void takesWhatIsConfigured() {
        try (Desk desk = new Desk()) {
            FeedbackSink sink = desk.adapter().feedback().orElseThrow();
            assertEquals(Set.of(Kind.CLOSED, Kind.REOPENED), sink.accepts());
        }
        try (Desk desk = desk()) {
            FeedbackSink sink = desk.adapter().feedback().orElseThrow();
            assertEquals(Set.of(Kind.values()), sink.accepts());
        }
        try (Desk desk = new Desk(config -> config.closeCases = false)) {
            assertTrue(desk.adapter().feedback().isEmpty());
        }
    }

    @Test
    void anAcknowledgementSetsTheStateAndSaysWhoAndWhy() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it\nreally"));
            assertEquals("working", desk.zino.state(number));
            assertEquals(
                    List.of("glue", " on it", " really (bob)", "state change open -> working (glue)"),
                    history(desk, number));
        }
    }

    @Test
    void whatAnotherServiceHasCarriedOverIsNotCarriedAgain() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.note(number, "zinoargus", "on it (bob)");
            desk.zino.setState(number, "working", "zinoargus");
            List<String> before = history(desk, number);
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            assertEquals(before, history(desk, number));
        }
    }

    @Test
    void anOperatorsStateIsLeftAlone() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.setState(number, "waiting", "operator");
            Feedback ack = feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it");
            deliverAgainAndAgain(desk, ack);
            assertEquals("waiting", desk.zino.state(number));
            assertTrue(history(desk, number).contains(" on it (bob)"));
            desk.zino.setState(number, "open", "operator");
            deliver(desk, ack);
            assertEquals("open", desk.zino.state(number), "an old deed does not overrule what came after it");
        }
    }

    @Test
    void anAcknowledgementThatEndsSetsTheStateBack() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            deliver(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            desk.clock.advance(Duration.ofMinutes(1));
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.UNACKNOWLEDGED, "eve", ""));
            assertEquals("open", desk.zino.state(number));
            deliver(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            assertEquals("working", desk.zino.state(number), "the same words again");
            desk.clock.advance(Duration.ofMinutes(1));
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.UNACKNOWLEDGED, "", ""));
            assertEquals(
                    List.of(
                            "glue",
                            " on it (bob)",
                            "state change open -> working (glue)",
                            "glue",
                            " Acknowledgement withdrawn in Argus (eve)",
                            "state change working -> open (glue)",
                            "glue",
                            " on it (bob)",
                            "state change open -> working (glue)",
                            "glue",
                            " Acknowledgement in Argus has run out",
                            "state change working -> open (glue)"),
                    history(desk, number));
        }
    }

    @Test
    void aStateThatSomebodyElseSetIsNotSetBack() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            deliver(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            desk.zino.setState(number, "waiting", "operator");
            desk.zino.setState(number, "working", "operator");
            deliver(desk, feedback(desk, id, Kind.UNACKNOWLEDGED, "eve", ""));
            assertEquals("working", desk.zino.state(number));
        }
    }

    @Test
    void theSameWithdrawalTwiceIsSaidTwice() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            for (int i = 0; i < 2; i++) {
                deliver(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
                desk.clock.advance(Duration.ofMinutes(1));
                deliverAgainAndAgain(desk, feedback(desk, id, Kind.UNACKNOWLEDGED, "eve", ""));
                desk.clock.advance(Duration.ofMinutes(1));
            }
            List<String> history = history(desk, number);
            assertEquals(history.subList(0, history.size() / 2), history.subList(history.size() / 2, history.size()));
            assertEquals(12, history.size());
        }
    }

    @Test
    void theSameWordsOfLongAgoAreAnotherDeed() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.note(number, "operator", "on it (bob)");
            desk.clock.advance(Duration.ofHours(1));
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            assertEquals("working", desk.zino.state(number));
            assertEquals(
                    List.of("operator", " on it (bob)", "glue", " on it (bob)", "state change open -> working (glue)"),
                    history(desk, number));
        }
    }

    @Test
    void clocksMayBeAFewMinutesApart() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            Feedback ahead = Feedback.builder(
                            id, Kind.ACKNOWLEDGED, desk.clock.instant().plus(Duration.ofMinutes(4)))
                    .actor("bob")
                    .text("on it")
                    .build();
            deliverAgainAndAgain(desk, ahead);
            assertEquals(List.of("glue", " on it (bob)", "state change open -> working (glue)"), history(desk, number));
        }
    }

    @Test
    void whatSomebodyElseSaysIsNoWithdrawal() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            Feedback ack = feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it");
            deliver(desk, ack);
            desk.zino.note(number, "operator", "Acknowledgement withdrawn in Argus (eve)");
            List<String> before = history(desk, number);
            deliverAgainAndAgain(desk, ack);
            assertEquals(before, history(desk, number));
        }
    }

    @Test
    void aTicketIsALine() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            Feedback ticket = Feedback.builder(id, Kind.TICKET_SET, desk.clock.instant())
                    .actor("bob")
                    .ticketUrl(URI.create("https://rt.example.org/7"))
                    .build();
            deliverAgainAndAgain(desk, ticket);
            assertEquals(
                    List.of("glue", " Ticket https://rt.example.org/7 added by Argus user bob"), history(desk, number));
        }
    }

    @Test
    void closingClosesAndReopeningIsSaid() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.CLOSED, "bob", "fixed"));
            assertEquals("closed", desk.zino.state(number));
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.REOPENED, "eve", ""));
            assertEquals(
                    List.of(
                            "glue",
                            " fixed (bob)",
                            "state change open -> closed (glue)",
                            "glue",
                            " Reopened in Argus; Zino cannot reopen this case (eve)"),
                    history(desk, number));
        }
    }

    @Test
    void whatIsClosedOrGoneIsDoneWith() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            desk.zino.setState(number, "closed", "operator");
            deliver(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            deliver(desk, feedback(desk, id, Kind.CLOSED, "bob", "done"));
            assertEquals(List.of("state change open -> closed (operator)"), history(desk, number));
            desk.zino.scavenge(number);
            for (Kind kind : Kind.values()) {
                deliver(desk, feedback(desk, id, kind, "bob", "late"));
            }
        }
    }

    @Test
    void anotherCaseWithTheNumberIsNotTouched() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId old = desk.only().id();
            desk.clock.advance(Duration.ofMinutes(1));
            desk.zino.lose(number);
            desk.unreachable("gw4");
            deliver(desk, feedback(desk, old, Kind.CLOSED, "bob", "fixed"));
            assertEquals("open", desk.zino.state(number));
            assertEquals(List.of(), history(desk, number));
        }
    }

    @Test
    void textCannotSpeakTheProtocol() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            String evil = "one\n.\nSETSTATE 1 closed\r\n.\r\n \u2028.\u0085.\u000b.\u001c.\u0000x\n\n.";
            deliverAgainAndAgain(desk, feedback(desk, id, Kind.ACKNOWLEDGED, "b o\nb", evil));
            assertEquals("working", desk.zino.state(number));
            assertEquals(
                    List.of(
                            "glue",
                            " one",
                            " (.)",
                            " SETSTATE 1 closed",
                            " (.)",
                            " (.)",
                            " (.)",
                            " (.)",
                            " . x",
                            " (.) (b_o_b)",
                            "state change open -> working (glue)"),
                    history(desk, number));
            desk.only();
        }
    }

    @Test
    void waitsForZinoToComeBackAndThenDoesItOnce() throws Exception {
        try (Desk desk = desk()) {
            long number = desk.unreachable("gw1");
            AlertId id = desk.only().id();
            Feedback close = feedback(desk, id, Kind.CLOSED, "bob", "fixed");
            desk.zino.fault(Fault.DOWN);
            assertEquals(
                    SourceException.Kind.UNREACHABLE,
                    assertThrows(SourceException.class, () -> deliver(desk, close))
                            .kind());
            desk.zino.fault(Fault.NONE);
            deliver(desk, close);
            assertEquals("closed", desk.zino.state(number));
        }
    }
}
