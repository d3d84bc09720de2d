package io.github.argusglue.core.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A clock that is wrong is logged when that begins and when it ends, with the difference. */
final class ClockDifferenceTest {
    private final Logger log = (Logger) LoggerFactory.getLogger("clock");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ClockDifference clocks = new ClockDifference("Argus 'default'");

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        log.detachAppender(logged);
    }

    private List<String> lines() {
        return logged.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void beginAndEndAreLogged() {
        clocks.observe(Duration.ofSeconds(59));
        clocks.observe(Duration.ofSeconds(-59));
        assertEquals(List.of(), lines());
        clocks.observe(Duration.ofHours(2));
        clocks.observe(Duration.ofMinutes(121));
        assertEquals(7260, clocks.aheadSeconds());
        clocks.observe(Duration.ofMinutes(-2));
        clocks.observe(Duration.ZERO);
        clocks.observe(Duration.ZERO);
        assertEquals(0, clocks.aheadSeconds());
        assertEquals(
                List.of(
                        "WARN this machine's clock is 2 h 0 min ahead of that of Argus 'default': one of the two is wrong,"
                                + " and so are times of incidents; check the time synchronisation of both"
                                + " (timedatectl)",
                        "WARN this machine's clock is 2 min behind that of Argus 'default': one of the two is wrong, and"
                                + " so are times of incidents; check the time synchronisation of both (timedatectl)",
                        "INFO the clocks of this machine and of Argus 'default' agree again"),
                lines());
    }
}
