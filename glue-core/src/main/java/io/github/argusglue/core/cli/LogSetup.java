package io.github.argusglue.core.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.argusglue.core.config.LogConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sets the format and target of the log: standard error, so that the process that starts us can store it. logback finds
 * this class through its service file. It is code instead of XML because an XML parser would take longer than the rest
 * of the start. {@code -Dlogback.configurationFile} replaces it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String OTHER_FILE = "logback.configurationFile";
    private static final String APPENDER = "stderr";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(OTHER_FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        // Jetty logs every client that disconnects; we log what an operator needs to know.
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        write(context, usualFormat());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets the root logger to DEBUG, because the packages of plugins are not known here. */
    static void beVerbose() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.DEBUG);
        }
    }

    /** Applies the log configuration; {@code verbose} lowers the level to DEBUG. */
    static void apply(LogConfig config, boolean verbose) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(context, config, verbose);
        }
    }

    static void apply(LoggerContext context, LogConfig config, boolean verbose) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // Without our appender, -Dlogback.configurationFile is set and the log is not ours to configure.
        if (root.getAppender(APPENDER) != null) {
            root.setLevel(verbose ? Level.DEBUG : Level.toLevel(config.level().name()));
            write(context, config.format().orElseGet(LogSetup::usualFormat));
        }
    }

    private static LogConfig.Format usualFormat() {
        boolean journal = JournalStream.isStandardError(System.getenv(JournalStream.VARIABLE));
        return journal ? LogConfig.Format.JOURNALD : LogConfig.Format.TEXT;
    }

    /** Replaces the appender if it has a different format. */
    private static void write(LoggerContext context, LogConfig.Format format) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        @Nullable Appender<ILoggingEvent> before = root.getAppender(APPENDER);
        Encoder<ILoggingEvent> encoder = encoder(format);
        if (before instanceof OutputStreamAppender<ILoggingEvent> console
                && console.getEncoder().getClass().equals(encoder.getClass())) {
            return;
        }
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
        console.setContext(context);
        console.setName(APPENDER);
        console.setEncoder(encoder);
        console.setOutputStream(new StandardError());
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
            case TEXT -> new TextLineEncoder();
        };
    }

    /** Standard error itself, not System.err, which is replaced when a command runs. It stays open. */
    static final class StandardError extends FilterOutputStream {
        StandardError() {
            super(new FileOutputStream(FileDescriptor.err));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
