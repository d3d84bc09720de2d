package io.github.argusglue.core.argus;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An HTTP/1.1 message as it is on the wire.
 *
 * @param head lines of the head
 * @param body as framed, so chunks and all
 */
public record HttpMessage(List<String> head, Body body) {
    private static final int MOST_HEAD = 65_536;

    /** The bytes of a body. */
    public static final class Body {
        private final byte[] bytes;

        public Body(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * Reads a message; empty if the other side closed instead of sending one. An answer's body may end with the stream.
     */
    public static Optional<HttpMessage> read(InputStream in, boolean answer) throws IOException {
        String head = readHead(in);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        HttpMessage message = new HttpMessage(List.of(head.split("\r\n", -1)), new Body(new byte[0]));
        String length = message.header("content-length").orElse(answer ? "" : "0");
        byte[] body = length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        if (!length.isEmpty() && body.length < Integer.parseInt(length)) {
            throw new EOFException("body cut short");
        }
        return Optional.of(new HttpMessage(message.head, new Body(body)));
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0 || head.size() > MOST_HEAD) {
                return "";
            }
            head.write(next);
            boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - 4);
    }

    /** Returns method and target of a request. */
    public String target() {
        String line = head.get(0);
        int end = line.lastIndexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }

    public Optional<String> header(String name) {
        return head.stream()
                .skip(1)
                .filter(line -> isHeader(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** Returns whether the end of the message can be detected before the connection ends. */
    public boolean isDelimited() {
        return header("content-length").isPresent()
                || header("transfer-encoding").isPresent()
                || head.get(0).contains(" 204 ")
                || head.get(0).contains(" 304 ");
    }

    public HttpMessage without(String name) {
        return new HttpMessage(
                head.stream().filter(line -> !isHeader(line, name)).toList(), body);
    }

    public HttpMessage with(String line) {
        return new HttpMessage(Stream.concat(head.stream(), Stream.of(line)).toList(), body);
    }

    /** Returns a copy with half of the body, framed as a complete body. */
    public HttpMessage halved() {
        return withBody(Arrays.copyOf(body.bytes, body.bytes.length / 2));
    }

    /** Returns a copy with another body. */
    public HttpMessage withBody(byte[] other) {
        return new HttpMessage(head, new Body(other))
                .without("content-length")
                .without("transfer-encoding")
                .with("Content-Length: " + other.length);
    }

    public byte[] bytes() {
        byte[] lines = ascii(head.stream().collect(Collectors.joining("\r\n")) + "\r\n\r\n");
        byte[] all = Arrays.copyOf(lines, lines.length + body.bytes.length);
        System.arraycopy(body.bytes, 0, all, lines.length, body.bytes.length);
        return all;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isHeader(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
    }
}
