package io.github.argusglue.core.argus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between a client and an HTTP server that injects network and server faults. Plain HTTP/1.1; connections to
 * the client are kept alive, each request uses a new connection to the server. A fault applies to requests whose
 * {@code METHOD target} matches; if several match, the oldest applies. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> forwarded = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration delay = Duration.ZERO;
    private volatile int bytesPerSecond = Integer.MAX_VALUE;
    private @Nullable ServerSocket listener;

    /** What to do with a request. */
    public enum ProxyFault {
        /** Read it, pass nothing on and close the connection. */
        CUT_BEFORE,
        /** Pass it on, and close the connection instead of passing on the answer. */
        DROP_ANSWER,
        /** Pass it on, and close the connection after half of the answer. */
        HALF_ANSWER,
        /** Read it and never answer. */
        HANG,
        /** Pass it on and answer, then close the connection without announcing it. */
        CLOSE_AFTER,
        /** Pass it on, and answer with the status and half of the body, framed as a complete answer. */
        GARBLED,
        /** Pass it on, and answer with the status and an HTML page instead of the body. */
        PAGE
    }

    /** A requested fault. */
    public final class FaultRule {
        private final Pattern pattern;
        private final @Nullable ProxyFault fault;
        private final @Nullable String answer;
        private final Duration before;
        private final Duration after;
        private final AtomicInteger left;
        private final AtomicInteger acted = new AtomicInteger();

        private FaultRule(
                int times,
                String requestPattern,
                @Nullable ProxyFault fault,
                @Nullable String answer,
                Duration before,
                Duration after) {
            this.pattern = Pattern.compile(requestPattern);
            this.fault = fault;
            this.answer = answer;
            this.before = before;
            this.after = after;
            this.left = new AtomicInteger(times);
        }

        /** Returns how many requests it has been applied to. */
        public int acted() {
            return acted.get();
        }

        /** Removes the fault. Requests to which it is being applied are not affected. */
        public void withdraw() {
            rules.remove(this);
        }
    }

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        ServerSocket first = listen(0);
        this.port = first.getLocalPort();
        accept(first);
    }

    /** Starts one on a free port of loopback, without faults. */
    public static FaultProxy start(URI target) throws IOException {
        int port = target.getPort() < 0 ? 80 : target.getPort();
        return new FaultProxy(new InetSocketAddress(target.getHost(), port));
    }

    /** Returns its address. */
    public URI url() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port);
    }

    /** Applies a fault to the next requests that match. */
    public FaultRule fail(int times, String requestPattern, ProxyFault fault) {
        return add(new FaultRule(times, requestPattern, fault, null, Duration.ZERO, Duration.ZERO));
    }

    /**
     * Delays the next requests that match, and their answers. If the client has disconnected in the meantime, the
     * request is dropped, as proxies do.
     */
    public FaultRule delay(int times, String requestPattern, Duration before, Duration after) {
        return add(new FaultRule(times, requestPattern, null, null, before, after));
    }

    /** Answers the next requests that match with status 200 and the given JSON. */
    public FaultRule lie(int times, String requestPattern, String json) {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json;
        return add(new FaultRule(times, requestPattern, null, answer, Duration.ZERO, Duration.ZERO));
    }

    /** Answers the next requests that match without the server; an empty {@code retryAfter} sends no such header. */
    public FaultRule answer(int times, String requestPattern, int status, String retryAfter) {
        String header = retryAfter.isEmpty() ? "" : "Retry-After: " + retryAfter + "\r\n";
        String answer = "HTTP/1.1 " + status + " Fault\r\nContent-Type: text/html\r\n" + header
                + "Content-Length: 5\r\n\r\nfault";
        return add(new FaultRule(times, requestPattern, null, answer, Duration.ZERO, Duration.ZERO));
    }

    /** Passes each request on only after a while. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Passes answers on slowly. */
    public void throttle(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Cuts all connections and refuses new ones. */
    public synchronized void down() throws IOException {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        cutConnections();
    }

    /** Accepts connections again on the same port. */
    public synchronized void up() throws IOException {
        if (listener == null) {
            accept(listen(port));
        }
    }

    /** Cuts all connections, including those in use. */
    public void cutConnections() {
        for (Socket socket : sockets) {
            close(socket);
        }
    }

    /** Removes all faults, delays and throttling; requests that hang continue to hang. */
    public void clear() {
        rules.clear();
        delay = Duration.ZERO;
        bytesPerSecond = Integer.MAX_VALUE;
    }

    /** Returns {@code METHOD target} of each request that arrived. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns {@code METHOD target} of each request that was passed on completely. */
    public List<String> forwarded() {
        return List.copyOf(forwarded);
    }

    /** Returns how many connections were made to it. */
    public int connections() {
        return connections.get();
    }

    /** Returns how many connections from clients are open. */
    public int openConnections() {
        return sockets.size();
    }

    /** Resets the counters. */
    public void forgetRequests() {
        requests.clear();
        forwarded.clear();
        connections.set(0);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        down();
    }

    private FaultRule add(FaultRule rule) {
        rules.add(rule);
        return rule;
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        // A closed port is free only after its thread has returned from accept().
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!socket.isBound()) {
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (BindException e) {
                if (System.nanoTime() - giveUp > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
        return socket;
    }

    private synchronized void accept(ServerSocket socket) {
        listener = socket;
        start("fault-proxy-" + port, () -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    connections.incrementAndGet();
                    sockets.add(client);
                    start("fault-proxy-" + client.getPort(), () -> serve(client));
                } catch (IOException e) {
                    // Closed by down().
                }
            }
        });
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                Optional<HttpMessage> request = HttpMessage.read(in, false);
                if (request.isEmpty() || !exchange(request.get(), client, in)) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side disconnected, perhaps on request.
        } finally {
            sockets.remove(client);
        }
    }

    /** Returns whether to keep the connection. */
    private boolean exchange(HttpMessage request, Socket client, InputStream in) throws IOException {
        requests.add(request.target());
        Optional<FaultRule> rule = take(request.target());
        String answer = rule.map(found -> found.answer).orElse(null);
        if (answer != null) {
            client.getOutputStream().write(HttpMessage.ascii(answer));
            return true;
        }
        ProxyFault fault = rule.map(found -> found.fault).orElse(null);
        if (fault == ProxyFault.HANG) {
            // Ends when the client, or a test, cuts the connection.
            return client.getInputStream().read() >= 0;
        }
        if (fault == ProxyFault.CUT_BEFORE
                || pause(delay)
                || leaves(client, in, rule.map(found -> found.before).orElse(Duration.ZERO))) {
            return false;
        }
        HttpMessage response = forward(request);
        if (fault == ProxyFault.DROP_ANSWER
                || leaves(client, in, rule.map(found -> found.after).orElse(Duration.ZERO))) {
            return false;
        }
        byte[] bytes = shown(response, fault).bytes();
        send(bytes, fault == ProxyFault.HALF_ANSWER ? bytes.length / 2 : bytes.length, client.getOutputStream());
        return (fault == null || fault == ProxyFault.GARBLED || fault == ProxyFault.PAGE) && response.isDelimited();
    }

    private static HttpMessage shown(HttpMessage response, @Nullable ProxyFault fault) {
        if (fault == ProxyFault.GARBLED) {
            return response.halved();
        }
        return fault == ProxyFault.PAGE ? response.withBody(HttpMessage.ascii("<html>Welcome</html>")) : response;
    }

    private HttpMessage forward(HttpMessage request) throws IOException {
        try (Socket server = new Socket()) {
            server.connect(target);
            server.setTcpNoDelay(true);
            sockets.add(server);
            server.getOutputStream()
                    .write(request.without("connection")
                            .with("Connection: close")
                            .bytes());
            forwarded.add(request.target());
            HttpMessage response = HttpMessage.read(new BufferedInputStream(server.getInputStream()), true)
                    .orElseThrow(() -> new IOException("the server closed the connection"));
            sockets.remove(server);
            return response.without("connection");
        }
    }

    private void send(byte[] bytes, int length, OutputStream out) throws IOException {
        int chunk = bytesPerSecond == Integer.MAX_VALUE ? length : Math.max(1, bytesPerSecond / 10);
        for (int from = 0; from < length; from += chunk) {
            out.write(bytes, from, Math.min(chunk, length - from));
            out.flush();
            if (chunk < length && pause(Duration.ofMillis(100))) {
                return;
            }
        }
    }

    private synchronized Optional<FaultRule> take(String request) {
        Optional<FaultRule> found = rules.stream()
                .filter(rule -> rule.pattern.matcher(request).matches())
                .findFirst();
        found.ifPresent(rule -> rule.acted.incrementAndGet());
        found.filter(rule -> rule.left.decrementAndGet() <= 0).ifPresent(rules::remove);
        return found;
    }

    /** Returns whether the proxy was closed in the meantime. */
    private boolean pause(Duration time) {
        try {
            return !time.isZero() && closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits and returns whether the client has disconnected in the meantime. */
    private static boolean leaves(Socket client, InputStream in, Duration time) throws IOException {
        if (time.isZero()) {
            return false;
        }
        client.setSoTimeout((int) time.toMillis());
        in.mark(1);
        try {
            boolean gone = in.read() < 0;
            in.reset();
            return gone;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            client.setSoTimeout(0);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed already.
        }
    }
}
