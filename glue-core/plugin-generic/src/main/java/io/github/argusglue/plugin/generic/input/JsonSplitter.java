package io.github.argusglue.plugin.generic.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into the JSON objects and arrays that stand in it one after the other. An object may go over
 * several lines. What is not JSON is skipped up to the next line that begins with an object or array.
 */
final class JsonSplitter {
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 50;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Receiver receiver;
    private byte[] buffer = {};
    /** Where in the buffer that begins which is not split off yet: a document, or what is before one. */
    private int begin;

    private int end;
    /** Up to where in the buffer the parser has seen. */
    private int fed;

    private @Nullable Frame frame;
    /** The line of {@link #begin}. */
    private long line = 1;

    /** Whether the line of {@link #begin} is skipped up to its end. */
    private boolean isSkipping;

    /** Whether something was skipped since the last document. */
    private boolean hasFault;

    JsonSplitter(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Takes what is split. */
    interface Receiver {
        /** Takes a whole object or array that began in a line. */
        void document(byte[] json, long line);

        /** Takes what is wrong with the stream in a line; the next document is after it. */
        void fault(long line, String why);
    }

    /** A document that has begun and not ended. */
    private static final class Frame {
        final JsonParser parser;
        int depth;

        Frame() throws IOException {
            this.parser = FACTORY.createNonBlockingByteArrayParser();
        }

        /** Returns the length of the document if it ends in these bytes, otherwise -1. */
        int parse(byte[] bytes, int from, int to) throws IOException {
            ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, from, to);
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.NOT_AVAILABLE && token != null;
                    token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return (int) parser.currentLocation().getByteOffset();
                }
                if (depth > MAX_DEPTH) {
                    throw new JsonParseException(parser, "nested more than " + MAX_DEPTH + " deep");
                }
            }
            return -1;
        }
    }

    /** Takes the next bytes of the stream. */
    void feed(byte[] bytes, int length) {
        byte[] joined = new byte[end - begin + length];
        System.arraycopy(buffer, begin, joined, 0, end - begin);
        System.arraycopy(bytes, 0, joined, end - begin, length);
        buffer = joined;
        fed -= begin;
        begin = 0;
        end = joined.length;
        boolean more = true;
        while (more) {
            more = frame == null ? begin() : advance(frame);
        }
    }

    /** Says what is left when the stream has ended. */
    void end() {
        if (frame != null) {
            receiver.fault(line, "the stream ended within an object");
        }
    }

    /** Looks for the beginning of a document; false if that has not arrived. */
    private boolean begin() {
        if (isSkipping && !skipLine()) {
            return false;
        }
        while (begin < end && isSpace(buffer[begin])) {
            pass(1);
        }
        if (begin == end) {
            return false;
        }
        if (buffer[begin] != '{' && buffer[begin] != '[') {
            skip("expected a JSON object");
            return true;
        }
        try {
            frame = new Frame();
        } catch (IOException e) {
            throw new IllegalStateException("a parser that reads nothing yet", e);
        }
        fed = begin;
        return true;
    }

    /** Looks for the end of a document; false if that has not arrived. */
    private boolean advance(Frame current) {
        try {
            int length = current.parse(buffer, fed, end);
            fed = end;
            if (length < 0) {
                if (end - begin > MAX_BYTES) {
                    skip("an object of more than " + (MAX_BYTES >> 10) + " KiB");
                }
                return frame == null;
            }
            receiver.document(Arrays.copyOfRange(buffer, begin, begin + length), line);
            hasFault = false;
            frame = null;
            pass(length);
        } catch (IOException e) {
            String what =
                    String.valueOf(e instanceof JsonParseException json ? json.getOriginalMessage() : e.getMessage());
            skip("not valid JSON: " + what.lines().findFirst().orElse(""));
        }
        return true;
    }

    /** Gives up the line; reports only the first of several. */
    private void skip(String why) {
        if (!hasFault) {
            receiver.fault(line, why);
        }
        hasFault = true;
        frame = null;
        isSkipping = true;
    }

    /** Passes the rest of the line; false if its end has not arrived. */
    private boolean skipLine() {
        while (isSkipping && begin < end) {
            isSkipping = buffer[begin] != '\n';
            pass(1);
        }
        return !isSkipping;
    }

    private void pass(int length) {
        for (int i = 0; i < length; i++) {
            line += buffer[begin] == '\n' ? 1 : 0;
            begin++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
