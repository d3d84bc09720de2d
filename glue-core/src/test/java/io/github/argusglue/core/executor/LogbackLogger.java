package io.github.argusglue.core.executor;

import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Logback loggers, for tests that read log messages. */
public final class LogbackLogger {
    private LogbackLogger() {}

    /**
     * Returns a logger. Waits until logging is initialized, because SLF4J returns a substitute while another test
     * initializes it.
     */
    public static Logger of(String name) {
        Await.until("logging has begun", () -> LoggerFactory.getLogger(name) instanceof Logger);
        return (Logger) LoggerFactory.getLogger(name);
    }
}
