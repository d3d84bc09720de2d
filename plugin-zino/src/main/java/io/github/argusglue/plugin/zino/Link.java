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
 * Session and notification channel together, made when needed and made again after any doubt. Used by one thread at a
 * time; {@link #close()} may come from another one.
 */
final class Link implements AutoCloseable {
    /** A channel that cannot be had (a firewall, mostly) is asked for this often; meanwhile all cases are read. */
    private static final Duration NEXT_CHANNEL = Duration.ofMinutes(1);

    private final ZinoConfig config;
    private final SourceContext context;
    private final Dirty dirty;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Long> suspects = new TreeSet<>();
    private @Nullable Session session;
    private volatile @Nullable NotifyChannel channel;
    private @Nullable Instant channelFailedAt;
    private volatile @Nullable String channelProblem;
    private volatile boolean closed;

    Link(ZinoConfig config, SourceContext context, Dirty dirty) {
        this.config = config;
        this.context = context;
        this.dirty = dirty;
    }

    /** What is done with a session. */
    interface Work<T> {
        T with(Session session) throws SourceException, ConfusedException, InterruptedException;
    }

    /**
     * Connects whatever is not connected.
     *
     * @return whether something was: what happened before that was not announced
     */
    boolean connect() throws SourceException {
        boolean anew = false;
        Session current = session;
        if (current == null) {
            disconnect();
            current = Session.open(config, this::watch);
            session = current;
            anew = true;
        }
        NotifyChannel listening = channel;
        if (listening != null && listening.hasEnded()) {
            channel = null;
            listening = null;
        }
        if (listening == null) {
            anew |= tie(current);
        }
        return anew;
    }

    /** Without a channel everything still works, only slower, so its failure is no failure. */
    private boolean tie(Session current) throws SourceException {
        Instant failed = channelFailedAt;
        if (failed != null
                && Duration.between(failed, context.clock().instant()).compareTo(NEXT_CHANNEL) < 0) {
            return true;
        }
        try {
            channel = NotifyChannel.open(config, current, context, dirty, this::watch);
            channelFailedAt = null;
            channelProblem = null;
        } catch (SourceException e) {
            requireAlive(current);
            channelFailedAt = context.clock().instant();
            channelProblem = "no notifications from Zino, so changes are seen only at each interval: " + e.getMessage();
        }
        return true;
    }

    /** The channel may have failed because all of Zino has. */
    private void requireAlive(Session current) throws SourceException {
        try {
            current.version();
        } catch (SourceException e) {
            disconnect();
            throw e;
        }
    }

    /** Returns what is wrong with the notification channel; null if nothing. */
    @Nullable
    String channelProblem() {
        return channelProblem;
    }

    boolean isConnected() {
        return session != null;
    }

    /** Does something with the session, which has to be connected; it is dropped if that fails in any way. */
    <T> T use(Work<T> work) throws SourceException, ConfusedException, InterruptedException {
        Session current = session;
        if (current == null) {
            throw SourceException.unreachable(config.address() + ": not connected", null);
        }
        boolean done = false;
        try {
            T result = work.with(current);
            done = true;
            return result;
        } finally {
            if (!done) {
                disconnect();
            }
        }
    }

    /** Reads cases; those whose text once confused us one by one. */
    Attributes read(Collection<Long> numbers) throws SourceException, ConfusedException, InterruptedException {
        List<Long> plain = new ArrayList<>(numbers);
        plain.removeIf(suspects::contains);
        Attributes all = new Attributes();
        for (int from = 0; from < plain.size(); from += Session.BATCH) {
            List<Long> batch = plain.subList(from, Math.min(plain.size(), from + Session.BATCH));
            try {
                all.add(use(current -> current.attributes(batch)));
            } catch (ConfusedException e) {
                suspects.addAll(batch);
                throw e;
            }
        }
        for (Long number : numbers) {
            if (suspects.contains(number)) {
                Session.Doubtful read = use(current -> current.doubtful(number));
                all.add(read.attributes());
                if (read.clean()) {
                    suspects.remove(number);
                }
            }
        }
        return all;
    }

    private void watch(Socket socket) throws IOException {
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
        NotifyChannel listening = channel;
        if (listening != null) {
            listening.close();
        }
        sockets.forEach(Connection::closeQuietly);
        sockets.clear();
    }

    @Override
    public void close() {
        closed = true;
        closeSockets();
    }
}
