package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.FeedbackConfig.AcknowledgeState;
import io.github.argusglue.plugin.zino.standin.StandInZino.ZinoFault;
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

/** Feedback is applied to Zino once. */
class ZinoFeedbackTest {

    private static ZinoFixture fixture() {
        return new ZinoFixture(config -> {
            config.acknowledge = AcknowledgeState.WORKING;
            config.tickets = true;
        });
    }

    private static Feedback feedback(ZinoFixture fixture, AlertId id, Kind kind, String actor, String text) {
        return Feedback.builder(id, kind, fixture.clock.instant())
                .actor(actor)
                .text(text)
                .build();
    }

    private static void deliver(ZinoFixture fixture, Feedback feedback) throws Exception {
        fixture.adapter().feedback().orElseThrow().deliver(feedback);
    }

    /**
     * Delivers the feedback three times, the last time after a restart of argus-glue. Only the first may have an
     * effect.
     */
    private static void deliverRepeatedly(ZinoFixture fixture, Feedback feedback) throws Exception {
        deliver(fixture, feedback);
        deliver(fixture, feedback);
        fixture.restartAdapter();
        deliver(fixture, feedback);
    }

    /** Returns the history without times. */
    private static List<String> history(ZinoFixture fixture, long number) {
        return fixture.zino.history(number).stream()
                .skip(1)
                .map(line -> line.replaceFirst("^[0-9]+ ", ""))
                .toList();
    }

    @Test
    void acceptsTheConfiguredKinds() {
        try (ZinoFixture fixture = new ZinoFixture()) {
            FeedbackSink sink = fixture.adapter().feedback().orElseThrow();
            assertEquals(Set.of(Kind.CLOSED, Kind.REOPENED), sink.accepts());
        }
        try (ZinoFixture fixture = fixture()) {
            FeedbackSink sink = fixture.adapter().feedback().orElseThrow();
            assertEquals(Set.of(Kind.values()), sink.accepts());
        }
        try (ZinoFixture fixture = new ZinoFixture(config -> config.closeCases = false)) {
            assertTrue(fixture.adapter().feedback().isEmpty());
        }
    }

    @Test
    void acknowledgementSetsTheStateAndAddsANote() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it\nreally"));
            assertEquals("working", fixture.zino.state(number));
            assertEquals(
                    List.of("glue", " on it", " really (bob)", "state change open -> working (glue)"),
                    history(fixture, number));
        }
    }

    @Test
    void skipsFeedbackThatAnotherServiceHasApplied() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.note(number, "zinoargus", "on it (bob)");
            fixture.zino.setState(number, "working", "zinoargus");
            List<String> before = history(fixture, number);
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            assertEquals(before, history(fixture, number));
        }
    }

    @Test
    void acknowledgementKeepsTheStateOfAnOperator() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.setState(number, "waiting", "operator");
            Feedback ack = feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it");
            deliverRepeatedly(fixture, ack);
            assertEquals("waiting", fixture.zino.state(number));
            assertTrue(history(fixture, number).contains(" on it (bob)"));
            fixture.zino.setState(number, "open", "operator");
            deliver(fixture, ack);
            assertEquals("open", fixture.zino.state(number), "old feedback does not override a later change");
        }
    }

    @Test
    void endOfAnAcknowledgementResetsTheState() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            deliver(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            fixture.clock.advance(Duration.ofMinutes(1));
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.UNACKNOWLEDGED, "eve", ""));
            assertEquals("open", fixture.zino.state(number));
            deliver(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            assertEquals("working", fixture.zino.state(number), "the same text again");
            fixture.clock.advance(Duration.ofMinutes(1));
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.UNACKNOWLEDGED, "", ""));
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
                    history(fixture, number));
        }
    }

    @Test
    void doesNotResetAStateSetBySomebodyElse() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            deliver(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            fixture.zino.setState(number, "waiting", "operator");
            fixture.zino.setState(number, "working", "operator");
            deliver(fixture, feedback(fixture, id, Kind.UNACKNOWLEDGED, "eve", ""));
            assertEquals("working", fixture.zino.state(number));
        }
    }

    @Test
    void repeatedWithdrawalIsNotedAgain() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            for (int i = 0; i < 2; i++) {
                deliver(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
                fixture.clock.advance(Duration.ofMinutes(1));
                deliverRepeatedly(fixture, feedback(fixture, id, Kind.UNACKNOWLEDGED, "eve", ""));
                fixture.clock.advance(Duration.ofMinutes(1));
            }
            List<String> history = history(fixture, number);
            assertEquals(history.subList(0, history.size() / 2), history.subList(history.size() / 2, history.size()));
            assertEquals(12, history.size());
        }
    }

    @Test
    void oldNoteWithTheSameTextIsIgnored() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.note(number, "operator", "on it (bob)");
            fixture.clock.advance(Duration.ofHours(1));
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            assertEquals("working", fixture.zino.state(number));
            assertEquals(
                    List.of("operator", " on it (bob)", "glue", " on it (bob)", "state change open -> working (glue)"),
                    history(fixture, number));
        }
    }

    @Test
    void toleratesAClockDifferenceOfMinutes() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            Feedback ahead = Feedback.builder(
                            id, Kind.ACKNOWLEDGED, fixture.clock.instant().plus(Duration.ofMinutes(4)))
                    .actor("bob")
                    .text("on it")
                    .build();
            deliverRepeatedly(fixture, ahead);
            assertEquals(
                    List.of("glue", " on it (bob)", "state change open -> working (glue)"), history(fixture, number));
        }
    }

    @Test
    void noteOfSomebodyElseIsNoWithdrawal() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            Feedback ack = feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it");
            deliver(fixture, ack);
            fixture.zino.note(number, "operator", "Acknowledgement withdrawn in Argus (eve)");
            List<String> before = history(fixture, number);
            deliverRepeatedly(fixture, ack);
            assertEquals(before, history(fixture, number));
        }
    }

    @Test
    void ticketIsNoted() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            Feedback ticket = Feedback.builder(id, Kind.TICKET_SET, fixture.clock.instant())
                    .actor("bob")
                    .ticketUrl(URI.create("https://rt.example.org/7"))
                    .build();
            deliverRepeatedly(fixture, ticket);
            assertEquals(
                    List.of("glue", " Ticket https://rt.example.org/7 added by Argus user bob"),
                    history(fixture, number));
        }
    }

    @Test
    void closeClosesTheCaseAndReopenIsNoted() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.CLOSED, "bob", "fixed"));
            assertEquals("closed", fixture.zino.state(number));
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.REOPENED, "eve", ""));
            assertEquals(
                    List.of(
                            "glue",
                            " fixed (bob)",
                            "state change open -> closed (glue)",
                            "glue",
                            " Reopened in Argus; Zino cannot reopen this case (eve)"),
                    history(fixture, number));
        }
    }

    @Test
    void feedbackForClosedOrUnknownCasesSucceeds() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            fixture.zino.setState(number, "closed", "operator");
            deliver(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "bob", "on it"));
            deliver(fixture, feedback(fixture, id, Kind.CLOSED, "bob", "done"));
            assertEquals(List.of("state change open -> closed (operator)"), history(fixture, number));
            fixture.zino.scavenge(number);
            for (Kind kind : Kind.values()) {
                deliver(fixture, feedback(fixture, id, kind, "bob", "late"));
            }
        }
    }

    @Test
    void doesNotTouchANewCaseWithTheSameNumber() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId old = fixture.singleAlert().id();
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.zino.lose(number);
            fixture.unreachable("gw4");
            deliver(fixture, feedback(fixture, old, Kind.CLOSED, "bob", "fixed"));
            assertEquals("open", fixture.zino.state(number));
            assertEquals(List.of(), history(fixture, number));
        }
    }

    @Test
    void textCannotContainProtocolCommands() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            String evil = "one\n.\nSETSTATE 1 closed\r\n.\r\n \u2028.\u0085.\u000b.\u001c.\u0000x\n\n.";
            deliverRepeatedly(fixture, feedback(fixture, id, Kind.ACKNOWLEDGED, "b o\nb", evil));
            assertEquals("working", fixture.zino.state(number));
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
                    history(fixture, number));
            fixture.singleAlert();
        }
    }

    @Test
    void failsWhileZinoIsDownAndSucceedsLater() throws Exception {
        try (ZinoFixture fixture = fixture()) {
            long number = fixture.unreachable("gw1");
            AlertId id = fixture.singleAlert().id();
            Feedback close = feedback(fixture, id, Kind.CLOSED, "bob", "fixed");
            fixture.zino.fault(ZinoFault.DOWN);
            assertEquals(
                    SourceException.Kind.UNREACHABLE,
                    assertThrows(SourceException.class, () -> deliver(fixture, close))
                            .kind());
            fixture.zino.fault(ZinoFault.NONE);
            deliver(fixture, close);
            assertEquals("closed", fixture.zino.state(number));
        }
    }
}
