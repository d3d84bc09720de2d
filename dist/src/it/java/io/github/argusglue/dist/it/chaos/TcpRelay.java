package io.github.argusglue.dist.it.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A TCP relay that can refuse, cut and delay connections. Thread-safe. */
public final class TcpRelay implements AutoCloseable {
    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object turn = new Object();
    private boolean refusing;
    private boolean silent;
    private @Nullable ServerSocket listener;

    private TcpRelay(InetSocketAddress target) throws IOException {
        this.target = target;
        this.port = listen(0).getLocalPort();
    }

    /** Starts one on a free port of loopback. */
    public static TcpRelay start(InetSocketAddress target) throws IOException {
        return new TcpRelay(target);
    }

    /** Returns the port on which it listens. */
    public int port() {
        return port;
    }

    /** Cuts all connections and closes new ones at once, until {@link #mend()}. */
    public void cut() {
        synchronized (turn) {
            refusing = true;
        }
        sockets.forEach(TcpRelay::close);
    }

    /** Cuts all connections, and lets nobody connect until {@link #up()}. */
    public void down() throws IOException {
        synchronized (turn) {
            if (listener != null) {
                listener.close();
                listener = null;
            }
        }
        sockets.forEach(TcpRelay::close);
    }

    /** Ends {@link #down()}. */
    public void up() throws IOException {
        synchronized (turn) {
            if (listener == null) {
                listen(port);
            }
        }
    }

    /** Delays all data until {@link #mend()}. */
    public void silence() {
        synchronized (turn) {
            silent = true;
        }
    }

    /** Ends {@link #cut()} and {@link #silence()}. */
    public void mend() {
        synchronized (turn) {
            refusing = false;
            silent = false;
            turn.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        mend();
        down();
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
        synchronized (turn) {
            listener = socket;
        }
        run("relay-" + socket.getLocalPort(), () -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (isRefusing()) {
                    close(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // Closed, or the target is down: the client notices.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(target, 5_000);
        } catch (IOException e) {
            drop(client, server);
            throw e;
        }
        run("relay-there", () -> pump(client, server));
        run("relay-back", () -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitTurn();
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Cut, or one side closed the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop(from, to);
        }
    }

    private void drop(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        close(one);
        close(other);
    }

    private boolean isRefusing() {
        synchronized (turn) {
            return refusing;
        }
    }

    private void awaitTurn() throws InterruptedException {
        synchronized (turn) {
            while (silent) {
                turn.wait();
            }
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
