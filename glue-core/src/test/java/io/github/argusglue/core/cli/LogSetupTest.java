package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogSetupTest {
    @Test
    void logbackFindsItAndWritesToTheStandardError() {
        LoggerContext context = assertInstanceOf(LoggerContext.class, LoggerFactory.getILoggerFactory());
        ConsoleAppender<?> console = assertInstanceOf(
                ConsoleAppender.class,
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr"));
        assertEquals("System.err", console.getTarget());
    }

    @Test
    void lineHasTimeLevelSourceAndShortName() {
        String line = line("hello", null, Map.of("source", "oslo"));
        String time = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.250[-+]\\d\\d:\\d\\d";
        assertEquals("TIME WARN  [oslo] PluginLoader: hello\n", line.replaceFirst(time, "TIME"));
        assertTrue(line("hello", null, Map.of()).contains(" WARN  [-] PluginLoader: hello\n"));
    }

    @Test
    void messageCannotBeginALineOfItsOwn() {
        assertTrue(line("a\r\n2026 ERROR forged\nb", null, Map.of()).endsWith("a | 2026 ERROR forged | b\n"));
    }

    @Test
    void stackTraceFollows() {
        String text = line("it failed", new IllegalStateException("boo"), Map.of());
        assertTrue(text.contains(": it failed\njava.lang.IllegalStateException: boo\n\tat "), text);
    }

    private static String line(String message, @Nullable Throwable thrown, Map<String, String> mdc) {
        LoggerContext context = new LoggerContext();
        LogSetup setup = new LogSetup();
        setup.setContext(context);
        setup.configure(context);
        Logger logger = context.getLogger("io.github.argusglue.core.plugin.PluginLoader");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-11-20T18:00:00.250Z"));
        event.setMDCPropertyMap(mdc);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
