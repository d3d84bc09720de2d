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
 * Lines of one connection. Bytes are kept until a line is whole and decoded only then, so a character that came in two
 * pieces is not torn; a wait that was given up can be taken up again.
 */
final class LineReader {
    /** Never to be reached. */
    static final long FOR_EVER = Long.MAX_VALUE;

    /** What an old Zino, or an old client's note, may hold instead of UTF-8. */
    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private final Socket socket;
    private final InputStream in;
    private final int longestLine;
    private final byte[] buffer = new byte[8192];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int next;
    private int end;

    LineReader(Socket socket, int longestLine) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.longestLine = longestLine;
    }

    /** A line longer than what can be sensible. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        TooLongException(String message) {
            super(message);
        }
    }

    /**
     * Returns the next line without its end.
     *
     * @param deadline of the monotonic clock
     * @throws SocketTimeoutException at the deadline; what came of the line so far is kept
     */
    String readLine(long deadline) throws IOException {
        while (true) {
            for (int i = next; i < end; i++) {
                if (buffer[i] == '\n') {
                    append(i - next);
                    next = i + 1;
                    return take();
                }
            }
            append(end - next);
            next = 0;
            end = 0;
            fill(deadline);
        }
    }

    /** However it came in pieces, a line is too long or is not. */
    private void append(int length) throws TooLongException {
        line.write(buffer, next, length);
        if (line.size() > longestLine) {
            throw new TooLongException("a line of more than " + longestLine + " bytes");
        }
    }

    private void fill(long deadline) throws IOException {
        int wait = 0;
        if (deadline != FOR_EVER) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            wait = (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
        socket.setSoTimeout(wait);
        int read = in.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw new EOFException(
                    line.size() == 0 ? "it closed the connection" : "it closed the connection in the middle of a line");
        }
        end = read;
    }

    private String take() {
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

    /** Tells whether bytes are here, or wait to be read, that belong to no line taken so far. */
    boolean hasMore() throws IOException {
        return next < end || line.size() > 0 || in.available() > 0;
    }

    /** Tells whether a whole line can be had without waiting. */
    boolean hasLine() {
        for (int i = next; i < end; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
