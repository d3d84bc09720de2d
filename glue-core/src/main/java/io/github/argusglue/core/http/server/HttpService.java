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
 * The endpoint. It takes its address at once, so that a taken port is known before anything else begins; it answers a
 * moment later, since loading the server must not keep the sources waiting.
 */
public final class HttpService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("http");
    private static final int BACKLOG = 128;

    private final HttpConfig config;
    private final ServerSocketChannel channel;
    private final URI url;
    private final ServiceStatus situation;
    private final GlueMetrics metrics;
    private final InstantSource clock;
    private @Nullable WebServer server;
    private boolean closed;
    private volatile boolean closing;

    private HttpService(
            HttpConfig config,
            ServerSocketChannel channel,
            ServiceStatus situation,
            GlueMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.channel = channel;
        this.url = URI.create("http://"
                + new ListenAddress(config.address().host(), channel.socket().getLocalPort())
                + "/");
        this.situation = situation;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Takes the address and begins to answer.
     *
     * @param first run before the server is loaded, on a thread of its own: what must not be kept waiting by that
     * @throws ListenException if the address cannot be had
     */
    public static HttpService open(
            HttpConfig config, ServiceStatus situation, GlueMetrics metrics, InstantSource clock, Runnable first)
            throws ListenException {
        HttpService service = new HttpService(config, bind(config.address()), situation, metrics, clock);
        metrics.begin();
        Thread starter = new Thread(
                () -> {
                    first.run();
                    service.start();
                },
                "http-start");
        starter.setDaemon(true);
        starter.start();
        return service;
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
                    "cannot listen on '" + address + "': " + why(e) + "; change 'listen' in [http], or make it \"off\"",
                    e);
        }
    }

    private static String why(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof BindException && message.contains("already in use")) {
            return "something else listens there (is argus-glue running already?)";
        } else if (e instanceof UnknownHostException) {
            return "there is no such host";
        }
        return message;
    }

    private synchronized void start() {
        if (closed) {
            return;
        }
        try {
            server = WebServer.start(config, channel, situation, metrics, clock);
            metrics.prepare();
        } catch (Exception e) {
            if (closing) {
                log.debug("the HTTP endpoint on {} was closed before it had started", url, e);
            } else {
                log.error("the HTTP endpoint on {} cannot start; the sources go on without it", url, e);
            }
        }
    }

    /** Returns its address, with the port it got. */
    public URI url() {
        return url;
    }

    /** Answers nothing more. */
    @Override
    public void close() {
        // The channel goes before the lock is had: a start that is under way would keep the address for seconds.
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
