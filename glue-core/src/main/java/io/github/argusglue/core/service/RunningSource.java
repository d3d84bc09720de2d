package io.github.argusglue.core.service;

import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.executor.SourceQueue;
import io.github.argusglue.core.log.LogSource;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running source. */
record RunningSource(String name, SourceLoop loop, SourceQueue queue, ArgusServer server) {
    private static final Logger log = LoggerFactory.getLogger("service");

    /** Logs a message that names the source, as those of its own threads do. */
    void logInfo(String message) {
        LogSource named = LogSource.enter(name);
        try {
            log.info(message);
        } finally {
            named.leave();
        }
    }

    /**
     * Stops the source so that another can replace it; requests in progress to Argus may finish within the grace
     * period.
     */
    void stop(Duration grace) throws InterruptedException {
        loop.close();
        server.executor().retire(queue, grace);
    }
}
