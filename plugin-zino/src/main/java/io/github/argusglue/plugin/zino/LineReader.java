package io.github.argusglue.plugin.zino;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads lines from a socket. Bytes are kept until a line is complete and decoded only then, so characters are not split
 * at packet borders. Reading can continue after a timeout.
 */
final class LineReader {
    /** Waits without a limit. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Encoding of old Zino data and old clients' notes that are not UTF-8. */
    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private final Socket socket;
    private final InputStream in;
    private final int maxLineLength;
    private final byte[] buffer = new byte[8192];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int next;
    private int end;
    private long allowed = Long.MAX_VALUE;
    private long left = Long.MAX_VALUE;

    LineReader(Socket socket, int maxLineLength) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.maxLineLength = maxLineLength;
    }

    /** A line that is longer than the limit. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        TooLongException(String message) {
            super(message);
        }
    }

    /** Sets how many bytes may be received from now until the next call of {@link #beginAnswer}. */
    void allow(long bytes) {
        allowed = bytes;
        left = bytes;
    }

    /** Begins to count anew. */
    void beginAnswer() {
        left = allowed;
    }

    /**
     * Returns the next line without its line break.
     *
     * @param deadline in nanoseconds of the monotonic clock
     * @throws SocketTimeoutException at the deadline; the part of the line received so far is kept
     */
    String readLine(long deadline) throws IOException {
        while (true) {
            for (int i = next; i < end; i++) {
                if (buffer[i] == '\n') {
                    append(i - next);
                    next = i + 1;
                    return takeLine();
                }
            }
            append(end - next);
            next = 0;
            end = 0;
            fill(deadline);
        }
    }

    /** Checks the length of the line, however it was split into packets. */
    private void append(int length) throws TooLongException {
        line.write(buffer, next, length);
        if (line.size() > maxLineLength) {
            throw new TooLongException("a line longer than " + maxLineLength + " bytes");
        }
    }

    private void fill(long deadline) throws IOException {
        int wait = 0;
        if (deadline != NO_DEADLINE) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("no reply in time");
            }
            wait = (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
        socket.setSoTimeout(wait);
        int read = in.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw new EOFException(
                    line.size() == 0
                            ? "connection closed by Zino"
                            : "connection closed by Zino in the middle of a line");
        }
        end = read;
        left -= read;
        if (left < 0) {
            throw new TooLongException("an answer of more than " + allowed + " bytes ('max_answer_bytes')");
        }
    }

    private String takeLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        return decode(bytes, length);
    }

    static String decode(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, 0, length, FALLBACK);
        }
    }

    /** Returns whether input is available that does not belong to a line returned so far. */
    boolean hasPendingInput() throws IOException {
        return next < end || line.size() > 0 || in.available() > 0;
    }

    /** Returns whether a complete line is available without waiting. */
    boolean hasLine() {
        for (int i = next; i < end; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
