package io.github.argusglue.core.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.argusglue.core.config.LogConfig;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * How log lines look and where they go: to the standard error, for what starts us to keep. Found by logback through its
 * service file; code instead of XML since a parser would cost more than the rest of the start. Whoever wants another
 * log sets {@code -Dlogback.configurationFile}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** A message is one line whatever it quotes: nobody can put a line of his own into the log. */
    static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{source:--}] %logger{0}: "
            + "%replace(%msg){'[\\r\\n]+', ' | '}%n%ex";

    private static final String OTHER_FILE = "logback.configurationFile";
    private static final String APPENDER = "stderr";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(OTHER_FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        // The web server talks of every client that breaks off; what an operator should know of it, we say.
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        write(context, usualFormat());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Shows everything, whoever says it: a plugin's packages are not known here. */
    static void beVerbose() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
        }
    }

    /** Does as the configuration says; more than that if the command line wants to see everything. */
    static void apply(LogConfig config, boolean verbose) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(context, config, verbose);
        }
    }

    static void apply(LoggerContext context, LogConfig config, boolean verbose) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Not there: the log is somebody else's, who has set -Dlogback.configurationFile.
        if (root.getAppender(APPENDER) != null) {
            root.setLevel(verbose ? Level.DEBUG : Level.toLevel(config.level().name()));
            write(context, config.format().orElseGet(LogSetup::usualFormat));
        }
    }

    private static LogConfig.Format usualFormat() {
        boolean journal = JournalStream.isStandardError(System.getenv(JournalStream.VARIABLE));
        return journal ? LogConfig.Format.JOURNALD : LogConfig.Format.TEXT;
    }

    /** Puts an appender of this format in the place of the one that is there, if that has another. */
    private static void write(LoggerContext context, LogConfig.Format format) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        @Nullable Appender<ILoggingEvent> before = root.getAppender(APPENDER);
        Encoder<ILoggingEvent> encoder = encoder(format);
        if (before instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder().getClass().equals(encoder.getClass())) {
            return;
        }
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName(APPENDER);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        root.addAppender(console);
        if (before != null) {
            root.detachAppender(before);
            before.stop();
        }
    }

    private static Encoder<ILoggingEvent> encoder(LogConfig.Format format) {
        return switch (format) {
            case JSON -> new JsonLineEncoder();
            case JOURNALD -> new JournaldEncoder();
            case TEXT -> {
                PatternLayoutEncoder text = new PatternLayoutEncoder();
                text.setCharset(StandardCharsets.UTF_8);
                text.setPattern(PATTERN);
                yield text;
            }
        };
    }
}
