package io.github.argusglue.core.http.server;

import io.github.argusglue.core.http.RefusalLog;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Limits how many connections are open and how long they are held without being used: by clients that send their
 * request header, or read the response, one byte now and then. An idle timeout does not catch them because each byte
 * resets it. Every exchange here is short, so a connection on which none has started or ended for a while can be
 * closed.
 *
 * <p>A new connection is always accepted, so that a health check is answered whatever others do. If there are too many,
 * another one of the same client, or of the client with the most, is closed instead: the one that has been without a
 * request the longest.
 */
final class ConnectionLimits extends AbstractLifeCycle implements Connection.Listener {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    /** A client can have any number of IPv6 addresses, but only in networks of this size. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final Comparator<Open> FIRST_TO_CLOSE = Comparator.comparing(Open::isInExchange)
            .thenComparing((a, b) -> Long.compare(a.quietSince - b.quietSince, 0));

    private final ServerConnector connector;
    private final int most;
    private final int mostPerClient;
    private final Duration maxQuiet;
    private final RefusalLog refusals;

    /** In the order in which they were opened. Guarded by this. */
    private final Map<Connection, Open> connections = new LinkedHashMap<>();

    /**
     * Creates the limits.
     *
     * @param most connections in total
     * @param mostPerClient connections of one address, or of one IPv6 network
     * @param maxQuiet how long a connection stays open without a request or response
     */
    ConnectionLimits(ServerConnector connector, int most, int mostPerClient, Duration maxQuiet, RefusalLog refusals) {
        this.connector = connector;
        this.most = most;
        this.mostPerClient = mostPerClient;
        this.maxQuiet = maxQuiet;
        this.refusals = refusals;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleCheck();
    }

    @Override
    public void onOpened(Connection connection) {
        addAndFindSurplus(connection).ifPresent(surplus -> {
            surplus.connection.getEndPoint().close();
            refusals.refused(surplus.address, "too many connections");
        });
    }

    private synchronized Optional<Open> addAndFindSurplus(Connection connection) {
        connections.values().forEach(Open::update);
        Map<String, Integer> counts = new HashMap<>();
        connections.values().forEach(open -> counts.merge(open.client, 1, Integer::sum));
        Open added = new Open(connection);
        int ofClient = counts.getOrDefault(added.client, 0) + 1;
        Optional<Open> surplus = Optional.empty();
        if (ofClient > mostPerClient) {
            surplus = firstToClose(List.of(added.client));
        } else if (connections.size() >= most) {
            int highest = Collections.max(counts.values());
            surplus = firstToClose(counts.keySet().stream()
                    .filter(client -> counts.getOrDefault(client, 0) == highest)
                    .toList());
        }
        surplus.ifPresent(open -> connections.remove(open.connection));
        connections.put(connection, added);
        return surplus;
    }

    private Optional<Open> firstToClose(List<String> clients) {
        return connections.values().stream()
                .filter(open -> clients.contains(open.client))
                .min(FIRST_TO_CLOSE);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private void scheduleCheck() {
        Scheduler scheduler = connector.getScheduler();
        if (scheduler != null && !isStopping() && !isStopped()) {
            scheduler.schedule(this::check, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void check() {
        quiet().forEach(open -> open.connection.getEndPoint().close());
        scheduleCheck();
    }

    private synchronized List<Open> quiet() {
        connections.values().forEach(Open::update);
        return connections.values().stream()
                .filter(open -> System.nanoTime() - open.quietSince > maxQuiet.toNanos())
                .toList();
    }

    /** An open connection, and when a request or response was last seen on it. */
    private static final class Open {
        private final Connection connection;
        private final String address;
        private final String client;
        private long messages;
        private long quietSince = System.nanoTime();

        Open(Connection connection) {
            this.connection = connection;
            InetAddress from = connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress socket
                    ? socket.getAddress()
                    : InetAddress.getLoopbackAddress();
            this.address = from.getHostAddress();
            this.client = from instanceof Inet6Address
                    ? HexFormat.of().formatHex(from.getAddress(), 0, IPV6_NETWORK_BYTES)
                    : address;
        }

        void update() {
            long now = connection.getMessagesIn() + connection.getMessagesOut();
            if (now != messages) {
                messages = now;
                quietSince = System.nanoTime();
            }
        }

        boolean isInExchange() {
            return connection.getMessagesIn() > connection.getMessagesOut();
        }
    }
}
