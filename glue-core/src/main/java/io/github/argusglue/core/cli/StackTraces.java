package io.github.argusglue.core.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.argusglue.core.text.SafeText;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Stack traces in the log, by line. The messages in them may have several lines, which must not look like log lines.
 */
final class StackTraces {
    private StackTraces() {}

    /** Returns the lines; none if the event has no exception. */
    static List<String> lines(ILoggingEvent event) {
        @Nullable IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return List.of();
        }
        List<String> lines = ThrowableProxyUtil.asString(thrown).lines().toList();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i == 0 || isPartOfATrace(lines.get(i)) ? lines.get(i) : "\t| " + lines.get(i))
                .map(SafeText::lines)
                .toList();
    }

    private static boolean isPartOfATrace(String line) {
        return line.startsWith("\t") || line.startsWith("Caused by: ");
    }
}
