package io.github.argusglue.core.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.controller.TestClock;
import io.github.argusglue.core.executor.LogbackLogger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultLogTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Logger logger = LogbackLogger.of(FaultLogTest.class.getName());
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FaultLog log = new FaultLog(logger, "source", clock);

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
    }

    @Test
    void faultIsLoggedWhenItBeginsAndEnds() {
        log.warn("down", "connection refused");
        clock.advance(Duration.ofSeconds(42));
        log.recovered();
        log.recovered();

        assertEquals(List.of("WARN source: connection refused", "INFO source: works again after 42 s"), told());
    }

    @Test
    void lastingFaultIsLoggedOnceAMinuteWithACount() {
        for (int i = 0; i <= 12; i++) {
            log.warn("down", "refused at try " + i);
            clock.advance(Duration.ofSeconds(10));
        }

        assertEquals(
                List.of(
                        "WARN source: refused at try 0",
                        "WARN source: refused at try 6 (7 times since 2026-11-21T12:00:00Z)",
                        "WARN source: refused at try 12 (13 times since 2026-11-21T12:00:00Z)"),
                told());
    }

    @Test
    void differentFaultIsLoggedAtOnce() {
        log.warn("down", "refused");
        clock.advance(Duration.ofSeconds(10));
        log.warn("token", "401");
        clock.advance(Duration.ofSeconds(10));
        log.recovered();

        assertEquals(
                List.of("WARN source: refused", "WARN source: 401", "INFO source: works again after 20 s"), told());
    }

    @Test
    void faultAfterRecoveryIsNew() {
        log.warn("down", "refused");
        log.recovered();
        log.warn("down", "refused");

        assertEquals(
                List.of("WARN source: refused", "INFO source: works again after 0 s", "WARN source: refused"), told());
    }

    @Test
    void nothingIsLoggedWithoutFaults() {
        log.recovered();

        assertEquals(List.of(), told());
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        lines.list.forEach(event -> told.add(event.getLevel() + " " + event.getFormattedMessage()));
        return told;
    }
}
