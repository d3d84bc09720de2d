package io.github.argusglue.core.service;

import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.executor.SourceQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A source at work. */
record RunningSource(String name, SourceLoop loop, SourceQueue lane, ArgusServer server) {
    private static final Logger log = LoggerFactory.getLogger("service");

    /** Says something about it, as its own threads do. */
    void say(String message) {
        MDC.put("source", name);
        try {
            log.info(message);
        } finally {
            MDC.remove("source");
        }
    }

    /** Ends it so that another may take its place: what is under way in Argus comes to its end first, for a while. */
    void stop(Duration grace) throws InterruptedException {
        loop.close();
        server.executor().retire(lane, grace);
    }
}
