package io.github.argusglue.core.cli;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.argusglue.core.text.SafeText;
import java.nio.charset.StandardCharsets;

/** Log lines for people. A message is always one line, so that quoted text cannot inject log lines. */
final class TextLineEncoder extends PatternLayoutEncoder {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{source:--}] %logger{0}: "
            + "%replace(%msg){'[\\r\\n]+', ' | '}%n%nopex";

    TextLineEncoder() {
        setPattern(PATTERN);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(SafeText.lines(getLayout().doLayout(event)));
        StackTraces.lines(event).forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
