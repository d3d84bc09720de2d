package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.core.argus.HttpMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy in front of Argus that records who wrote what and when. A request that arrived completely is passed on and
 * its answer awaited even if its sender has disconnected, because Argus executes it. Thread-safe.
 */
final class WriteLog implements AutoCloseable {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String HEARTBEAT = "/heartbeat/";

    private final InetSocketAddress argus;
    private final ServerSocket listener;
    private final Map<String, String> sourceByToken = new ConcurrentHashMap<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();

    private WriteLog(URI argus) throws IOException {
        this.argus = new InetSocketAddress(argus.getHost(), argus.getPort());
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    static WriteLog start(URI argus) throws IOException {
        WriteLog log = new WriteLog(argus);
        run(log::accept);
        return log;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    void know(String source, String token) {
        sourceByToken.put(token, source);
    }

    /** Returns all writes so far. Heartbeats change nothing and are not among them. */
    List<Write> writes() {
        return new ArrayList<>(writes);
    }

    /** Returns how many writes there are so far. */
    int count() {
        return writes.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                run(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean isKept = true;
            while (isKept) {
                Optional<HttpMessage> request = HttpMessage.read(in, false);
                if (request.isEmpty()) {
                    return;
                }
                HttpMessage answer = recorded(request.get());
                client.getOutputStream().write(answer.bytes());
                isKept = answer.isDelimited();
            }
        } catch (IOException e) {
            // One side disconnected.
        } finally {
            clients.remove(client);
        }
    }

    private HttpMessage recorded(HttpMessage request) throws IOException {
        long begin = System.nanoTime();
        try {
            return forward(request);
        } finally {
            String what = request.target();
            if (!READS.contains(what.split(" ", 2)[0]) && !what.endsWith(HEARTBEAT)) {
                String token = request.header("authorization").orElse("").replaceFirst("^\\S+ ", "");
                writes.add(new Write(
                        sourceByToken.getOrDefault(token, "unknown source"),
                        process(request),
                        what,
                        begin,
                        System.nanoTime()));
            }
        }
    }

    /** Returns the name that a process of a cluster has in its User-Agent. */
    private static String process(HttpMessage request) {
        return request.header("user-agent").orElse("").replaceFirst("^argus-glue \\((.*)\\)$", "$1");
    }

    private HttpMessage forward(HttpMessage request) throws IOException {
        try (Socket server = new Socket()) {
            server.connect(argus);
            server.setTcpNoDelay(true);
            server.getOutputStream()
                    .write(request.without("connection")
                            .with("Connection: close")
                            .bytes());
            return HttpMessage.read(new BufferedInputStream(server.getInputStream()), true)
                    .orElseThrow(() -> new IOException("the server closed the connection"))
                    .without("connection");
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "write-log");
        thread.setDaemon(true);
        thread.start();
    }
}
