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

/** A TCP relay that can refuse, cut and delay connections. Thread-safe. */
final class TcpRelay implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object turn = new Object();
    private boolean refusing;
    private boolean silent;

    private TcpRelay(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static TcpRelay start(InetSocketAddress target) throws IOException {
        TcpRelay relay = new TcpRelay(target);
        run("relay-" + relay.port(), relay::accept);
        return relay;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts all connections and refuses new ones, until {@link #mend()}. */
    void cut() {
        synchronized (turn) {
            refusing = true;
        }
        sockets.forEach(TcpRelay::close);
    }

    /** Delays all data until {@link #mend()}. */
    void silence() {
        synchronized (turn) {
            silent = true;
        }
    }

    void mend() {
        synchronized (turn) {
            refusing = false;
            silent = false;
            turn.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        mend();
        listener.close();
        sockets.forEach(TcpRelay::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
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
