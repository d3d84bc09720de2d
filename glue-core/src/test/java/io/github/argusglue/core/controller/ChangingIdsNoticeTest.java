package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.LogbackLogger;
import io.github.argusglue.core.shape.ChangingIds;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangingIdsNoticeTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Logger logger = LogbackLogger.of(ChangingIdsNoticeTest.class.getName());
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ChangingIdsNotice notice = new ChangingIdsNotice(logger, clock, "oslo", "'demo' 1.0");

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private static ChangingIds.Example example(int number) {
        return new ChangingIds.Example(
                AlertId.unique("id" + number), AlertId.unique("id" + (number + 1)), "web1 is down");
    }

    @Test
    void warnsAtOnceAndThenOnceAnHour() {
        for (int minute = 0; minute <= 120; minute++) {
            notice.note(example(minute));
            clock.advance(Duration.ofMinutes(1));
        }

        assertEquals(3, lines.list.size());
        assertEquals(
                "source 'oslo': plugin 'demo' 1.0 gives the same alerts other ids in each snapshot, so their incidents"
                        + " are closed and opened again all the time: 'id0' and 'id1' are both 'web1 is down'. An id"
                        + " names one occurrence: docs/adapter-guide.md, rules. Report this to the author of the plugin",
                lines.list.get(0).getFormattedMessage());
        assertTrue(lines.list.get(2).getFormattedMessage().contains("'id120' and 'id121'"));
    }

    @Test
    void noticeStaysTheSameForAnHour() {
        assertNull(notice.notice());
        notice.note(example(1));
        String first = notice.notice();
        assertNotNull(first);
        notice.note(null);
        assertNull(notice.notice());
        notice.note(example(2));

        assertEquals(first, notice.notice());
        assertEquals(1, lines.list.size());
    }

    @Test
    void snapshotsThatShowNothingNewDoNotRepeatIt() {
        notice.note(example(1));
        clock.advance(Duration.ofHours(2));
        notice.note(example(1));

        assertEquals(1, lines.list.size());
        assertNotNull(notice.notice());
    }

    @Test
    void statusShowsIt(@TempDir Path folder) {
        try (LoopScene scene = new LoopScene(folder)) {
            scene.source.script = adapter -> Snapshot.complete(
                    List.of(Alert.builder(AlertId.unique(UUID.randomUUID().toString()), ScriptedSource.START)
                            .description("web1 is down")
                            .build()));
            scene.start();
            Await.until("the status shows it", () -> {
                String fault = scene.status().notice();
                return fault != null
                        && fault.startsWith("plugin scripted 1.0 gives the same alerts other ids in each snapshot");
            });

            scene.source.open(ScriptedSource.alert("a"));
            Await.until("it is over", () -> scene.status().notice() == null);
        }
    }
}
