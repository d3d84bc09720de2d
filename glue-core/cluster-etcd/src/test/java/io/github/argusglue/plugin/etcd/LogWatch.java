package io.github.argusglue.plugin.etcd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/** Collects what an operator would see in the log: all of INFO and above, and a secret on every level. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final String secret;
    private final Logger root;

    LogWatch(String secret) {
        this.secret = secret;
        LoggerContext context = logging();
        root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        setContext(context);
        start();
        root.addAppender(this);
    }

    /** While another thread starts slf4j, there are only substitutes. */
    private static LoggerContext logging() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        while (factory instanceof SubstituteLoggerFactory) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            factory = LoggerFactory.getILoggerFactory();
        }
        return (LoggerContext) factory;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        // What gRPC writes about each frame has the token in it.
        boolean isSecret = text.contains(secret) || text.contains("token:") || text.contains("bytes=");
        if (event.getLevel().isGreaterOrEqual(Level.INFO) || isSecret) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + text);
        }
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
