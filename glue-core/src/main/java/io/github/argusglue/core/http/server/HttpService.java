package io.github.argusglue.core.http.server;

import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.config.ListenAddress;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.http.metric.GlueMetrics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP endpoint. It binds its address at once, so that a port in use is reported before anything else starts. It
 * answers a moment later, because loading the web server must not delay the sources.
 */
public final class HttpService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("http");
    private static final int BACKLOG = 128;

    private final HttpConfig config;
    private final ServerSocketChannel channel;
    private final URI url;
    private final ServiceStatus service;
    private final GlueMetrics metrics;
    private final InstantSource clock;
    private @Nullable WebServer server;
    private boolean closed;
    private volatile boolean closing;

    private HttpService(
            HttpConfig config,
            ServerSocketChannel channel,
            ServiceStatus service,
            GlueMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.channel = channel;
        this.url = URI.create("http://"
                + new ListenAddress(config.address().host(), channel.socket().getLocalPort())
                + "/");
        this.service = service;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Binds the address and starts to answer.
     *
     * @param first runs before the server is loaded, on its own thread; what must not be delayed by the loading
     * @throws ListenException if the address cannot be bound
     */
    public static HttpService open(
            HttpConfig config, ServiceStatus service, GlueMetrics metrics, InstantSource clock, Runnable first)
            throws ListenException {
        HttpService created = new HttpService(config, bind(config.address()), service, metrics, clock);
        metrics.enable();
        Thread starter = new Thread(
                () -> {
                    first.run();
                    created.start();
                },
                "http-start");
        starter.setDaemon(true);
        starter.start();
        return created;
    }

    private static ServerSocketChannel bind(ListenAddress address) throws ListenException {
        try {
            InetSocketAddress where = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            ServerSocketChannel opened = ServerSocketChannel.open();
            try {
                return opened.bind(where, BACKLOG);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ListenException(
                    "cannot listen on '" + address + "': " + explain(e) + "; change 'listen' in [http], or set"
                            + " it to \"off\"",
                    e);
        }
    }

    private static String explain(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof BindException && message.contains("already in use")) {
            return "another process listens there (is argus-glue already running?)";
        } else if (e instanceof UnknownHostException) {
            return "the host name cannot be resolved";
        }
        return message;
    }

    private synchronized void start() {
        if (closed) {
            return;
        }
        try {
            server = WebServer.start(config, channel, service, metrics, clock);
            metrics.prepare();
        } catch (Exception e) {
            if (closing) {
                log.debug("the HTTP endpoint on {} was closed before it had started", url, e);
            } else {
                log.error("the HTTP endpoint on {} cannot start; the sources continue without it", url, e);
            }
        }
    }

    /** Returns the address with the actual port. */
    public URI url() {
        return url;
    }

    /** Stops answering. */
    @Override
    public void close() {
        // The channel is closed before the lock is taken: a start in progress would keep the port for seconds.
        closing = true;
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing {}", url, e);
        }
        synchronized (this) {
            closed = true;
            if (server != null) {
                server.close();
            }
        }
    }
}
