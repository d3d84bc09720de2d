package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A source says once, when it starts, which defaults in force leave out problems. */
final class HidingDefaultsTest {
    @TempDir
    private Path folder;

    @Test
    void saidAtTheStartOfASource() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("service");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (ServiceScene scene =
                new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"x\"\nloud = true\n")) {
            scene.write(scene.source("silent", "open = [\"a\"]") + scene.source("decided", "loud = false"));
            scene.reloader.reload("test");
            scene.service.start(name -> true);
            scene.awaitOpen("silent", 1);
            scene.reloader.reload("test");
        } finally {
            logger.detachAppender(log);
        }
        List<String> said = List.copyOf(log.list).stream()
                .map(event -> event.getMDCPropertyMap().get("source") + ": " + event.getFormattedMessage())
                // Tests that run at the same time have sources of other names.
                .filter(line -> line.contains("by default") && line.matches("(silent|decided): .*"))
                .toList();
        assertEquals(
                List.of(
                        "silent: by default, some problems are left out: loud = false (quiet alerts). To change that, set"
                                + " these keys in [sources.silent]; 'argus-glue plan -v silent' lists what is left out"),
                said);
    }
}
