package io.github.argusglue.dist.it;

import static io.github.argusglue.dist.it.RedundantPair.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary and its standby, each with its own Zino on the same routers, at one Argus with one token. */
@ExtendWith(Lab.class)
final class FailoverIT {
    private static final Duration WATCHED = Duration.ofSeconds(20);

    private final LabArgus argus;

    FailoverIT(LabArgus argus) {
        this.argus = argus;
    }

    private static void fall(RedundantPair pair, String router, int port) {
        pair.primaryZino.fall(router, port);
    }

    /** What fails together with a machine: its Zino and its argus-glue. */
    @Test
    void thePrimaryIsKilledAndComesBack() {
        try (RedundantPair pair = new RedundantPair(argus, 2, 4)) {
            fall(pair, "gw1", 1);
            fall(pair, "gw2", 1);
            pair.awaitCases(2);
            pair.startPrimary();
            pair.awaitEqual(pair.primaryZino);
            pair.startStandby()
                    .awaitLog("standby: rehearsed: 2 alerts read, the token is good, 2 incidents open", SOON);

            pair.primary().kill();
            pair.primaryZino.end();
            pair.standby().awaitLog("failover 'zino': ACTIVE", SOON);
            fall(pair, "gw2", 2);
            pair.standbyZino.awaitCases(3);
            pair.awaitEqual(pair.standbyZino);
            pair.assertLogs("STA", 3);
            RedundantPair.close(pair.standbyZino, "gw1/portstate/1");
            pair.awaitEqual(pair.standbyZino);
            pair.assertLogs("STA", 2, "STA END", 1);

            pair.primaryZino.run();
            RedundantPair.close(pair.primaryZino, "gw1/portstate/1");
            pair.startPrimary();
            pair.awaitStandby();
            fall(pair, "gw1", 3);
            pair.primaryZino.lookAtAll();
            pair.awaitEqual(pair.primaryZino);
            assertEquals(
                    0,
                    pair.open().stream().distinct().count() - pair.open().size(),
                    () -> "one incident a case: " + pair.open());
        }
    }

    @Test
    void aSuspendedPrimaryIsTakenOverButAShortOutageIsNot() {
        try (RedundantPair pair = new RedundantPair(argus, 1, 4)) {
            pair.startPrimary();
            pair.startStandby().awaitLog("standby: rehearsed", SOON);
            for (int i = 0; i < 3; i++) {
                int seen = pair.standby()
                        .logMatching("the primary does not answer")
                        .size();
                pair.primaryZino.freeze();
                Await.that(
                        SOON,
                        "a failure",
                        () -> pair.standby()
                                        .logMatching("the primary does not answer")
                                        .size()
                                > seen);
                pair.primaryZino.thaw();
                int more = i + 1;
                Await.that(
                        SOON,
                        "an answer",
                        () -> pair.standby().logMatching("the primary answers").size() > more);
            }
            assertEquals(0, pair.standby().logMatching("ACTIVE").size(), "one failure in a row is not three");

            pair.primaryZino.freeze();
            pair.standby().awaitLog("failover 'zino': ACTIVE", SOON);
            fall(pair, "gw1", 2);
            pair.standbyZino.awaitCases(1);
            pair.awaitEqual(pair.standbyZino);
            pair.primaryZino.thaw();
            pair.awaitStandby();
            pair.primaryZino.lookAtAll();
            // If it is resumed at the moment of the takeover, both may open an incident: then one was ended as a
            // duplicate.
            pair.awaitEqual(pair.primaryZino);
        }
    }

    /** Every packet is dropped silently: only the timeout detects it. */
    @Test
    void aPrimaryWithoutNetworkIsTakenOver() {
        try (RedundantPair pair = new RedundantPair(argus, 2, 4)) {
            int before = argus.writes();
            fall(pair, "gw1", 1);
            pair.awaitCases(1);
            pair.startPrimary();
            pair.awaitEqual(pair.primaryZino);
            pair.startStandby().awaitLog("standby: rehearsed", SOON);
            pair.probed.cut(true);
            pair.standby().awaitLog("failover 'zino': ACTIVE.*does not answer within 1000 ms", SOON);
            // Cases that start during its first cycle may be opened by both.
            pair.standby().awaitLog("source: 1 alert open", SOON);

            // The primary works all the time: only its standby cannot reach it.
            for (int port = 2; port <= 4; port++) {
                fall(pair, "gw1", port);
                fall(pair, "gw2", port);
                pair.awaitCases(1 + 2 * (port - 1));
                pair.awaitEqual(pair.primaryZino);
            }
            RedundantPair.close(pair.standbyZino, "gw2/portstate/2");
            RedundantPair.close(pair.primaryZino, "gw2/portstate/2");
            pair.awaitEqual(pair.primaryZino);
            // Seven opened, one ended.
            stays(pair, 6, before + 8);

            pair.probed.cut(false);
            pair.awaitStandby();
            stays(pair, 6, before + 8);
            pair.assertLogs("STA", 6, "STA END", 1);
        }
    }

    /** The server writes its access log after the response, so the line of the last request may be late. */
    private void stays(RedundantPair pair, int open, int writes) {
        Await.equal(SOON, "requests that write", writes, argus::writes);
        Await.staysEqual(WATCHED, "requests that write", writes, argus::writes);
        assertEquals(open, pair.open().size());
    }

    @Test
    void byHandAndOverARestart() {
        try (RedundantPair pair = new RedundantPair(argus, 1, 4)) {
            fall(pair, "gw1", 1);
            pair.awaitCases(1);
            pair.startPrimary();
            pair.awaitEqual(pair.primaryZino);
            pair.startStandby().awaitLog("standby: rehearsed", SOON);
            String said = pair.ask("failover", "zino", "active");
            assertTrue(said.startsWith("zino: active BY HAND since "), said);
            pair.standby().kill();
            pair.startStandby().awaitLog("failover 'zino': ACTIVE BY HAND since", SOON);
            String status = pair.ask("status");
            assertTrue(status.contains("failover zino: active BY HAND"), status);
            pair.ask("failover", "zino", "auto");
            pair.awaitStandby();
            pair.assertLogs("STA", 1);
        }
    }

    /** The primary could not deliver to its Zino any more; the standby delivers to its own. */
    @Test
    void aCloseJustBeforeTheTakeoverReachesTheOtherZino() {
        try (RedundantPair pair = new RedundantPair(argus, 1, 4)) {
            fall(pair, "gw1", 1);
            fall(pair, "gw1", 2);
            pair.awaitCases(2);
            pair.startPrimary();
            pair.awaitEqual(pair.primaryZino);
            pair.startStandby().awaitLog("standby: rehearsed", SOON);
            pair.primary().kill();
            pair.primaryZino.kill();
            argus.admin().close(pair.pk("gw1/portstate/1"));

            pair.standby().awaitLog("failover 'zino': ACTIVE", SOON);
            pair.standbyZino.awaitCases(1);
            pair.awaitEqual(pair.standbyZino);
            pair.assertLogs("STA", 1, "STA CLO", 1);
        }
    }

    @Test
    void argusIsDownDuringTheTakeover() {
        try (RedundantPair pair = new RedundantPair(argus, 1, 4)) {
            fall(pair, "gw1", 1);
            pair.awaitCases(1);
            pair.startPrimary();
            pair.awaitEqual(pair.primaryZino);
            pair.startStandby().awaitLog("standby: rehearsed", SOON);
            argus.down();
            try {
                pair.primary().kill();
                pair.primaryZino.freeze();
                pair.standby().awaitLog("failover 'zino': ACTIVE", SOON);
                fall(pair, "gw1", 2);
                pair.standbyZino.awaitCases(2);
            } finally {
                argus.up();
            }
            pair.awaitEqual(pair.standbyZino);
            pair.assertLogs("STA", 2);
            pair.primaryZino.thaw();
        }
    }

    @Test
    void aRehearsalReportsAnExpiredToken() {
        try (RedundantPair pair = new RedundantPair(argus, 1, 4)) {
            pair.startStandby().awaitLog("standby: rehearsed: 0 alerts read", SOON);
            argus.replaceToken(pair.name(), "0123456789012345678901234567890123456789");
            pair.standby().awaitLog("ERROR.*standby: COULD NOT TAKE OVER: Argus: .*401", SOON);
            String status = pair.ask("status");
            assertTrue(status.contains("standby, COULD NOT TAKE OVER at "), status);
            assertEquals(Map.of(), argus.logs(pair.name()));
        }
    }
}
