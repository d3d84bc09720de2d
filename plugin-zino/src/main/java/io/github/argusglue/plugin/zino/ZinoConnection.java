package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The command session and the notification channel. Both are opened when needed, and opened again after any error. Used
 * by one thread at a time; {@link #close()} may be called by another one.
 */
final class ZinoConnection implements AutoCloseable {
    /**
     * Interval between attempts to open a channel that failed, most often because of a firewall. Until then all cases
     * are read.
     */
    private static final Duration CHANNEL_RETRY = Duration.ofMinutes(1);

    private final ZinoConfig config;
    private final SourceContext context;
    private final ChangedCases changedCases;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Long> suspects = new TreeSet<>();
    private @Nullable ZinoSession session;
    private volatile @Nullable NotificationChannel channel;
    private @Nullable Instant channelFailedAt;
    private volatile @Nullable String channelProblem;
    private volatile boolean closed;

    ZinoConnection(ZinoConfig config, SourceContext context, ChangedCases changedCases) {
        this.config = config;
        this.context = context;
        this.changedCases = changedCases;
    }

    /** A call on a session. */
    interface SessionCall<T> {
        T call(ZinoSession session) throws SourceException, OutOfSyncException, InterruptedException;
    }

    /**
     * Opens the session and the channel if they are not open.
     *
     * @return whether one was opened: changes before that were not announced
     */
    boolean connect() throws SourceException {
        boolean reconnected = false;
        ZinoSession current = session;
        if (current == null) {
            disconnect();
            current = ZinoSession.open(config, this::register);
            current.allowAnswers(context.maxAnswerBytes());
            session = current;
            reconnected = true;
        }
        NotificationChannel listening = channel;
        if (listening != null && listening.hasEnded()) {
            channel = null;
            listening = null;
        }
        if (listening == null) {
            reconnected |= openChannel(current);
        }
        return reconnected;
    }

    /** Opens the channel. Everything works without it, only slower, so a failure is not an error. */
    private boolean openChannel(ZinoSession current) throws SourceException {
        Instant failed = channelFailedAt;
        if (failed != null
                && Duration.between(failed, context.clock().instant()).compareTo(CHANNEL_RETRY) < 0) {
            return true;
        }
        try {
            channel = NotificationChannel.open(config, current, context, changedCases, this::register);
            channelFailedAt = null;
            channelProblem = null;
        } catch (SourceException e) {
            requireAlive(current);
            channelFailedAt = context.clock().instant();
            channelProblem =
                    "no notifications from Zino; changes are detected only once per interval: " + e.getMessage();
        }
        return true;
    }

    /** Checks whether the channel failed because Zino as a whole is down. */
    private void requireAlive(ZinoSession current) throws SourceException {
        try {
            current.version();
        } catch (SourceException e) {
            disconnect();
            throw e;
        }
    }

    /** Returns the problem of the notification channel; null if there is none. */
    @Nullable
    String channelProblem() {
        return channelProblem;
    }

    boolean isConnected() {
        return session != null;
    }

    /** Makes a call on the session, which must be open. Closes the session if the call fails. */
    <T> T run(SessionCall<T> call) throws SourceException, OutOfSyncException, InterruptedException {
        ZinoSession current = session;
        if (current == null) {
            throw SourceException.unreachable(config.address() + ": not connected", null);
        }
        boolean done = false;
        try {
            T result = call.call(current);
            done = true;
            return result;
        } finally {
            if (!done) {
                disconnect();
            }
        }
    }

    /** Reads cases. Cases of a batch that was out of sync are read one by one. */
    CaseReadResult read(Collection<Long> numbers) throws SourceException, OutOfSyncException, InterruptedException {
        List<Long> trusted = new ArrayList<>(numbers);
        trusted.removeIf(suspects::contains);
        CaseReadResult all = new CaseReadResult();
        ZinoSession open = session;
        if (open != null) {
            open.beginAnswer();
        }
        for (int from = 0; from < trusted.size(); from += ZinoSession.MAX_BATCH) {
            List<Long> batch = trusted.subList(from, Math.min(trusted.size(), from + ZinoSession.MAX_BATCH));
            try {
                all.add(run(current -> current.readCases(batch)));
            } catch (OutOfSyncException e) {
                suspects.addAll(batch);
                throw e;
            }
        }
        for (Long number : numbers) {
            if (suspects.contains(number)) {
                ZinoSession.EchoRead read = run(current -> current.readWithEcho(number));
                all.add(read.result());
                if (read.clean()) {
                    suspects.remove(number);
                }
            }
        }
        return all;
    }

    private void register(Socket socket) throws IOException {
        sockets.removeIf(Socket::isClosed);
        sockets.add(socket);
        if (closed) {
            socket.close();
            throw new SocketException("closed");
        }
    }

    private void disconnect() {
        closeSockets();
        session = null;
        channel = null;
    }

    private void closeSockets() {
        NotificationChannel listening = channel;
        if (listening != null) {
            listening.close();
        }
        sockets.forEach(LineConnection::closeQuietly);
        sockets.clear();
    }

    @Override
    public void close() {
        closed = true;
        closeSockets();
    }
}
