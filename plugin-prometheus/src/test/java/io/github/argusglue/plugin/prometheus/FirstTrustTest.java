package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a process that has just been started may believe that what is not listed is over. */
class FirstTrustTest {
    private final RuleScene scene = new RuleScene();
    private final RuleScene.FakeMember a = scene.member("A");

    private String doubtAt(long second) {
        scene.round(second);
        return scene.doubt().orElse("");
    }

    @Test
    void aListThatIsKeptFreshIsBelievedAtOnce() {
        a.receives(0, "watchdog");
        assertEquals("", doubtAt(15));
    }

    @Test
    void aMemberThatHasJustBeenStartedIsNot() {
        a.restarts(0).receives(5, "watchdog");
        assertTrue(doubtAt(10).contains("started at 2026-11-20T12:00:00Z"), doubtAt(11));
        scene.rounds(15, 210);
        assertFalse(doubtAt(225).isEmpty());
        a.receives(240, "watchdog");
        assertFalse(doubtAt(240).isEmpty(), "a lease, and a round");
        assertEquals("", doubtAt(255));
    }

    @Test
    void noticesARestartLaterToo() {
        a.receives(0, "watchdog");
        assertEquals("", doubtAt(15));
        a.restarts(20).receives(25, "watchdog");
        assertFalse(doubtAt(30).isEmpty());
    }

    @Test
    void oneMemberThatHasBeenUpIsEnough() {
        a.restarts(0);
        scene.cluster().member("B").receives(0, "watchdog");
        assertEquals("", doubtAt(15));
    }

    @Test
    void anEmptyListIsNotBelievedWithoutASignOfLife() {
        assertTrue(doubtAt(0).contains("Prometheus may be dead"), doubtAt(1));
        assertFalse(doubtAt(1799).isEmpty());
        assertEquals("", doubtAt(1800), "as long as a known alert would have been held");
    }

    @Test
    void eachPrometheusThatWasKnownBeforeHasToBeHeardAgain() {
        a.receives(0, "x").receives(0, "y", 0, "http://other:9090");
        assertEquals("", doubtAt(15));
        scene.restartGlue();
        a.receives(300, "y", 0, "http://other:9090");
        assertTrue(doubtAt(305).contains("nothing was heard yet of http://prom:9090"), doubtAt(306));
        a.receives(310, "z");
        assertEquals("", doubtAt(315));
    }

    @Test
    void aListThatNobodyRefreshesIsNotBelieved() {
        a.receives(0, "watchdog");
        assertTrue(doubtAt(125).contains("Prometheus may be dead"), doubtAt(126));
        a.receives(130, "watchdog");
        assertEquals("", doubtAt(135));
        assertEquals("", doubtAt(255), "once is enough: from then on every alert is known");
    }

    @Test
    void prometheusItselfIsAsGoodASign() {
        scene.round(0);
        FirstTrust trust = new FirstTrust(Duration.ofMinutes(30));
        ClosingRule rule =
                new ClosingRule(new ClosingRule.Policy(Duration.ofMinutes(30), Optional.empty(), false, false));
        List<MemberAnswer> answers = scene.lastAnswers();
        rule.round(answers);
        assertTrue(trust.doubt(answers, rule, Optional.of(false)).isPresent());
        assertTrue(trust.isOpen());
        assertTrue(trust.doubt(answers, rule, Optional.of(true)).isEmpty());
        assertFalse(trust.isOpen());
    }

    @Test
    void ifItIsConfiguredItHasToAnswer() {
        a.receives(0, "watchdog");
        scene.round(15);
        FirstTrust trust = new FirstTrust(Duration.ofMinutes(30));
        ClosingRule rule =
                new ClosingRule(new ClosingRule.Policy(Duration.ofMinutes(30), Optional.empty(), false, false));
        List<MemberAnswer> answers = scene.lastAnswers();
        rule.round(answers);
        assertTrue(trust.doubt(answers, rule, Optional.of(false)).isPresent());
    }

    @Test
    void alertsWithoutAnyNameAreAReasonForDoubt() {
        a.receives(0, "watchdog").whole(false);
        assertTrue(doubtAt(15).contains("neither labels nor a fingerprint"), doubtAt(16));
    }

    @Test
    void aMemberThatHidesItsStartIsWatchedForALease() {
        a.tellsNoStart().receives(0, "watchdog");
        assertTrue(doubtAt(15).contains("does not tell since when it runs"), doubtAt(16));
        scene.rounds(30, 225);
        a.receives(240, "watchdog");
        assertFalse(doubtAt(240).isEmpty());
        assertFalse(doubtAt(255).isEmpty(), "a lease, and a round");
        assertEquals("", doubtAt(270));
    }
}
