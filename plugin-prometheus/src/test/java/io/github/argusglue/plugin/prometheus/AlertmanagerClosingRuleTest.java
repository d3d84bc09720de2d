package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What it means that an alert is no longer listed, for each member. Evaluations are 15 s apart, leases last four
 * minutes.
 */
class AlertmanagerClosingRuleTest {
    private static final List<String> OPEN = List.of("x OPEN");
    private static final List<String> WAITING = List.of("x WAITING");
    private static final List<String> HELD = List.of("x HELD");
    private static final List<String> ENDED = List.of("x ENDED");
    private static final List<String> NOTHING = List.of();

    private final ClosingRuleFixture fixture = new ClosingRuleFixture();
    private final ClosingRuleFixture.FakeMember a = fixture.member("A");

    @Test
    void goneBeforeTheEndOfItsLeaseIsResolved() {
        a.receives(0, "x");
        assertEquals(OPEN, fixture.round(15));
        a.resolves("x");
        List<AlertVerdict> verdicts = fixture.verdicts(30, Map.of());
        assertEquals(AlertVerdict.Status.ENDED, verdicts.get(0).status());
        assertEquals(ClosingRuleFixture.at(30), verdicts.get(0).endedAt());
        assertEquals(NOTHING, fixture.round(45), "reported once");
    }

    @Test
    void goneAtTheEndOfItsLeaseIsHeld() {
        a.receives(0, "x");
        assertEquals(OPEN, fixture.round(235));
        assertEquals(HELD, fixture.round(250));
        assertEquals(HELD, fixture.round(265));
    }

    @Test
    void goneInTheLastSecondOfItsLeaseIsNotResolved() {
        a.receives(0, "x");
        fixture.round(230);
        a.resolves("x");
        assertEquals(HELD, fixture.round(239), "the server's time may be up to one second later");
    }

    @Test
    void leaseStartsAtTheLastTransmission() {
        a.receives(0, "x");
        fixture.round(15);
        a.receives(200, "x");
        assertEquals(OPEN, fixture.round(235));
        a.resolves("x");
        assertEquals(ENDED, fixture.round(250));
    }

    @Test
    void sameOccurrenceAfterAHold() {
        a.receives(0, "x");
        fixture.round(15);
        assertEquals(HELD, fixture.round(300));
        a.receives(900, "x");
        assertEquals(OPEN, fixture.round(905));
        a.resolves("x");
        assertEquals(ENDED, fixture.round(920));
    }

    @Test
    void restartedMemberIsUndecidedForOneLease() {
        a.receives(0, "x");
        fixture.round(15);
        a.restarts(20);
        assertEquals(WAITING, fixture.round(30));
        assertEquals(WAITING, fixture.round(255));
        a.receives(260, "x");
        assertEquals(OPEN, fixture.round(270));
    }

    @Test
    void anotherAlertIsProofAfterARestart() {
        a.receives(0, "x", "y");
        fixture.round(15);
        a.restarts(20).receives(60, "y", 0, ClosingRuleFixture.ORIGIN);
        fixture.rounds(60, 225);
        a.receives(240, "y");
        assertEquals(List.of("x WAITING", "y OPEN"), fixture.rounds(240, 270));
        assertEquals(List.of("x ENDED", "y OPEN"), fixture.round(285));
    }

    @Test
    void alertOfAnotherPrometheusIsNoProof() {
        a.receives(0, "x").receives(0, "y", 0, "http://other:9090");
        fixture.round(15);
        a.restarts(20).receives(240, "y", 0, "http://other:9090");
        fixture.round(270);
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(285));
    }

    @Test
    void prometheusRestartedAtTheSameTimeIsNoProof() {
        a.receives(0, "x", "y");
        fixture.round(15);
        a.restarts(20).receives(240, "y", 25, ClosingRuleFixture.ORIGIN);
        fixture.round(270);
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(285), "the rule of x may be waiting for its 'for'");
    }

    @Test
    void alertSentRightAfterTheRestartIsNoProof() {
        a.receives(0, "x", "y");
        fixture.round(15);
        a.restarts(20).receives(130, "y", 0, ClosingRuleFixture.ORIGIN);
        fixture.round(270);
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(285), "Prometheus may have stopped before it sent x");
    }

    @Test
    void holdSurvivesARestart() {
        a.receives(0, "x", "y");
        fixture.round(15);
        a.receives(200, "y");
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(250));
        a.restarts(260).receives(500, "y", 0, ClosingRuleFixture.ORIGIN);
        fixture.round(525);
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(540), "not resolved before, so not now either");
    }

    @Test
    void secondRestartStartsTheWaitAgain() {
        a.receives(0, "x");
        fixture.round(15);
        a.restarts(20);
        fixture.round(30);
        a.restarts(200);
        assertEquals(WAITING, fixture.rounds(210, 450));
        assertEquals(HELD, fixture.round(465));
    }

    @Test
    void processStartedInTheSecondOfTheLastListingIsNotTrusted() {
        a.receives(0, "x");
        fixture.round(15);
        a.restarts(15);
        assertEquals(WAITING, fixture.round(30));
    }

    @Test
    void configChangeMayHideTheAlert() {
        a.receives(0, "x");
        fixture.round(15);
        a.reconfigured("two").resolves("x");
        assertEquals(WAITING, fixture.rounds(30, 270));
        assertEquals(HELD, fixture.round(285));
    }

    @Test
    void configChangeBeforeTheLastListingIsIgnored() {
        a.receives(0, "x");
        fixture.round(15);
        a.reconfigured("two");
        assertEquals(OPEN, fixture.round(30));
        a.resolves("x");
        assertEquals(ENDED, fixture.round(45));
    }

    @Test
    void anotherAlertIsProofAfterAConfigChangeUnlessFilteredByReceiver() {
        for (boolean byReceiver : new boolean[] {false, true}) {
            ClosingRuleFixture one = new ClosingRuleFixture(new AlertmanagerClosingRule.ClosingPolicy(
                    Duration.ofMinutes(30), Optional.empty(), false, byReceiver));
            one.member("A").receives(0, "x", "y");
            one.round(15);
            one.member("A").reconfigured("two").resolves("x");
            one.round(30);
            one.member("A").receives(240, "y");
            one.round(270);
            assertEquals(byReceiver ? "x HELD" : "x ENDED", one.round(300).get(0));
        }
    }

    @Test
    void answerWithUnidentifiedAlertsIsNoEvidence() {
        a.receives(0, "x");
        fixture.round(15);
        a.resolves("x").complete(false);
        assertEquals(WAITING, fixture.round(30));
        a.complete(true);
        assertEquals(ENDED, fixture.round(45));
    }

    @Test
    void oldAlertProvesTheSameProcessWithoutAStartTime() {
        a.tellsNoStart().receives(0, "x", "y");
        fixture.round(15);
        a.resolves("x");
        assertEquals(List.of("x ENDED", "y OPEN"), fixture.round(30));
    }

    @Test
    void waitsOneLeaseWithoutAStartTimeAndAnOldAlert() {
        a.tellsNoStart().receives(0, "x");
        fixture.round(15);
        a.resolves("x");
        assertEquals(WAITING, fixture.round(30));
        fixture.round(270);
        assertEquals(HELD, fixture.round(300));
    }

    @Test
    void openIfAnyMemberListsIt() {
        ClosingRuleFixture.FakeMember b = fixture.cluster().member("B");
        a.receives(0, "x");
        b.receives(0, "x");
        fixture.round(15);
        a.restarts(20);
        assertEquals(OPEN, fixture.round(30));
        b.resolves("x");
        assertEquals(ENDED, fixture.round(45), "the restarted member is ignored");
    }

    @Test
    void downMemberIsIgnored() {
        ClosingRuleFixture.FakeMember b = fixture.cluster().member("B");
        a.receives(0, "x");
        b.receives(0, "x");
        fixture.round(15);
        a.down(true);
        assertEquals(OPEN, fixture.round(30));
        b.resolves("x");
        assertEquals(ENDED, fixture.round(45));
    }

    @Test
    void unreachableMemberResolvesNothing() {
        ClosingRuleFixture.FakeMember b = fixture.cluster().member("B");
        a.receives(0, "x");
        b.receives(0, "x");
        fixture.round(15);
        a.receives(200, "x");
        assertEquals(OPEN, fixture.round(250), "expired on B");
        a.down(true);
        assertEquals(HELD, fixture.round(265), "B never received a resolve");
    }

    @Test
    void resolveOlderThanAnotherMembersUpdateDoesNotCount() {
        ClosingRuleFixture.FakeMember b = fixture.cluster().member("B");
        a.receives(0, "x");
        b.receives(0, "x");
        fixture.round(15);
        a.resolves("x");
        assertEquals(OPEN, fixture.round(30));
        b.receives(60, "x");
        fixture.round(75);
        b.down(true);
        assertEquals(HELD, fixture.round(90));
    }

    @Test
    void newestResolveCounts() {
        ClosingRuleFixture.FakeMember b = fixture.cluster().member("B");
        a.receives(0, "x");
        b.receives(0, "x");
        fixture.round(15);
        a.resolves("x");
        assertEquals(OPEN, fixture.round(30), "B cannot be reached by Prometheus");
        assertEquals(OPEN, fixture.round(225));
        assertEquals(ENDED, fixture.round(250), "expired on B, resolved on A");
    }

    @Test
    void memberThatNeverListedItCannotResolveIt() {
        ClosingRuleFixture.FakeMember b = fixture.cluster().member("B");
        a.receives(0, "x");
        b.receives(0, "y");
        assertEquals(List.of("x OPEN", "y OPEN"), fixture.round(15));
        a.down(true);
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(30));
    }

    @Test
    void holdEndsWhenPrometheusConfirms() {
        a.receives(0, "x");
        fixture.round(15);
        assertEquals(HELD, fixture.round(300, Map.of("x", Confirmation.ACTIVE)));
        assertEquals(HELD, fixture.round(315, Map.of("x", Confirmation.INCONCLUSIVE)));
        assertEquals(HELD, fixture.round(330, Map.of("x", Confirmation.UNKNOWN)));
        assertEquals(ENDED, fixture.round(345, Map.of("x", Confirmation.GONE)));
        assertEquals(NOTHING, fixture.round(360));
    }

    @Test
    void holdEndsAfterHoldMax() {
        a.receives(0, "x", "y");
        fixture.round(15);
        a.receives(290, "y");
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(300));
        a.receives(300 + 1790, "y");
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(300 + 1799));
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(300 + 1800, Map.of("x", Confirmation.INCONCLUSIVE)));
        assertEquals(List.of("x ENDED", "y OPEN"), fixture.round(300 + 1815));
    }

    @Test
    void silentPrometheusKeepsTheHold() {
        a.receives(0, "x", "y");
        a.receives(30, "y");
        a.receives(0, "z", 0, "http://other:9090");
        fixture.round(45);
        a.receives(250, "z", 0, "http://other:9090");
        assertEquals(List.of("x HELD", "y OPEN", "z OPEN"), fixture.round(255));
        assertNull(verdict("x", 260).unknownSince(), "y may still be sent");
        assertEquals(List.of("x HELD", "y HELD", "z OPEN"), fixture.round(275));
        for (long hour = 1; hour < 100; hour++) {
            a.receives(hour * 3600, "z", 0, "http://other:9090");
            assertEquals(List.of("x HELD", "y HELD", "z OPEN"), fixture.round(hour * 3600 + 5));
        }
        assertEquals(ClosingRuleFixture.at(30), verdict("x", 400_000).unknownSince(), "last alert of any kind");
    }

    private AlertVerdict verdict(String key, long second) {
        return fixture.verdicts(second, Map.of()).stream()
                .filter(verdict -> verdict.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void holdMaxStartsWhenPrometheusIsHeardAgain() {
        a.receives(0, "x", "y");
        fixture.round(15);
        assertEquals(List.of("x HELD", "y HELD"), fixture.round(36_000));
        a.receives(36_010, "y", 36_000, ClosingRuleFixture.ORIGIN);
        assertEquals(List.of("x HELD", "y OPEN"), fixture.round(36_015));
        assertNull(verdict("x", 36_030).unknownSince());
        for (long second = 36_060; second < 36_000 + 1800; second += 60) {
            a.receives(second, "y");
            assertEquals(List.of("x HELD", "y OPEN"), fixture.round(second));
        }
        a.receives(36_000 + 1810, "y");
        assertEquals(List.of("x ENDED", "y OPEN"), fixture.round(36_000 + 1815));
    }

    @Test
    void silentMaxEndsTheHold() {
        ClosingRuleFixture impatient = new ClosingRuleFixture(new AlertmanagerClosingRule.ClosingPolicy(
                Duration.ofMinutes(30), Optional.of(Duration.ofHours(2)), false, false));
        impatient.member("A").receives(0, "x", "y");
        impatient.round(15);
        impatient.round(300);
        assertEquals(List.of("x HELD", "y HELD"), impatient.round(7199));
        assertEquals(List.of("x ENDED", "y ENDED"), impatient.round(7200));
    }

    @Test
    void alertWithoutOriginIsHeldForHoldMax() {
        a.receives(0, "x", 0, "");
        fixture.round(15);
        assertEquals(HELD, fixture.round(300));
        assertEquals(ENDED, fixture.round(300 + 1800));
    }

    @Test
    void anotherAlertIsProofAfterAGap() {
        a.receives(0, "x", "y");
        fixture.round(15);
        a.resolves("x").receives(900, "y");
        fixture.restartAdapter();
        assertEquals(List.of("x ENDED", "y OPEN"), fixture.round(905));
    }

    @Test
    void alertOfASilentPrometheusIsHeldAfterAGap() {
        a.receives(0, "x", "y");
        fixture.round(15);
        fixture.restartAdapter();
        assertEquals(List.of("x HELD", "y HELD"), fixture.round(100_000));
        assertEquals(ClosingRuleFixture.at(0), verdict("x", 100_015).unknownSince());
    }

    @Test
    void goneBeforeTheEndOfItsLeaseAfterAGapIsResolved() {
        a.receives(0, "x");
        fixture.round(15);
        a.resolves("x");
        fixture.restartAdapter();
        assertEquals(ENDED, fixture.round(200));
    }

    @Test
    void holdAndSilenceSurviveAGap() {
        a.receives(0, "x", "y");
        fixture.round(15);
        fixture.round(300);
        fixture.restartAdapter();
        assertEquals(List.of("x HELD", "y HELD"), fixture.round(315));
        assertEquals(ClosingRuleFixture.at(0), verdict("x", 330).unknownSince());
        assertEquals(List.of("x HELD", "y HELD"), fixture.round(100_000));
    }

    @Test
    void manyHoldsEndingAtOnceWaitOneMoreLease() {
        String[] keys = IntStream.range(0, 30).mapToObj(i -> "k" + i).toArray(String[]::new);
        a.receives(0, keys);
        fixture.round(15);
        a.receives(290, "other");
        fixture.round(300);
        a.resolves("other");
        assertTrue(fixture.round(315).stream().anyMatch("other ENDED"::equals));
        assertTrue(fixture.round(300 + 1800).stream().allMatch(line -> line.endsWith("HELD")));
        assertTrue(fixture.round(300 + 1800 + 239).stream().allMatch(line -> line.endsWith("HELD")));
        assertTrue(fixture.round(300 + 1800 + 240).stream().allMatch(line -> line.endsWith("ENDED")));
    }

    @Test
    void manyResolvesAtOnceDoNotWait() {
        String[] keys = IntStream.range(0, 30).mapToObj(i -> "k" + i).toArray(String[]::new);
        a.receives(0, keys);
        fixture.round(15);
        a.resolves(keys);
        assertTrue(fixture.round(30).stream().allMatch(line -> line.endsWith("ENDED")));
    }

    @Test
    void expiryCloseEndsTheAlertWithItsLease() {
        ClosingRuleFixture closing = new ClosingRuleFixture(
                new AlertmanagerClosingRule.ClosingPolicy(Duration.ofMinutes(30), Optional.empty(), true, false));
        closing.member("A").receives(0, "x");
        closing.round(15);
        List<AlertVerdict> verdicts = closing.verdicts(250, Map.of());
        assertEquals(AlertVerdict.Status.ENDED, verdicts.get(0).status());
        Instant end = ClosingRuleFixture.at(240);
        assertEquals(end, verdicts.get(0).endedAt());
    }

    @Test
    void reasonsAreStable() {
        a.receives(0, "x");
        fixture.round(15);
        String first = fixture.verdicts(300, Map.of()).get(0).reason();
        assertEquals("not sent by its Prometheus http://prom:9090 since 2026-11-20T12:00:00Z, and not resolved", first);
        assertEquals(first, fixture.verdicts(315, Map.of()).get(0).reason());
    }
}
