package io.github.argusglue.core.plugin;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code System.out} and {@code System.err} lead: what a plugin prints goes to the log, everything else to
 * standard error. So standard output contains only what a command prints itself, through a stream of its own.
 */
public final class PluginOutput extends OutputStream {
    private static final Logger log = LoggerFactory.getLogger("plugin");
    private static final int MAX_LINE = 2_000;
    private static final int MAX_LINES = 20;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final PrintStream others;
    private final InstantSource clock;
    private final Map<String, Period> periods = new ConcurrentHashMap<>();
    private final ThreadLocal<ByteArrayOutputStream> lines = ThreadLocal.withInitial(ByteArrayOutputStream::new);

    /** Set while a line is logged: the log may be configured to write to System.err. */
    private final ThreadLocal<Boolean> logging = ThreadLocal.withInitial(() -> false);

    /** @param others for what is not printed by a plugin */
    PluginOutput(PrintStream others, InstantSource clock) {
        this.others = others;
        this.clock = clock;
    }

    /** Replaces both streams of the process. Who wants to write to them keeps them before. */
    public static void install() {
        PluginOutput output = new PluginOutput(System.err, InstantSource.system());
        PrintStream stream = new PrintStream(output, true, Charset.defaultCharset());
        System.setOut(stream);
        System.setErr(stream);
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Optional<String> plugin = logging.get() ? Optional.empty() : PluginStack.current();
        if (plugin.isEmpty()) {
            others.write(bytes, offset, length);
            return;
        }
        ByteArrayOutputStream line = lines.get();
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || line.size() >= MAX_LINE) {
                log(plugin.get(), line.toString(Charset.defaultCharset()).stripTrailing());
                line.reset();
            }
            if (bytes[i] != '\n') {
                line.write(bytes[i]);
            }
        }
    }

    private void log(String plugin, String line) {
        if (line.isEmpty()) {
            return;
        }
        Period period = periods.compute(plugin, (name, before) -> Period.next(before, clock.instant()));
        logging.set(true);
        try {
            if (period.lines <= MAX_LINES) {
                log.info("plugin '{}' printed: {}", plugin, line);
            } else if (period.lines == MAX_LINES + 1) {
                log.warn(
                        "plugin '{}' prints more than {} lines in {} s: the rest is dropped until {}",
                        plugin,
                        MAX_LINES,
                        PERIOD.toSeconds(),
                        period.begin.plus(PERIOD));
            }
        } finally {
            logging.set(false);
        }
    }

    @Override
    public void flush() {
        others.flush();
    }

    /** The lines that a plugin has printed since a time. */
    private record Period(Instant begin, int lines) {
        static Period next(@Nullable Period before, Instant now) {
            return before == null || !now.isBefore(before.begin.plus(PERIOD))
                    ? new Period(now, 1)
                    : new Period(before.begin, before.lines + 1);
        }
    }
}
