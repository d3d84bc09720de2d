package io.github.argusglue.core.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** An HTTP/1.1 client that sends bytes as the test wants: slowly, incompletely or incorrectly. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    public RawClient(URI url) {
        try {
            socket = new Socket(url.getHost(), url.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one request on a new connection; headers as lines. */
    public static Answer exchange(URI url, String method, String path, String headers, byte[] body) {
        try (RawClient client = new RawClient(url)) {
            String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
            client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + length + headers
                    + "\r\n");
            client.send(body);
            return client.receive();
        }
    }

    public static Answer get(URI url, String path) {
        return exchange(url, "GET", path, "", new byte[0]);
    }

    public void send(String text) {
        send(text.getBytes(ISO_8859_1));
    }

    /** Sends as much as the server accepts; it may have answered and closed the connection. */
    public void send(byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The response shows the outcome.
        }
    }

    /** Reads until the server closes the connection. */
    public Answer receive() {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read.write(buffer, 0, count);
            }
        } catch (SocketException e) {
            // The connection was reset; what was received before counts.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(read.toString(UTF_8));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole response. */
    public record Answer(String text) {
        /** 0 if there was no response. */
        public int status() {
            return text.length() < 12 ? 0 : Integer.parseInt(text.substring(9, 12));
        }

        public String body() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }

        public Optional<String> header(String name) {
            String wanted = name.toLowerCase(Locale.ROOT) + ":";
            int end = Math.max(0, text.indexOf("\r\n\r\n"));
            return text.substring(0, end)
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
                    .map(line -> line.substring(wanted.length()).strip())
                    .findFirst();
        }
    }
}
