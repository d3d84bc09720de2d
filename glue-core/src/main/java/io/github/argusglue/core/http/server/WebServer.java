package io.github.argusglue.core.http.server;

import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.RefusalLog;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.hook.HookRoute;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.metric.HealthChecks;
import io.github.argusglue.core.http.page.Pages;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small Jetty: few threads, bounded buffers and connections. Jetty classes are only loaded by this class. */
final class WebServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("http");
    private static final int MAX_CONNECTIONS = 512;
    private static final int MAX_THREADS = 12;
    private static final int MIN_THREADS = 2;
    private static final int MAX_HEADER_BYTES = 8192;
    private static final int BUFFER = 8192;
    private static final int MAX_BUFFERS = 256;
    private static final long POOLED_BYTES = 4L << 20;
    private static final Duration IDLE = Duration.ofSeconds(15);

    /** In addition to the webhook timeout: time for the adapter, and for reading the response. */
    private static final Duration EXCHANGE_ALLOWANCE = Duration.ofSeconds(20);

    private final Server server;

    private WebServer(Server server) {
        this.server = server;
    }

    /** Starts a server on a bound channel. */
    static WebServer start(
            HttpConfig config,
            ServerSocketChannel channel,
            ServiceStatus service,
            GlueMetrics metrics,
            InstantSource clock)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        Server server = new Server(
                threads, null, new ArrayByteBufferPool(0, BUFFER, 8 * BUFFER, MAX_BUFFERS, POOLED_BYTES, POOLED_BYTES));
        RefusalLog refusals = new RefusalLog(
                (delay, task) -> server.getScheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
        ServerConnector connector = connector(server, channel);
        connector.addBean(new ConnectionLimits(
                connector,
                MAX_CONNECTIONS,
                config.connectionsPerAddress(),
                config.hookTimeout().plus(EXCHANGE_ALLOWANCE),
                refusals));
        server.addConnector(connector);
        HostNames hosts = new HostNames(config);
        server.setHandler(new Router(
                new Pages(service, clock),
                new HealthChecks(service, clock),
                metrics,
                new HookRoute(config, service, metrics::webhook, refusals),
                hosts,
                refusals));
        // Jetty's own error responses are as short as ours.
        server.setErrorHandler((request, response, callback) -> {
            HttpReply.text(response.getStatus(), "bad request").andClose().send(response, callback);
            return true;
        });
        server.setStopTimeout(0);
        server.start();
        threads.execute(hosts::addNamesOfMachine);
        return new WebServer(server);
    }

    private static ServerConnector connector(Server server, ServerSocketChannel channel) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        ServerConnector connector =
                new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE.toMillis());
        connector.open(channel);
        return connector;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            log.debug("stopping the HTTP endpoint", e);
        }
    }
}
