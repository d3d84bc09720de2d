package io.github.argusglue.plugin.prometheus.standin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An HTTP server on the loopback address that can also answer in invalid ways. The JDK's server cannot truncate a
 * response, and writes the real time into {@code Date}, while the tests need a simulated one.
 */
public final class TinyHttpServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Function<Request, Response> handler;
    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * One request.
     *
     * @param query decoded parameters, values in their order
     * @param headers by lower-case name
     * @param body empty if there is none
     */
    public record Request(
            String method, String path, Map<String, List<String>> query, Map<String, String> headers, String body) {}

    /**
     * One answer.
     *
     * @param sent how many bytes of the body are sent before the connection is cut; all of them if it is that long, not
     *     even the head if negative
     * @param delay before anything is sent; longer than a test lasts is for ever
     */
    public record Response(int status, String body, Instant date, int sent, Duration delay) {

        /** Returns a valid JSON response. */
        public static Response json(String body, Instant date) {
            return new Response(200, body, date, Integer.MAX_VALUE, Duration.ZERO);
        }

        /** Returns an error response. */
        public static Response refusal(int status, String body, Instant date) {
            return new Response(status, body, date, Integer.MAX_VALUE, Duration.ZERO);
        }

        /** Returns a copy that ends in the middle. */
        public Response cutAfter(int bytes) {
            return new Response(status, body, date, bytes, delay);
        }

        /** Returns a copy that is delayed. */
        public Response after(Duration wait) {
            return new Response(status, body, date, sent, wait);
        }
    }

    /** Starts a server on a free port. */
    public TinyHttpServer(Function<Request, Response> handler) {
        this.handler = handler;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("accept", this::accept);
    }

    /** Returns its address. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void daemon(String what, Runnable task) {
        Thread thread = new Thread(task, "tiny-http-" + listener.getLocalPort() + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.put(socket, true);
                daemon("serve", () -> serve(socket));
            } catch (IOException e) {
                return; // The server was stopped.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                Response response = handler.apply(request(line, in));
                if (!send(response, socket.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // The client has gone.
        } finally {
            open.remove(socket);
        }
    }

    private static Request request(String line, BufferedReader in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        String[] words = line.split(" ", -1);
        String target = words[1];
        int mark = target.indexOf('?');
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                String[] both = pair.split("=", 2);
                query.computeIfAbsent(both[0], name -> new ArrayList<>())
                        .add(URLDecoder.decode(both.length > 1 ? both[1] : "", StandardCharsets.UTF_8));
            }
        }
        return new Request(words[0], mark < 0 ? target : target.substring(0, mark), query, headers, body(headers, in));
    }

    /** The reader treats each byte as a character, so that the length is right. */
    private static String body(Map<String, String> headers, BufferedReader in) throws IOException {
        char[] bytes = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        int length = 0;
        while (length < bytes.length) {
            int more = in.read(bytes, length, bytes.length - length);
            if (more < 0) {
                throw new IOException("the body breaks off");
            }
            length += more;
        }
        return new String(new String(bytes).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Sends the response; returns false if the connection has to be closed. */
    private boolean send(Response response, OutputStream out) throws IOException {
        if (!response.delay().isZero() && isClosedWithin(response.delay())) {
            return false;
        }
        if (response.sent() < 0) {
            return false;
        }
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + response.status() + " x\r\nContent-Type: application/json\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(response.date().atOffset(ZoneOffset.UTC))
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        int length = Math.min(response.sent(), body.length);
        out.write(body, 0, length);
        out.flush();
        return length == body.length;
    }

    private boolean isClosedWithin(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open.keySet()) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
