package io.github.argusglue.core.executor;

import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Loggers as Logback has them, for tests that read what is logged. */
public final class LogbackLogger {
    private LogbackLogger() {}

    /** Returns a logger. While another test makes logging begin, SLF4J has only a substitute for it: waits for that. */
    public static Logger of(String name) {
        Await.until("logging has begun", () -> LoggerFactory.getLogger(name) instanceof Logger);
        return (Logger) LoggerFactory.getLogger(name);
    }
}
