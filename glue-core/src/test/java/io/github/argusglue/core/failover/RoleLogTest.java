package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.executor.LogbackLogger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log lines of one group. */
final class RoleLogTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ProbeResult DOWN = ProbeResult.down("is not there");

    private final Logger logger = LogbackLogger.of("failover");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RoleLog log = new RoleLog("zino");

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> told() {
        String thread = Thread.currentThread().getName();
        List<String> told = lines.list.stream()
                .filter(event -> event.getThreadName().equals(thread))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
        lines.list.clear();
        return told;
    }

    private static FailoverStatus status(Role role, @Nullable Role byHand) {
        return new FailoverStatus(
                "zino",
                role,
                NOW,
                byHand,
                byHand == null ? null : NOW,
                role,
                "the primary is not there",
                "snmp zino1:8000",
                null,
                null,
                0,
                3);
    }

    private static ProbeResult upFor(long seconds) {
        return new ProbeResult(ProbeResult.Kind.UP, "answers", seconds);
    }

    private List<String> answered(@Nullable ProbeResult before, ProbeResult now) {
        log.answered(before, now, status(Role.STANDBY, null));
        return told();
    }

    @Test
    void equalAnswersAreLoggedOnce() {
        String primary = "failover 'zino': the primary ";
        assertEquals(
                List.of("WARN " + primary + "is not there (snmp zino1:8000)"), answered(null, DOWN), "the first one");
        assertEquals(List.of(), answered(DOWN, ProbeResult.down("refuses")));
        ProbeResult unknown = ProbeResult.unknown("cannot be asked");
        assertEquals(
                List.of("WARN " + primary
                        + "cannot be asked (snmp zino1:8000); this does not count as a failure unless"
                        + " 'unknown_is_down' is set"),
                answered(DOWN, unknown));
        assertEquals(List.of(), answered(unknown, unknown));
        assertEquals(List.of("INFO " + primary + "answers (snmp zino1:8000)"), answered(unknown, upFor(9)));
        assertEquals(List.of(), answered(upFor(9), upFor(14)));
    }

    @Test
    void aRestartOfThePrimaryIsDetectedByItsUptime() {
        assertEquals(
                List.of("INFO failover 'zino': the primary was restarted: its uptime is 3 s, before it was 400 s"),
                answered(upFor(400), upFor(3)));
        assertEquals(List.of(), answered(upFor(3), upFor(3)));
        assertEquals(List.of(), answered(upFor(400), upFor(-1)), "it does not say");
        assertEquals(List.of(), answered(upFor(-1), upFor(3)));
        assertEquals(1, answered(upFor(1), upFor(0)).size());
    }

    @Test
    void aRoleSetByHandIsLoggedAtEachStart() {
        log.started(status(Role.STANDBY, null));
        assertEquals(
                List.of("INFO failover 'zino': starting as STANDBY, checking the primary (snmp zino1:8000)"), told());
        log.started(status(Role.ACTIVE, Role.ACTIVE));
        assertEquals(
                List.of(
                        "INFO failover 'zino': starting as ACTIVE, checking the primary (snmp zino1:8000)",
                        "WARN failover 'zino': ACTIVE BY HAND since 2026-11-21T12:00:00Z, the primary is"
                                + " ignored; 'argus-glue failover zino auto' ends this"),
                told());
    }

    @Test
    void rolesSetByHand() {
        log.set(Role.ACTIVE);
        log.changed(status(Role.ACTIVE, Role.ACTIVE));
        log.set(null);
        log.changed(status(Role.STANDBY, null));
        assertEquals(
                List.of(
                        "WARN failover 'zino': set by command: ACTIVE BY HAND, the primary is ignored",
                        "WARN failover 'zino': ACTIVE, taking over its sources: the primary is not there",
                        "INFO failover 'zino': set to auto by command: the state of the primary decides again",
                        "INFO failover 'zino': STANDBY, leaving its sources to the primary: the primary is not there"),
                told());
    }
}
