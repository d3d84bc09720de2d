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

/** Lines over a local socket, each under a deadline: whoever falls silent at the other end holds nobody up. */
final class LineChannel implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final int mostBytes;

    /** @param mostBytes how long a line that is read may be */
    LineChannel(SocketChannel channel, int mostBytes) throws IOException {
        this.channel = channel;
        this.mostBytes = mostBytes;
        channel.configureBlocking(false);
        this.selector = Selector.open();
    }

    /**
     * Returns one line without its end; what comes after it is dropped.
     *
     * @throws EOFException if the other end closes before
     * @throws SocketTimeoutException if it takes too long
     */
    String readLine(Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(8192);
        while (line.size() <= mostBytes) {
            await(SelectionKey.OP_READ, deadline);
            piece.clear();
            if (channel.read(piece) < 0) {
                throw new EOFException("closed in the middle of a line");
            }
            for (int i = 0; i < piece.position(); i++) {
                if (piece.get(i) == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(piece.get(i));
            }
        }
        throw new IOException("a line of more than " + mostBytes + " bytes");
    }

    /** @throws SocketTimeoutException if the other end takes too long to read it */
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
                throw new SocketTimeoutException("nothing came in time");
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
