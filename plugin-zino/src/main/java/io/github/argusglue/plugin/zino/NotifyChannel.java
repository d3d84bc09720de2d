package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel on which Zino says which case has changed. Its thread marks cases and asks for a snapshot: at once for
 * the first line after a pause, then no more often than every {@value #PAUSE_MILLIS} ms, since one change comes as many
 * lines.
 */
final class NotifyChannel implements AutoCloseable {
    static final int PAUSE_MILLIS = 200;

    private static final Logger log = LoggerFactory.getLogger("zino");

    private final Connection connection;
    private final SourceContext context;
    private final Dirty dirty;
    private volatile boolean ended;
    private volatile boolean closed;

    private NotifyChannel(Connection connection, SourceContext context, Dirty dirty) {
        this.connection = connection;
        this.context = context;
        this.dirty = dirty;
    }

    /**
     * Connects, ties the channel to the session and begins to listen. Nothing before that is told, so look after it.
     */
    static NotifyChannel open(
            ZinoConfig config, Session session, SourceContext context, Dirty dirty, Connection.Sockets sockets)
            throws SourceException {
        Connection connection = Connection.open(config, config.notifyPort(), sockets);
        boolean tied = false;
        try {
            String nonce = connection.read("nonce", connection.deadline()).strip();
            if (!nonce.matches("[0-9A-Za-z]{1,128}")) {
                throw SourceException.badAnswer(
                        connection.address() + ": it does not begin with one word: check 'notify_port'", null);
            }
            session.require(Reply.DONE, "NTIE", session.ask("NTIE " + nonce));
            NotifyChannel channel = new NotifyChannel(connection, context, dirty);
            context.threadFactory().newThread(channel::listen).start();
            tied = true;
            return channel;
        } finally {
            if (!tied) {
                connection.close();
            }
        }
    }

    boolean hasEnded() {
        return ended;
    }

    private void listen() {
        try {
            long mayAskAt = System.nanoTime();
            boolean asking = false;
            while (true) {
                try {
                    String line = connection.lines().readLine(asking ? mayAskAt : LineReader.FOR_EVER);
                    Notification.parse(line)
                            .ifPresentOrElse(dirty::mark, () -> log.debug("not about a case: '{}'", line));
                    asking = true;
                } catch (SocketTimeoutException e) {
                    log.trace("no more lines for now");
                }
                long now = System.nanoTime();
                if (now - mayAskAt >= 0 && !connection.lines().hasLine()) {
                    context.requestSnapshot();
                    asking = false;
                    mayAskAt = now + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            log.debug("notification channel {} ended: {}", connection.address(), e.getMessage());
        } finally {
            ended = true;
            connection.close();
            if (!closed) {
                // Most often Zino has gone; whoever looks sees.
                context.requestSnapshot();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
    }
}
