package io.github.argusglue.core.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.argusglue.core.text.SafeText;
import java.nio.charset.StandardCharsets;

/**
 * Log lines for the systemd journal: a level prefix as in sd-daemon(3), so that {@code journalctl -p} works, and no
 * time, because the journal adds its own. The journal makes an entry of each line, so each line has the prefix.
 */
final class JournaldEncoder extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String level = "<" + priority(event.getLevel()) + ">";
        String source = event.getMDCPropertyMap().getOrDefault("source", "-");
        String logger = event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1);
        StringBuilder text = new StringBuilder(level)
                .append('[')
                .append(source)
                .append("] ")
                .append(logger)
                .append(": ")
                .append(SafeText.line(event.getFormattedMessage()))
                .append('\n');
        StackTraces.lines(event).forEach(line -> text.append(level).append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int priority(Level level) {
        return switch (level.levelInt) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
