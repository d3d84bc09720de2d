package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a new process may close incidents whose alerts are not listed. */
class StartupGuardTest {
    private final ClosingRuleFixture fixture = new ClosingRuleFixture();
    private final ClosingRuleFixture.FakeMember a = fixture.member("A");

    private String partialReasonAt(long second) {
        fixture.round(second);
        return fixture.partialReason().orElse("");
    }

    @Test
    void refreshedListIsTrustedAtOnce() {
        a.receives(0, "watchdog");
        assertEquals("", partialReasonAt(15));
    }

    @Test
    void newMemberIsNotTrusted() {
        a.restarts(0).receives(5, "watchdog");
        assertTrue(partialReasonAt(10).contains("started at 2026-11-20T12:00:00Z"), partialReasonAt(11));
        fixture.rounds(15, 210);
        assertFalse(partialReasonAt(225).isEmpty());
        a.receives(240, "watchdog");
        assertFalse(partialReasonAt(240).isEmpty(), "one lease and one interval");
        assertEquals("", partialReasonAt(255));
    }

    @Test
    void detectsLaterRestarts() {
        a.receives(0, "watchdog");
        assertEquals("", partialReasonAt(15));
        a.restarts(20).receives(25, "watchdog");
        assertFalse(partialReasonAt(30).isEmpty());
    }

    @Test
    void oneWarmMemberIsEnough() {
        a.restarts(0);
        fixture.cluster().member("B").receives(0, "watchdog");
        assertEquals("", partialReasonAt(15));
    }

    @Test
    void emptyListNeedsASignOfLife() {
        assertTrue(partialReasonAt(0).contains("Prometheus may be down"), partialReasonAt(1));
        assertFalse(partialReasonAt(1799).isEmpty());
        assertEquals("", partialReasonAt(1800), "the same time as for a known alert");
    }

    @Test
    void everyKnownPrometheusMustBeHeardAgain() {
        a.receives(0, "x").receives(0, "y", 0, "http://other:9090");
        assertEquals("", partialReasonAt(15));
        fixture.restartAdapter();
        a.receives(300, "y", 0, "http://other:9090");
        assertTrue(partialReasonAt(305).contains("nothing received yet from http://prom:9090"), partialReasonAt(306));
        a.receives(310, "z");
        assertEquals("", partialReasonAt(315));
    }

    @Test
    void staleListIsNotTrusted() {
        a.receives(0, "watchdog");
        assertTrue(partialReasonAt(125).contains("Prometheus may be down"), partialReasonAt(126));
        a.receives(130, "watchdog");
        assertEquals("", partialReasonAt(135));
        assertEquals("", partialReasonAt(255), "not needed again: every alert is known now");
    }

    @Test
    void prometheusIsASignOfLife() {
        fixture.round(0);
        StartupGuard guard = new StartupGuard(Duration.ofMinutes(30));
        AlertmanagerClosingRule rule = new AlertmanagerClosingRule(
                new AlertmanagerClosingRule.ClosingPolicy(Duration.ofMinutes(30), Optional.empty(), false, false));
        List<MemberAnswer> answers = fixture.lastAnswers();
        rule.evaluate(answers);
        assertTrue(guard.partialReason(answers, rule, Optional.of(false)).isPresent());
        assertTrue(guard.isUndecided());
        assertTrue(guard.partialReason(answers, rule, Optional.of(true)).isEmpty());
        assertFalse(guard.isUndecided());
    }

    @Test
    void configuredPrometheusMustAnswer() {
        a.receives(0, "watchdog");
        fixture.round(15);
        StartupGuard guard = new StartupGuard(Duration.ofMinutes(30));
        AlertmanagerClosingRule rule = new AlertmanagerClosingRule(
                new AlertmanagerClosingRule.ClosingPolicy(Duration.ofMinutes(30), Optional.empty(), false, false));
        List<MemberAnswer> answers = fixture.lastAnswers();
        rule.evaluate(answers);
        assertTrue(guard.partialReason(answers, rule, Optional.of(false)).isPresent());
    }

    @Test
    void unidentifiedAlertsMakeTheSnapshotPartial() {
        a.receives(0, "watchdog").complete(false);
        assertTrue(partialReasonAt(15).contains("neither labels nor a fingerprint"), partialReasonAt(16));
    }

    @Test
    void memberWithoutAStartTimeIsWatchedForOneLease() {
        a.tellsNoStart().receives(0, "watchdog");
        assertTrue(partialReasonAt(15).contains("does not report its start time"), partialReasonAt(16));
        fixture.rounds(30, 225);
        a.receives(240, "watchdog");
        assertFalse(partialReasonAt(240).isEmpty());
        assertFalse(partialReasonAt(255).isEmpty(), "one lease and one interval");
        assertEquals("", partialReasonAt(270));
    }
}
