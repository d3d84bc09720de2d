package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel on which Zino announces changed cases. Its thread records them and requests a snapshot: at once for the
 * first line after a pause, then at most every {@value #PAUSE_MILLIS} ms, since one change causes many lines.
 */
final class NotificationChannel implements AutoCloseable {
    static final int PAUSE_MILLIS = 200;

    private static final Logger log = LoggerFactory.getLogger("zino");

    private final LineConnection connection;
    private final SourceContext context;
    private final ChangedCases changedCases;
    private volatile boolean ended;
    private volatile boolean closed;

    private NotificationChannel(LineConnection connection, SourceContext context, ChangedCases changedCases) {
        this.connection = connection;
        this.context = context;
        this.changedCases = changedCases;
    }

    /**
     * Connects, attaches the channel to the session ({@code NTIE}) and starts to listen. Earlier changes are not
     * announced, so read the cases after this.
     */
    static NotificationChannel open(
            ZinoConfig config,
            ZinoSession session,
            SourceContext context,
            ChangedCases changedCases,
            LineConnection.SocketRegistry sockets)
            throws SourceException {
        LineConnection connection = LineConnection.open(config, config.notifyPort(), sockets);
        boolean attached = false;
        try {
            String nonce = connection.read("nonce", connection.deadline()).strip();
            if (!nonce.matches("[0-9A-Za-z]{1,128}")) {
                throw SourceException.badAnswer(
                        connection.address() + ": no nonce received: check 'notify_port'", null);
            }
            session.requireCode(ZinoReply.DONE, "NTIE", session.execute("NTIE " + nonce));
            NotificationChannel channel = new NotificationChannel(connection, context, changedCases);
            context.threadFactory().newThread(channel::listen).start();
            attached = true;
            return channel;
        } finally {
            if (!attached) {
                connection.close();
            }
        }
    }

    boolean hasEnded() {
        return ended;
    }

    private void listen() {
        try {
            long nextRequestAt = System.nanoTime();
            boolean requestPending = false;
            while (true) {
                try {
                    String line = connection.lines().readLine(requestPending ? nextRequestAt : LineReader.NO_DEADLINE);
                    Notification.parse(line)
                            .ifPresentOrElse(changedCases::mark, () -> log.debug("notification ignored: '{}'", line));
                    requestPending = true;
                } catch (SocketTimeoutException e) {
                    log.trace("no further notifications");
                }
                long now = System.nanoTime();
                if (now - nextRequestAt >= 0 && !connection.lines().hasLine()) {
                    context.requestSnapshot();
                    requestPending = false;
                    nextRequestAt = now + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            log.debug("notification channel {} ended: {}", connection.address(), e.getMessage());
        } finally {
            ended = true;
            connection.close();
            if (!closed) {
                // Zino has most likely gone; the next snapshot finds out.
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
