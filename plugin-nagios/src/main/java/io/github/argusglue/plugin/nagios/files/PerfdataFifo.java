package io.github.argusglue.plugin.nagios.files;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.State;
import io.github.argusglue.spi.Health;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pipe to which the daemon writes each check result, by the template in docs/plugins/nagios.md. */
final class PerfdataFifo implements Closeable {
    /**
     * Type, time, host, service, state, type of state, two problem ids, last OK, last check, downtime, output. Names
     * are not empty, and what does not look like this is another program's line or a part of one.
     */
    private static final Pattern LINE =
            Pattern.compile("([HS])\\t(\\d{1,12})\\t([^\\t]+)\\t([^\\t]*)\\t([0-3])\\t(HARD|SOFT)"
                    + "\\t[^\\t]*\\t[^\\t]*\\t(\\d{1,12})\\t(\\d{1,12})\\t[^\\t]*\\t(.*)");

    private final Path path;
    private final Consumer<Overlay.Change> changes;
    private volatile Health health = Health.ok();
    private volatile @Nullable FileChannel channel;

    PerfdataFifo(Path path, Consumer<Overlay.Change> changes) {
        this.path = path;
        this.changes = changes;
    }

    /** Opens the pipe if it is not open, which may succeed later: results are also found without it. */
    void open(ThreadFactory threads) {
        if (channel != null) {
            return;
        }
        try {
            CommandFile.requireFifo(path);
            // For writing as well: it then never ends, whether the daemon runs or not.
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            health = Health.ok();
            threads.newThread(this::follow).start();
        } catch (IOException e) {
            String advice = "make a pipe with mkfifo that the daemon may write to, or remove 'perfdata_fifo'";
            health = Health.degraded("" + FileFault.of(path, e, advice).getMessage());
        }
    }

    private void follow() {
        LineBuffer buffer = new LineBuffer();
        FileChannel open = requireNonNull(channel);
        try {
            while (open.isOpen()) {
                buffer.fill(open::read, line -> parse(line).ifPresent(changes));
            }
        } catch (ClosedChannelException e) {
            // By close().
        } catch (IOException e) {
            health = Health.degraded("'" + path + "' is no longer read: " + e);
        }
    }

    Health health() {
        return health;
    }

    /** Returns what a line says: a HARD problem, or that there is none. */
    static Optional<Overlay.Change> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        boolean isHost = line.startsWith("H");
        if (!matcher.matches()
                || isHost != matcher.group(4).isEmpty()
                || (matcher.group(6).equals("SOFT") && !matcher.group(5).equals("0"))) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(5));
        String host = Text.decode(matcher.group(3));
        return Optional.of(new Overlay.Change(
                isHost ? ObjectKey.host(host) : ObjectKey.service(host, Text.decode(matcher.group(4))),
                isHost ? State.ofHost(number) : State.ofService(number),
                Text.decode(matcher.group(9)),
                time(matcher.group(2)),
                time(matcher.group(7)),
                time(matcher.group(8))));
    }

    private static Instant time(String epoch) {
        return Instant.ofEpochSecond(Long.parseLong(epoch));
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
