package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to Zino, line by line. Used by one thread; {@link #close()} may come from another one and makes
 * whatever hangs return.
 */
final class Connection implements AutoCloseable {
    static final int LONGEST_LINE = 1 << 20;

    private final String address;
    private final Duration timeout;
    private final Socket socket;
    private final LineReader reader;

    private Connection(String address, Duration timeout, Socket socket, LineReader reader) {
        this.address = address;
        this.timeout = timeout;
        this.socket = socket;
        this.reader = reader;
    }

    /** Where sockets are shown as they are made, so that somebody else can close them while they connect. */
    interface Sockets {
        /** Takes a socket; closes it if everything is to end. */
        void add(Socket socket) throws IOException;
    }

    /** Connects to the first address of the host that answers. */
    static Connection open(ZinoConfig config, int port, Sockets sockets) throws SourceException {
        String address = config.address(port);
        @Nullable IOException failure = null;
        try {
            for (InetAddress target : InetAddress.getAllByName(config.server())) {
                Socket socket = new Socket();
                try {
                    sockets.add(socket);
                    socket.connect(new InetSocketAddress(target, port), millis(config.timeout()));
                    socket.setTcpNoDelay(true);
                    socket.setKeepAlive(true);
                    return new Connection(address, config.timeout(), socket, new LineReader(socket, LONGEST_LINE));
                } catch (IOException e) {
                    closeQuietly(socket);
                    failure = e;
                }
            }
        } catch (UnknownHostException e) {
            throw SourceException.unreachable(address + ": there is no such host: check 'server'", e);
        }
        String why = failure instanceof SocketTimeoutException
                ? "no connection within " + text(config.timeout())
                : String.valueOf(failure == null ? "no address" : failure.getMessage());
        throw SourceException.unreachable(
                address + ": cannot connect: " + why + ": check 'server' and that Zino runs", failure);
    }

    /** Returns one over a socket that is connected already. */
    static Connection over(Socket socket, ZinoConfig config) throws IOException {
        return new Connection(config.address(), config.timeout(), socket, new LineReader(socket, LONGEST_LINE));
    }

    private static int millis(Duration timeout) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
    }

    static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    String address() {
        return address;
    }

    void send(String what, String text) throws SourceException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(what, e);
        }
    }

    /** Returns when an answer that is asked for now has to be here. */
    long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout.toMillis());
    }

    /** @param what command that is being answered, for messages */
    String read(String what, long deadline) throws SourceException {
        try {
            return reader.readLine(deadline);
        } catch (IOException e) {
            throw failed(what, e);
        }
    }

    /** Reads without a failure of its own for a deadline. */
    LineReader lines() {
        return reader;
    }

    boolean hasMore(String what) throws SourceException {
        try {
            return reader.hasMore();
        } catch (IOException e) {
            throw failed(what, e);
        }
    }

    private SourceException failed(String what, IOException e) {
        String begin = address + ": " + what + ": ";
        if (e instanceof SocketTimeoutException) {
            return SourceException.unreachable(
                    begin + "no answer within " + text(timeout) + ": Zino may be frozen or overloaded", e);
        }
        if (e instanceof LineReader.TooLongException) {
            return SourceException.badAnswer(begin + e.getMessage() + ": is that Zino?", e);
        }
        return SourceException.unreachable(begin + e.getMessage(), e);
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
