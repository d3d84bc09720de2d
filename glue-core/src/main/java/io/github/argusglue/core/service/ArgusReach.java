package io.github.argusglue.core.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process can connect to an Argus server, or to the proxy in front of it. Tried only after requests have
 * failed, on a thread of its own. Thread-safe.
 */
final class ArgusReach {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final String host;
    private final int port;
    private final AtomicBoolean trying = new AtomicBoolean();
    private volatile boolean lost;
    private volatile long tryAt = System.nanoTime();

    ArgusReach(URI url, @Nullable URI proxy) {
        URI first = proxy == null ? url : proxy;
        this.host = String.valueOf(first.getHost()).replaceAll("[\\[\\]]", "");
        int usual = "https".equals(first.getScheme()) ? HTTPS : HTTP;
        this.port = first.getPort() < 0 ? usual : first.getPort();
    }

    /**
     * Returns whether the last attempt to connect failed; begins another one if it is due.
     *
     * @param inTrouble whether requests fail
     */
    boolean isLost(boolean inTrouble) {
        if ((inTrouble || lost) && System.nanoTime() - tryAt >= 0 && trying.compareAndSet(false, true)) {
            Thread thread = new Thread(this::connect, "argus-reach-" + host);
            thread.setDaemon(true);
            thread.start();
        }
        return lost;
    }

    private void connect() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
            lost = false;
        } catch (IOException e) {
            lost = true;
        } finally {
            tryAt = System.nanoTime() + BETWEEN.toNanos();
            trying.set(false);
        }
    }
}
