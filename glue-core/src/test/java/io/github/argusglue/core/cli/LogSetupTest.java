package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.config.LogConfig;
import io.github.argusglue.core.config.LogConfig.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LogSetupTest {
    @Test
    void logbackUsesItAndLogsToStandardError() {
        LoggerContext context = assertInstanceOf(LoggerContext.class, LoggerFactory.getILoggerFactory());
        OutputStreamAppender<?> console = assertInstanceOf(
                OutputStreamAppender.class,
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr"));
        assertInstanceOf(LogSetup.StandardError.class, console.getOutputStream());
    }

    @Test
    void lineHasTimeLevelSourceAndShortName() {
        String line = line("hello", null, Map.of("source", "oslo"));
        String time = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.250[-+]\\d\\d:\\d\\d";
        assertEquals("TIME WARN  [oslo] PluginLoader: hello\n", line.replaceFirst(time, "TIME"));
        assertTrue(line("hello", null, Map.of()).contains(" WARN  [-] PluginLoader: hello\n"));
    }

    @Test
    void aMessageCannotInjectALogLine() {
        assertTrue(line("a\r\n2026 ERROR forged\nb", null, Map.of()).endsWith("a | 2026 ERROR forged | b\n"));
    }

    @Test
    void nothingInALineControlsTheTerminal() throws Exception {
        String evil = "\u001b]52;c;cm0=\u0007 \u009b2J \u202e.exe\u0085x";
        String shown = "\\u001b]52;c;cm0=\\u0007 \\u009b2J \\u202e.exe\\u0085x";
        for (Format format : Format.values()) {
            String text = line(format, evil, new IllegalStateException(evil + "\n2026 ERROR forged"), Map.of());

            assertTrue(text.chars().noneMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c)), text);
            assertEquals(-1, text.indexOf('\u202e'), text);
            if (format == Format.JSON) {
                assertEquals(
                        evil, new ObjectMapper().readTree(text).path("message").asText());
            } else {
                assertTrue(text.contains(": " + shown + "\n"), text);
                assertTrue(text.contains("IllegalStateException: " + shown + "\n"), text);
                assertTrue(text.contains("\t| 2026 ERROR forged\n"), text);
            }
        }
    }

    @Test
    void stackTraceFollows() {
        String text = line("it failed", new IllegalStateException("boo"), Map.of());
        assertTrue(text.contains(": it failed\njava.lang.IllegalStateException: boo\n\tat "), text);
    }

    @Test
    void journaldLinesHaveALevelPrefixAndNoTime() {
        assertEquals(
                "<4>[oslo] PluginLoader: hello | you\n",
                line(Format.JOURNALD, "hello\nyou", null, Map.of("source", "oslo")));
        String text = line(Format.JOURNALD, "it failed", new IllegalStateException("boo"), Map.of());
        List<String> lines = text.lines().toList();
        assertEquals("<4>[-] PluginLoader: it failed", lines.get(0));
        assertEquals("<4>java.lang.IllegalStateException: boo", lines.get(1));
        assertTrue(lines.stream().allMatch(line -> line.startsWith("<4>")), text);
    }

    @Test
    void jsonIsOneObjectPerLine() throws Exception {
        String text =
                line(Format.JSON, "say \"hi\"\n\u0007é", new IllegalStateException("boo"), Map.of("source", "oslo"));
        assertEquals(text.length() - 1, text.indexOf('\n'));
        JsonNode json = new ObjectMapper().readTree(text);
        assertEquals("2026-11-20T18:00:00.250Z", json.path("time").asText());
        assertEquals("WARN", json.path("level").asText());
        assertEquals("oslo", json.path("source").asText());
        assertEquals(
                "io.github.argusglue.core.plugin.PluginLoader",
                json.path("logger").asText());
        assertEquals("say \"hi\"\n\u0007é", json.path("message").asText());
        assertTrue(json.path("stack_trace").asText().startsWith("java.lang.IllegalStateException: boo\n\tat "));
        assertTrue(line(Format.JSON, "x", null, Map.of()).endsWith("\"message\":\"x\"}\n"));
    }

    @Test
    void theConfigurationChangesFormatAndLevelWhileItRuns() {
        LoggerContext context = configured();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> first = root.getAppender("stderr");
        LogSetup.apply(context, new LogConfig(Optional.of(Format.TEXT), LogConfig.Level.WARN), false);
        assertSame(first, root.getAppender("stderr"), "the same format, the same appender");
        assertEquals(Level.WARN, root.getLevel());
        LogSetup.apply(context, new LogConfig(Optional.of(Format.JSON), LogConfig.Level.ERROR), true);
        assertInstanceOf(JsonLineEncoder.class, ((OutputStreamAppender<?>) root.getAppender("stderr")).getEncoder());
        assertEquals(Level.DEBUG, root.getLevel(), "-v wins");
        assertEquals(1, count(root), "one appender, not two");
        LogSetup.apply(context, LogConfig.DEFAULT, false);
        assertInstanceOf(TextLineEncoder.class, ((OutputStreamAppender<?>) root.getAppender("stderr")).getEncoder());
        assertEquals(Level.INFO, root.getLevel());
    }

    @Test
    void aForeignLogConfigurationIsNotChanged() {
        LoggerContext context = new LoggerContext();
        LogSetup.apply(context, new LogConfig(Optional.of(Format.JSON), LogConfig.Level.ERROR), false);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        assertEquals(0, count(root));
        assertEquals(Level.DEBUG, root.getLevel());
    }

    @Test
    void theJournalIsDetectedByDeviceAndInode(@TempDir Path folder) throws IOException {
        String file = JournalStream.identity(Files.writeString(folder.resolve("x"), ""));
        assertNotNull(file);
        assertTrue(file.matches("\\d+:\\d+"), file);
        assertNull(JournalStream.identity(folder.resolve("y")));
        assertFalse(JournalStream.isStandardError(null));
        assertFalse(JournalStream.isStandardError("1:1"));
        String own = JournalStream.identity(Path.of("/proc/self/fd/2"));
        assertTrue(JournalStream.isStandardError(own));
    }

    private static int count(Logger logger) {
        int count = 0;
        for (Iterator<?> all = logger.iteratorForAppenders(); all.hasNext(); all.next()) {
            count++;
        }
        return count;
    }

    private static LoggerContext configured() {
        LoggerContext context = new LoggerContext();
        LogSetup setup = new LogSetup();
        setup.setContext(context);
        setup.configure(context);
        return context;
    }

    private static String line(String message, @Nullable Throwable thrown, Map<String, String> mdc) {
        return line(Format.TEXT, message, thrown, mdc);
    }

    private static String line(Format format, String message, @Nullable Throwable thrown, Map<String, String> mdc) {
        LoggerContext context = configured();
        LogSetup.apply(context, new LogConfig(Optional.of(format), LogConfig.Level.INFO), false);
        Logger logger = context.getLogger("io.github.argusglue.core.plugin.PluginLoader");
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-11-20T18:00:00.250Z"));
        event.setMDCPropertyMap(mdc);
        OutputStreamAppender<ILoggingEvent> console = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
