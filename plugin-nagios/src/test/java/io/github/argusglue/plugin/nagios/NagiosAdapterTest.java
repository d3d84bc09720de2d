package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.OpenConfig.Policy;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NagiosAdapterTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final ObjectKey HTTP = ObjectKey.service("web1", "http");

    private final SettableClock clock = new SettableClock(T0.plusSeconds(3600));
    private final TestState state = new TestState();
    private final TestContext context = new TestContext("nagios", clock, state);
    private final FakeBackend backend = new FakeBackend(clock);
    private NagiosAdapter adapter = adapter(false);

    private NagiosAdapter adapter(boolean followOutput) {
        return adapter(
                new OpenConfig(false, Policy.HOLD, Policy.HOLD, Policy.HOLD, Policy.HOLD, Policy.SHOW), followOutput);
    }

    private NagiosAdapter adapter(OpenConfig open, boolean followOutput) {
        NagiosAdapter made = new NagiosAdapter(
                backend,
                new AlertConfig(open, display(followOutput), true, true, true),
                DisplayConfig.WebInterface.NAGIOS,
                context);
        try {
            made.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return made;
    }

    private static DisplayConfig display(boolean followOutput) {
        return new DisplayConfig(
                Map.of(),
                "ARGUS_LEVEL",
                List.of(
                        DisplayConfig.TagKind.HOST,
                        DisplayConfig.TagKind.SERVICE,
                        DisplayConfig.TagKind.HOSTGROUP,
                        DisplayConfig.TagKind.SERVICEGROUP),
                List.of("site"),
                followOutput,
                Optional.of(URI.create("https://nagios.example.org/nagios4/")),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void problemsThatAreNotReportedAreCountedWithTheirKey() throws Exception {
        adapter =
                adapter(new OpenConfig(false, Policy.DROP, Policy.HOLD, Policy.DROP, Policy.HOLD, Policy.SHOW), false);
        backend.put(failing(60).hard(false));
        backend.put(StatusBuilder.of(ObjectKey.service("web2", "http"))
                .state(State.WARNING)
                .inDowntime(true, null));
        backend.put(StatusBuilder.of(ObjectKey.service("web3", "http"))
                .state(State.CRITICAL)
                .host(StatusBuilder.of(ObjectKey.host("web3")).state(State.DOWN).build()));
        backend.put(StatusBuilder.of(ObjectKey.service("web4", "http"))
                .state(State.CRITICAL)
                .notifying(false));
        backend.put(StatusBuilder.of(ObjectKey.service("web5", "http")).checked(false));
        Snapshot snapshot = snapshot();
        assertEquals(1, snapshot.alerts().size(), "held, which the core counts");
        assertEquals(
                "3 (soft_state 1, downtime 1, host_down 1)", snapshot.leftOut().summary());
        assertEquals(
                new LeftOut.Example("web1!http", "CRITICAL: no answer (SOFT state)"),
                snapshot.leftOut().groups().get(0).examples().get(0));
        backend.put(failing(61));
        assertEquals("2 (downtime 1, host_down 1)", snapshot().leftOut().summary());
    }

    @AfterEach
    void close() {
        adapter.close();
        context.close();
    }

    /** A service that failed at T0 and was checked at {@code minute}. */
    private static StatusBuilder failing(int minute) {
        return StatusBuilder.of(HTTP)
                .state(State.CRITICAL)
                .output("no answer")
                .lastOk(T0)
                .since(T0.plusSeconds(60))
                .lastCheck(T0.plus(Duration.ofMinutes(minute)))
                .definition(definition(Map.of(), "www"))
                .host(StatusBuilder.of(ObjectKey.host("web1"))
                        .definition(definition(Map.of("SITE", "oslo"), "linux"))
                        .build());
    }

    private static Definition definition(Map<String, String> variables, String group) {
        return new Definition("", "", "", variables, List.of(group), List.of());
    }

    private static StatusBuilder recovered(int minute) {
        return StatusBuilder.of(HTTP)
                .output("fine")
                .since(T0.plus(Duration.ofMinutes(minute)))
                .lastCheck(T0.plus(Duration.ofMinutes(minute)));
    }

    private Snapshot snapshot() throws Exception {
        Snapshot snapshot = adapter.snapshot();
        assertTrue(snapshot.partialReason().isEmpty(), "partial");
        return snapshot;
    }

    private Alert only() throws Exception {
        List<Alert> alerts = snapshot().alerts();
        assertEquals(1, alerts.size(), alerts.toString());
        return alerts.get(0);
    }

    @Test
    void describesProblem() throws Exception {
        backend.put(failing(2));
        Alert alert = only();
        assertEquals(AlertId.startedAt("web1!http", T0), alert.id());
        assertEquals(T0, alert.startedAt());
        assertEquals("web1 http: no answer", alert.description());
        assertEquals(2, alert.severity().level());
        assertEquals(
                List.of("host=web1", "service=http", "hostgroup=linux", "servicegroup=www", "site=oslo"),
                alert.tags().stream().map(tag -> tag.key() + "=" + tag.value()).toList());
        assertEquals(
                URI.create("https://nagios.example.org/nagios4/cgi-bin/extinfo.cgi?type=2&host=web1&service=http"),
                alert.detailsUrl().orElseThrow());
    }

    @Test
    void customVariableOverridesLevel() throws Exception {
        backend.put(failing(2).definition(definition(Map.of("ARGUS_LEVEL", "5"), "www")));
        assertEquals(5, only().severity().level());
    }

    @Test
    void senselessLevelIsIgnored() throws Exception {
        backend.put(failing(2).definition(definition(Map.of("ARGUS_LEVEL", "high"), "www")));
        assertEquals(2, only().severity().level());
    }

    @Test
    void sameAlertWhileNothingChanges() throws Exception {
        backend.put(failing(2));
        Alert first = only();
        backend.put(failing(3).output("no answer in 3.1 s"));
        assertSame(first, only());
    }

    @Test
    void descriptionChangesWithTheStateOnly() throws Exception {
        backend.put(failing(2));
        only();
        backend.put(failing(3).state(State.WARNING).output("slow"));
        assertEquals("web1 http: slow", only().description());
        backend.put(failing(4).state(State.WARNING).output("slower"));
        assertEquals("web1 http: slow", only().description());
    }

    @Test
    void outputIsFollowedIfAsked() throws Exception {
        adapter.close();
        adapter = adapter(true);
        backend.put(failing(2));
        only();
        backend.put(failing(3).output("other"));
        assertEquals("web1 http: other", only().description());
    }

    @Test
    void recoveryEndsAlertAtItsTime() throws Exception {
        backend.put(failing(2));
        AlertId id = only().id();
        backend.put(recovered(7).lastCheck(T0.plus(Duration.ofMinutes(8))));
        Snapshot snapshot = snapshot();
        assertEquals(List.of(), snapshot.alerts());
        assertEquals(List.of(Ending.reported(id, T0.plus(Duration.ofMinutes(7)), "OK: fine")), snapshot.endings());
        assertEquals(List.of(), snapshot().endings(), "reported twice");
    }

    @Test
    void newOccurrenceHasNewStart() throws Exception {
        backend.put(failing(2));
        only();
        backend.put(recovered(7));
        snapshot();
        Instant later = T0.plus(Duration.ofMinutes(9));
        backend.put(failing(10).lastOk(later));
        assertEquals(AlertId.startedAt("web1!http", later), only().id());
    }

    @Test
    void unseenRecoveryIsNewOccurrence() throws Exception {
        backend.put(failing(2));
        only();
        Instant later = T0.plus(Duration.ofMinutes(9));
        backend.put(failing(10).lastOk(later));
        assertEquals(later, only().startedAt());
    }

    @Test
    void flappingObjectKeepsItsIncident() throws Exception {
        backend.put(failing(2));
        AlertId id = only().id();
        backend.put(failing(10).lastOk(T0.plus(Duration.ofMinutes(9))).flapping(true));
        assertEquals(id, only().id());
        backend.put(failing(11).lastOk(T0.plus(Duration.ofMinutes(9))));
        assertEquals(id, only().id(), "after the flapping");
    }

    @Test
    void startFromTheLogStaysWhenTheTokenIsKnown() throws Exception {
        backend.put(failing(2).lastOk(null));
        Instant start = only().startedAt();
        backend.put(failing(3));
        assertEquals(start, only().startedAt());
    }

    @Test
    void startFromTheLogStaysInALaterOccurrence() throws Exception {
        backend.put(failing(2));
        only();
        backend.put(recovered(7));
        snapshot();
        backend.put(failing(10).lastOk(null).since(T0.plus(Duration.ofMinutes(10))));
        AlertId id = only().id();
        backend.put(failing(11).lastOk(T0.plus(Duration.ofMinutes(9))));
        assertEquals(id, only().id());
    }

    @Test
    void removedServiceEndsByInference() throws Exception {
        backend.put(failing(2));
        only();
        backend.objects.clear();
        Snapshot snapshot = snapshot();
        assertEquals(1, snapshot.endings().size());
        assertEquals(Ending.Evidence.INFERRED, snapshot.endings().get(0).evidence());
        assertEquals(List.of(), snapshot().endings());
    }

    @Test
    void rolledBackRecoveryIsHeldUntilTheNextCheck() throws Exception {
        backend.put(failing(5));
        only();
        backend.put(recovered(3));
        assertTrue(only().heldReason().orElse("").contains("older state"), "not held");
        backend.put(recovered(6));
        assertEquals(1, snapshot().endings().size());
    }

    @Test
    void rolledBackProblemStaysOver() throws Exception {
        backend.put(failing(5));
        only();
        backend.put(recovered(7));
        snapshot();
        backend.put(failing(6));
        assertEquals(List.of(), snapshot().alerts());
        backend.put(failing(8).lastOk(T0.plusSeconds(450)));
        assertEquals(1, snapshot().alerts().size());
    }

    @Test
    void olderStateIsBelievedAfterAWhile() throws Exception {
        backend.put(failing(5));
        only();
        backend.put(recovered(3));
        only();
        clock.advance(Duration.ofMinutes(16));
        assertEquals(1, snapshot().endings().size());
    }

    @Test
    void nextAdapterKnowsWhatWasOpen() throws Exception {
        backend.put(failing(5));
        Alert first = only();
        adapter.close();
        adapter = adapter(false);
        backend.put(failing(6).output("other text"));
        assertEquals(first.description(), only().description());
        backend.put(recovered(7));
        assertEquals(1, snapshot().endings().size());
    }

    @Test
    void damagedStateIsIgnored() throws Exception {
        backend.put(failing(5));
        only();
        adapter.close();
        state.corruptAll();
        adapter = adapter(false);
        assertEquals("web1 http: no answer", only().description());
    }

    @Test
    void heldProblemThatWasNeverOpenIsHeld() throws Exception {
        backend.put(failing(2).notifying(false));
        Alert alert = only();
        assertEquals("notifications are disabled", alert.heldReason().orElse(""));
        backend.put(failing(3));
        assertTrue(only().heldReason().isEmpty());
    }

    @Test
    void theirAcknowledgementIsShown() throws Exception {
        backend.put(failing(2)
                .acknowledged(true, null)
                .comments(List.of(comment(1, Comment.Kind.USER, "x"), comment(2, Comment.Kind.ACKNOWLEDGEMENT, "ok"))));
        assertEquals(
                Acknowledgement.of("kari", T0.plusSeconds(2), "ok"),
                only().acknowledgement().orElseThrow());
    }

    private static Comment comment(int id, Comment.Kind kind, String text) {
        return new Comment("" + id, kind, "kari", text, T0.plusSeconds(id));
    }

    private Feedback feedback(Feedback.Kind kind, String id) {
        return Feedback.builder(AlertId.startedAt("web1!http", T0), kind, clock.instant())
                .id(id)
                .actor("ola")
                .text("on it")
                .build();
    }

    private void deliver(Feedback feedback) throws Exception {
        adapter.feedback().orElseThrow().deliver(feedback);
    }

    private String mark(String id) {
        return "[argus-glue " + context.installation() + " nagios " + id + "]";
    }

    /** Shows the acknowledgement that was sent. */
    private void carryOut(String id) {
        backend.put(failing(3)
                .acknowledged(true, null)
                .comments(List.of(comment(3, Comment.Kind.ACKNOWLEDGEMENT, "on it " + mark(id)))));
    }

    @Test
    void acknowledgementIsGivenOnce() throws Exception {
        backend.put(failing(2));
        only();
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        carryOut("7-1");
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        assertEquals(List.of("ack web1!http by ola: on it " + mark("7-1")), backend.commands);
        assertTrue(only().acknowledgement().orElseThrow().isFromArgus(), "echo");
    }

    @Test
    void feedbackFailsIfTheWayThatWasChosenIsReadOnly() throws Exception {
        backend.put(failing(2));
        only();
        backend.isReadOnly = true;
        SourceException failure =
                assertThrows(SourceException.class, () -> deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1")));
        assertEquals("fake: no command can be given in this way", failure.getMessage());
    }

    @Test
    void theirAcknowledgementIsLeftAlone() throws Exception {
        backend.put(failing(2)
                .acknowledged(true, null)
                .comments(List.of(comment(2, Comment.Kind.ACKNOWLEDGEMENT, "mine"))));
        only();
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        deliver(feedback(Feedback.Kind.UNACKNOWLEDGED, "7-2"));
        assertEquals(List.of(), backend.commands);
    }

    @Test
    void acknowledgementOfAnotherInstallationIsNotWithdrawn() throws Exception {
        backend.put(failing(2)
                .acknowledged(true, null)
                .comments(List.of(
                        comment(2, Comment.Kind.ACKNOWLEDGEMENT, "on it [argus-glue 0123456789abcdef nagios 7-1]"))));
        assertTrue(only().acknowledgement().orElseThrow().isFromArgus(), "echo");
        deliver(feedback(Feedback.Kind.UNACKNOWLEDGED, "7-2"));
        assertEquals(List.of(), backend.commands);
    }

    @Test
    void withdrawsOwnAcknowledgement() throws Exception {
        backend.put(failing(2));
        only();
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        carryOut("7-1");
        only();
        deliver(feedback(Feedback.Kind.UNACKNOWLEDGED, "7-2"));
        assertEquals("unack web1!http 3", backend.commands.get(1));
    }

    @Test
    void withdrawsAcknowledgementThatIsNotShownYet() throws Exception {
        backend.put(failing(2));
        only();
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        deliver(feedback(Feedback.Kind.UNACKNOWLEDGED, "7-2"));
        assertEquals("unack web1!http ", backend.commands.get(1));
    }

    @Test
    void laterAcknowledgementReplacesOwn() throws Exception {
        backend.put(failing(2));
        only();
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        carryOut("7-1");
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-3"));
        assertEquals(
                List.of(
                        "ack web1!http by ola: on it " + mark("7-1"),
                        "unack web1!http 3",
                        "ack web1!http by ola: on it " + mark("7-3")),
                backend.commands);
    }

    @Test
    void commandWithoutEffectIsGivenAgainAndThenReported() throws Exception {
        backend.put(failing(2));
        only();
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        for (int i = 0; i < 5; i++) {
            only();
            clock.advance(Duration.ofSeconds(10));
        }
        assertEquals(3, backend.commands.size(), backend.commands.toString());
        assertTrue(adapter.health().problem().orElse("").contains("check_external_commands"), "not reported");
    }

    @Test
    void ticketBecomesOneComment() throws Exception {
        backend.put(failing(2));
        only();
        Feedback ticket = Feedback.builder(AlertId.startedAt("web1!http", T0), Feedback.Kind.TICKET_SET, T0)
                .id("7-9")
                .actor("ola")
                .ticketUrl(URI.create("https://rt.example.org/17"))
                .build();
        deliver(ticket);
        String text = "ticket https://rt.example.org/17 " + mark("7-9");
        assertEquals(List.of("comment web1!http by ola: " + text), backend.commands);
        backend.put(failing(3).comments(List.of(comment(4, Comment.Kind.USER, text))));
        deliver(ticket);
        assertEquals(1, backend.commands.size());
    }

    @Test
    void commentsOfPeopleAreHistory() throws Exception {
        backend.put(failing(2)
                .comments(List.of(
                        comment(1, Comment.Kind.USER, "called them"),
                        comment(2, Comment.Kind.USER, "ticket x " + mark("7-1")),
                        comment(3, Comment.Kind.DOWNTIME, "auto"))));
        Alert first = only();
        List<String> texts = new ArrayList<>();
        adapter.history().orElseThrow().entriesSince(first.id(), T0).stream()
                .sorted(Comparator.comparing(entry -> entry.at()))
                .forEach(entry -> texts.add(entry.author() + ": " + entry.text()));
        assertEquals(List.of("kari: called them"), texts);
        backend.put(failing(3).comments(List.of(comment(1, Comment.Kind.USER, "called them"))));
        assertNotSame(first, only(), "the log has changed, but the alert is the same object");
    }

    @Test
    void goneProblemNeedsNoCommand() throws Exception {
        backend.put(failing(2));
        only();
        backend.put(recovered(4));
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        assertEquals(List.of(), backend.commands);
    }

    /**
     * Reading all of a large Icinga takes long, and people acknowledge many problems at once. For five seconds a
     * reading is good enough to decide: Icinga does not acknowledge what is over or acknowledged already, answers if it
     * cannot be reached, and an acknowledgement that is not shown is given again. After feedback about an object the
     * daemon is read again for it, since a command may have changed it: a ticket that is delivered twice must not
     * become two comments. Other daemons answer nothing; only reading shows that they work.
     */
    @Test
    void burstOfFeedbackNeedsNoReadingOfItsOwn() throws Exception {
        backend.answers = true;
        backend.put(failing(2));
        backend.put(StatusBuilder.of(ObjectKey.host("web1")).state(State.DOWN));
        snapshot();
        int before = backend.readings;
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-1"));
        deliver(Feedback.builder(AlertId.startedAt("web1", T0), Feedback.Kind.ACKNOWLEDGED, T0)
                .id("8-1")
                .build());
        assertEquals(before, backend.readings);
        assertEquals(2, backend.commands.size(), backend.commands.toString());
        deliver(feedback(Feedback.Kind.UNACKNOWLEDGED, "7-2"));
        assertEquals(before + 1, backend.readings, "after a command about the same object");
        snapshot();
        clock.advance(Duration.ofSeconds(6));
        deliver(feedback(Feedback.Kind.ACKNOWLEDGED, "7-3"));
        assertEquals(before + 3, backend.readings, "after more than five seconds");
        backend.answers = false;
        snapshot();
        deliver(feedback(Feedback.Kind.UNACKNOWLEDGED, "7-4"));
        assertEquals(before + 5, backend.readings, "without answers");
    }
}
