package io.github.argusglue.core.control;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads and writes lines over a local socket with timeouts, so that a silent peer does not block anything. */
final class LineChannel implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final int maxBytes;

    /**
     * Creates a channel.
     *
     * @param maxBytes maximum length of a line that is read
     */
    LineChannel(SocketChannel channel, int maxBytes) throws IOException {
        this.channel = channel;
        this.maxBytes = maxBytes;
        channel.configureBlocking(false);
        this.selector = Selector.open();
    }

    /**
     * Reads one line, without its line end; anything after it is dropped.
     *
     * @throws EOFException if the peer closes before the end of the line
     * @throws SocketTimeoutException if it takes too long
     */
    String readLine(Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(8192);
        while (line.size() <= maxBytes) {
            await(SelectionKey.OP_READ, deadline);
            piece.clear();
            if (channel.read(piece) < 0) {
                throw new EOFException("connection closed in the middle of a line");
            }
            for (int i = 0; i < piece.position(); i++) {
                if (piece.get(i) == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(piece.get(i));
            }
        }
        throw new IOException("line longer than " + maxBytes + " bytes");
    }

    /**
     * Writes a line.
     *
     * @throws SocketTimeoutException if the peer takes too long to read it
     */
    void writeLine(String line, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            await(SelectionKey.OP_WRITE, deadline);
            channel.write(bytes);
        }
    }

    private void await(int operation, long deadline) throws IOException {
        channel.register(selector, operation);
        do {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("timeout");
            }
            selector.selectedKeys().clear();
            selector.select(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted");
            }
        } while (selector.selectedKeys().isEmpty());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
