package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.executor.LogbackLogger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DegradedLogTest {
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);
    private static final String BEGIN = "WARN degraded: the source is read, but a part of it does not work: ";

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Logger logger = LogbackLogger.of(DegradedLogTest.class.getName());
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final DegradedLog degraded = new DegradedLog(logger, clock);

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
    }

    private void note(String... parts) {
        degraded.note(List.of(parts));
        clock.advance(HALF_MINUTE);
    }

    private List<String> takeLines() {
        List<String> lines = appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
        appender.list.clear();
        return lines;
    }

    @Test
    void oneLineWhenItBeginsAndOneWhenItIsOver() {
        note();
        note("am-2: no answer within 2001 ms");
        note("am-2: no answer within 2004 ms");
        note("am-2: no answer within 1999 ms");
        assertEquals(List.of(BEGIN + "am-2: no answer within 2001 ms"), takeLines());

        note();
        note();
        assertEquals(List.of("INFO no longer degraded after 90 s"), takeLines());

        note("am-2: no answer within 2001 ms");
        assertEquals(List.of(BEGIN + "am-2: no answer within 2001 ms"), takeLines(), "again");
    }

    @Test
    void anotherPartIsLoggedAtMostOnceAMinute() {
        note("http://10.0.0.1:9093: down");
        note("http://10.0.0.1:9094: down");
        assertEquals(List.of(BEGIN + "http://10.0.0.1:9093: down"), takeLines());
        note("http://10.0.0.1:9094: down");
        assertEquals(List.of(BEGIN + "http://10.0.0.1:9094: down"), takeLines());
        note();
        assertEquals(List.of("INFO no longer degraded after 90 s"), takeLines());
    }
}
