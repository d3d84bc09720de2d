package io.github.argusglue.core.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that are held open without being used: clients that send their request header, or read the
 * response, one byte now and then. An idle timeout does not catch them because each byte resets it. Every exchange here
 * is short, so a connection on which none has started or ended for a while can be closed.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final ServerConnector connector;
    private final Duration maxQuiet;
    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();

    SlowConnections(ServerConnector connector, Duration maxQuiet) {
        this.connector = connector;
        this.maxQuiet = maxQuiet;
    }

    private record Progress(long messages, long nanoTime) {}

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleCheck();
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Progress(0, System.nanoTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private void scheduleCheck() {
        Scheduler scheduler = connector.getScheduler();
        if (scheduler != null && !isStopping() && !isStopped()) {
            scheduler.schedule(this::check, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void check() {
        long now = System.nanoTime();
        open.forEach((connection, before) -> {
            long messages = connection.getMessagesIn() + connection.getMessagesOut();
            if (messages != before.messages()) {
                open.replace(connection, before, new Progress(messages, now));
            } else if (now - before.nanoTime() > maxQuiet.toNanos()) {
                connection.getEndPoint().close();
            }
        });
        scheduleCheck();
    }
}
