package io.github.argusglue.spi.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.SubstituteLoggerFactory;

/**
 * Looks for secrets in what is logged during a test, at all levels and on all loggers, also where the level is not
 * enabled.
 */
final class SecretWatch implements AutoCloseable {
    private final List<String> secrets;
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final LoggerContext logging;
    private final LeakFilter filter = new LeakFilter();
    private final LeakAppender appender = new LeakAppender();

    private SecretWatch(List<String> secrets, LoggerContext logging) {
        this.secrets = List.copyOf(secrets);
        this.logging = logging;
    }

    static SecretWatch begin(List<String> secrets) {
        ILoggerFactory factory = factory();
        if (!(factory instanceof LoggerContext logging)) {
            throw Rule.TEST_IS_COMPLETE.broken("the log cannot be searched for secrets: slf4j is bound to "
                    + factory.getClass().getName()
                    + "; leave only logback-classic, which comes with the kit, on the class path of the tests");
        }
        SecretWatch watch = new SecretWatch(secrets, logging);
        watch.appender.setContext(logging);
        watch.appender.start();
        logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(watch.appender);
        logging.addTurboFilter(watch.filter);
        return watch;
    }

    /** Waits while another thread initializes slf4j. */
    private static ILoggerFactory factory() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        while (factory instanceof SubstituteLoggerFactory && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            factory = LoggerFactory.getILoggerFactory();
        }
        return factory;
    }

    /** Returns the secret that is in the text; empty if there is none. */
    Optional<String> find(String text) {
        return secrets.stream().filter(text::contains).findFirst();
    }

    /** Returns the lines of the log that contain a secret, without the secret. */
    List<String> leaks() {
        return List.copyOf(leaks);
    }

    /** Replaces each secret, so that the report of the test does not show it either. */
    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "******");
        }
        return masked;
    }

    private void look(String logger, String text) {
        if (find(text).isPresent()) {
            leaks.add(logger + ": " + mask(text));
        }
    }

    @Override
    public void close() {
        logging.getTurboFilterList().remove(filter);
        logging.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        appender.stop();
    }

    /** Sees the calls of the ordinary methods of a logger, whether or not their level is enabled. */
    private final class LeakFilter extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] params,
                @Nullable Throwable thrown) {
            if (format == null) {
                // The question whether the level is enabled: what depends on it has to be seen, too.
                return FilterReply.ACCEPT;
            }
            String line = MessageFormatter.arrayFormat(format, params).getMessage();
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                line += " " + cause;
            }
            look(logger.getName(), line);
            return FilterReply.NEUTRAL;
        }
    }

    /** Sees the calls of the fluent methods, which the filter does not. */
    private final class LeakAppender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            StringBuilder line = new StringBuilder(event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                line.append(' ').append(event.getKeyValuePairs());
            }
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                line.append(' ').append(cause.getMessage());
            }
            look(event.getLoggerName(), line.toString());
        }
    }
}
