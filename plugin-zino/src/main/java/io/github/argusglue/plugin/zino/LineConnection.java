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
 * A TCP connection to Zino that is read line by line. Used by one thread; {@link #close()} may be called by another one
 * and makes a blocked call return.
 */
final class LineConnection implements AutoCloseable {
    static final int MAX_LINE_LENGTH = 1 << 20;

    private final String address;
    private final Duration timeout;
    private final Socket socket;
    private final LineReader reader;

    private LineConnection(String address, Duration timeout, Socket socket, LineReader reader) {
        this.address = address;
        this.timeout = timeout;
        this.socket = socket;
        this.reader = reader;
    }

    /** Registers sockets when they are created, so that another thread can close them while they connect. */
    interface SocketRegistry {
        /** Registers a socket, or closes it if the adapter is being closed. */
        void add(Socket socket) throws IOException;
    }

    /** Connects to the first address of the host that accepts. */
    static LineConnection open(ZinoConfig config, int port, SocketRegistry sockets) throws SourceException {
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
                    return new LineConnection(
                            address, config.timeout(), socket, new LineReader(socket, MAX_LINE_LENGTH));
                } catch (IOException e) {
                    closeQuietly(socket);
                    failure = e;
                }
            }
        } catch (UnknownHostException e) {
            throw SourceException.unreachable(address + ": unknown host: check 'server'", e);
        }
        String why = failure instanceof SocketTimeoutException
                ? "no connection within " + format(config.timeout())
                : String.valueOf(failure == null ? "no address" : failure.getMessage());
        throw SourceException.unreachable(
                address + ": cannot connect: " + why + ": check 'server' and that Zino is running", failure);
    }

    /** Returns a connection that uses a connected socket. */
    static LineConnection ofSocket(Socket socket, ZinoConfig config) throws IOException {
        return new LineConnection(config.address(), config.timeout(), socket, new LineReader(socket, MAX_LINE_LENGTH));
    }

    private static int millis(Duration timeout) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
    }

    static String format(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    String address() {
        return address;
    }

    void send(String what, String text) throws SourceException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failure(what, e);
        }
    }

    /** Returns the deadline for the reply to a command that is sent now. */
    long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout.toMillis());
    }

    /** @param what the command, for messages */
    String read(String what, long deadline) throws SourceException {
        try {
            return reader.readLine(deadline);
        } catch (IOException e) {
            throw failure(what, e);
        }
    }

    /** Returns the reader, whose exceptions are plain {@link IOException}s. */
    LineReader lines() {
        return reader;
    }

    boolean hasPendingInput(String what) throws SourceException {
        try {
            return reader.hasPendingInput();
        } catch (IOException e) {
            throw failure(what, e);
        }
    }

    private SourceException failure(String what, IOException e) {
        String prefix = address + ": " + what + ": ";
        if (e instanceof SocketTimeoutException) {
            return SourceException.unreachable(
                    prefix + "no reply within " + format(timeout) + ": Zino may be frozen or overloaded", e);
        }
        if (e instanceof LineReader.TooLongException) {
            return SourceException.badAnswer(prefix + e.getMessage() + ": check that this is a Zino server", e);
        }
        return SourceException.unreachable(prefix + e.getMessage(), e);
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is discarded anyway.
        }
    }
}
