package io.github.argusglue.plugin.etcd;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The members of an etcd cluster, of which one is in use. If it fails, the next one in the order of the configuration
 * is used, by a new connection: gRPC would wait longer and longer before it connects again.
 */
final class Members implements AutoCloseable {
    /** Kept, because the JDK forgets the level of a logger that nobody refers to. */
    private static final Logger LOG_OF_GRPC = Logger.getLogger("io.grpc");

    static {
        // On DEBUG, gRPC writes every frame, with passwords and tokens, to Netty's log. So that log goes where gRPC's
        // own
        // log goes, which has no DEBUG: to the JDK's. Before any class of Netty is loaded that has a logger.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        // On INFO, gRPC says which of its parts are not there.
        LOG_OF_GRPC.setLevel(Level.WARNING);
    }

    private final EtcdConfig config;
    private final Duration timeout;
    private final EventLoopGroup threads = new NioEventLoopGroup(1, new DefaultThreadFactory("etcd", true));
    private final CountDownLatch closed = new CountDownLatch(1);

    private int current;
    private @Nullable Connection connection;

    Members(EtcdConfig config, Duration timeout) {
        this.config = config;
        this.timeout = timeout;
    }

    /** Returns the thread of all connections, on which nothing may wait. */
    EventLoopGroup threads() {
        return threads;
    }

    int count() {
        return config.endpoints().size();
    }

    /** Returns the connection to the member that is in use. */
    synchronized Connection connection() throws IOException {
        if (isClosed()) {
            throw new IOException("the engine has been closed");
        }
        Connection found = connection;
        if (found == null) {
            found = connect();
            connection = found;
        }
        return found;
    }

    /** Returns a connection of its own to the member that is in use. */
    synchronized Connection connect() throws IOException {
        URI endpoint = config.endpoints().get(current);
        return Connection.to(endpoint, config, timeout, threads);
    }

    /** Goes on to the next member, unless another thread has done so. */
    synchronized void leave(Connection failed, boolean isBroken) {
        if (connection != failed) {
            return;
        }
        current = (current + 1) % count();
        if (isBroken || count() > 1) {
            connection = null;
            failed.retire();
        }
    }

    /** Waits for this time, or until it is closed. */
    void pause(Duration time) throws InterruptedException {
        closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        synchronized (this) {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
