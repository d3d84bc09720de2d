package io.github.argusglue.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.executor.LogbackLogger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RefusalLogTest {
    private static final String FIRST = "WARN refused from 192.0.2.1: a";

    private final Logger logger = LogbackLogger.of("http");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final RefusalLog log = new RefusalLog((delay, task) -> {
        assertEquals(Duration.ofMinutes(1), delay);
        later.add(task);
    });

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> logged() {
        // Other tests run at the same time.
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains(" 192.0.2."))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void aFloodIsOneLineAMinuteWithAddressAndCount() {
        for (int i = 0; i < 4506; i++) {
            log.refused("192.0.2.1", "a");
        }
        log.refused("192.0.2.2", "a");
        assertEquals(List.of(FIRST), logged());

        later.remove().run();

        assertEquals(
                List.of(
                        FIRST,
                        "WARN refused in the last minute: 4506 requests or connections, 4505 of them from 192.0.2.1: a"),
                logged());
    }

    @Test
    void afterAQuietMinuteTheNextOneIsLoggedAtOnce() {
        log.refused("192.0.2.1", "a");
        later.remove().run();
        assertEquals(List.of(FIRST), logged());

        log.refused("192.0.2.1", "a");

        assertEquals(List.of(FIRST, FIRST), logged());
        assertEquals(1, later.size());
    }

    @Test
    void eachMinuteIsCountedAnew() {
        log.refused("192.0.2.1", "a");
        log.refused("192.0.2.1", "a");
        later.remove().run();
        log.refused("192.0.2.3", "b");
        log.refused("192.0.2.3", "b");
        later.remove().run();

        assertEquals(
                List.of(
                        FIRST,
                        "WARN refused from 192.0.2.1: a",
                        "WARN refused in the last minute: 2 requests or connections, 2 of them from 192.0.2.3: b"),
                logged());
    }

    @Test
    void manyKindsAreCountedButNotKept() {
        log.refused("192.0.2.1", "a");
        for (int i = 0; i < 5000; i++) {
            log.refused("192.0.2.1", "name " + i);
            log.refused("192.0.2.1", "name 0");
        }
        later.remove().run();

        assertEquals(
                "WARN refused in the last minute: 10000 requests or connections, 5001 of them from 192.0.2.1: name 0",
                logged().get(1));
    }
}
