package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.nagios.standin.StandInComment;
import io.github.argusglue.plugin.nagios.standin.StandInEvent;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.plugin.nagios.standin.StandInObject;
import io.github.argusglue.spi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated daemon against what Core 4.4.6 was seen to do. */
final class StandInNagiosTest {
    private static final long START = 1795213286;
    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(START));
    private final StandInNagios nagios = new StandInNagios(clock);
    private final List<String> log = new ArrayList<>();
    private StandInObject service = new StandInNagios(clock).addHost("none");

    @BeforeEach
    void addObjects() {
        nagios.addHost("h1");
        service = nagios.addService("h1", "s1");
        nagios.set("h1", "", 0, "UP");
        nagios.set("h1", "s1", 0, "OK");
        nagios.listen(event -> {
            if (event.kind() == StandInEvent.Kind.LOG) {
                log.add(event.line().substring(event.line().indexOf(' ') + 1));
            }
        });
    }

    @Test
    void threeFailedChecksMakeAHardProblem() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            clock.advance(Duration.ofSeconds(attempt == 1 ? 2 : 1));
            nagios.set("h1", "s1", 2, "bad");
        }
        assertEquals(
                List.of(
                        "SERVICE ALERT: h1;s1;CRITICAL;SOFT;1;bad",
                        "SERVICE ALERT: h1;s1;CRITICAL;SOFT;2;bad",
                        "SERVICE ALERT: h1;s1;CRITICAL;HARD;3;bad"),
                log);
        assertTrue(service.check.hard);
        assertEquals(START + 2, service.check.lastTime[0], "last_time_ok is the first check that failed");
        assertEquals(START + 4, service.check.lastTime[2]);
        assertEquals(START + 4, service.check.lastStateChange, "moves again as it gets hard");
        assertEquals(START + 4, service.check.lastHardStateChange);
        log.clear();
        nagios.set("h1", "s1", 2, "bad");
        assertEquals(List.of(), log);
        nagios.set("h1", "s1", 0, "good");
        assertEquals(List.of("SERVICE ALERT: h1;s1;OK;HARD;3;good"), log);
        assertEquals(START + 2, service.check.lastTime[0], "stays until the next check finds it OK");
    }

    @Test
    void softRecoveryAndProblemOnADownHost() {
        nagios.set("h1", "s1", 1, "a;b");
        nagios.set("h1", "s1", 0, "fine");
        nagios.set("h1", "", 1, "no answer");
        nagios.set("h1", "s1", 2, "no answer");
        assertEquals(
                List.of(
                        "SERVICE ALERT: h1;s1;WARNING;SOFT;1;a:b",
                        "SERVICE ALERT: h1;s1;OK;SOFT;2;fine",
                        "HOST ALERT: h1;DOWN;HARD;1;no answer",
                        "SERVICE ALERT: h1;s1;CRITICAL;HARD;1;no answer"),
                log);
    }

    @Test
    void commandsAcknowledgeCommentAndPlanDowntimes() {
        nagios.apply("[1] ACKNOWLEDGE_SVC_PROBLEM;h1;s1;2;0;1;ann;ignored, it is OK");
        assertEquals(0, service.check.acknowledgement);
        nagios.setHard("h1", "s1", 1, "bad");
        nagios.apply("[1] ACKNOWLEDGE_SVC_PROBLEM;h1;s1;2;0;1;ann;see; there");
        assertEquals(
                List.of(new StandInComment(1, "h1", "s1", 4, true, START, "ann", "see; there")), nagios.comments());
        nagios.set("h1", "s1", 2, "worse");
        assertEquals(2, service.check.acknowledgement, "sticky");
        nagios.apply("[1] REMOVE_SVC_ACKNOWLEDGEMENT;h1;s1");
        assertEquals(0, service.check.acknowledgement);
        assertEquals(1, nagios.comments().size(), "a persistent comment stays");
        nagios.apply("[1] DEL_SVC_COMMENT;1");
        nagios.apply("[1] ADD_HOST_COMMENT;h1;1;bob;note");
        assertEquals("note", nagios.comments("h1", "").get(0).text());
        nagios.apply("[1] SCHEDULE_HOST_DOWNTIME;h1;" + (START + 10) + ";" + (START + 20) + ";1;0;10;bob;works");
        assertEquals(0, nagios.downtimeDepth("h1", ""));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(1, nagios.<Integer>read(() -> nagios.downtimeDepth("h1", "")));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(0, nagios.<Integer>read(() -> nagios.downtimeDepth("h1", "")));
        assertTrue(log.contains("HOST DOWNTIME ALERT: h1;STOPPED; scheduled downtime"));
        nagios.apply("[1] DISABLE_SVC_NOTIFICATIONS;h1;s1");
        assertFalse(service.notifying);
        assertTrue(nagios.isNotifying());
        nagios.apply("[1] DISABLE_NOTIFICATIONS");
        assertFalse(nagios.isNotifying());
        nagios.apply("[1] PROCESS_SERVICE_CHECK_RESULT;h1;s1;0;fine: all|t=1;2\\nmore");
        assertEquals("fine: all", service.check.output);
        assertEquals("more", service.check.longOutput);
        assertEquals(0, service.check.state);
        log.clear();
        nagios.apply("[1] ADD_SVC_COMMENT;h1;absent;1;bob;note");
        assertEquals("Error: External command failed -> ADD_SVC_COMMENT;h1;absent;1;bob;note", log.get(1));
    }

    @Test
    void aCrashRollsBackToWhatWasRetained() {
        nagios.retain();
        clock.advance(Duration.ofSeconds(60));
        nagios.setHard("h1", "s1", 2, "bad");
        nagios.crash();
        assertFalse(nagios.isRunning());
        nagios.start();
        assertEquals(0, service.check.state);
        assertEquals(START, service.check.lastCheck);
        nagios.setHard("h1", "s1", 2, "bad");
        assertEquals(1, service.check.problemId, "the id is used again");
        nagios.stop();
        nagios.start();
        assertEquals(2, service.check.state);
    }
}
