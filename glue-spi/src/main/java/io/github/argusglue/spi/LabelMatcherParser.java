package io.github.argusglue.spi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses matchers as Alertmanager's UTF-8 parser does: names and values bare or in double quotes, quoted text with the
 * escapes of Go's string literals, matchers separated by commas, with or without braces around all of them.
 */
final class LabelMatcherParser {
    private static final String RESERVED = "{}!=~,\\\"'`";

    private final String text;
    private int at;

    LabelMatcherParser(String text) {
        this.text = text;
    }

    List<LabelMatcher> read() {
        List<LabelMatcher> all = new ArrayList<>();
        boolean brace = take("{");
        while (!isAtEnd() && !(brace && sees("}"))) {
            all.add(matcher());
            if (!take(",")) {
                break;
            }
        }
        if (brace && !take("}")) {
            throw fault(isAtEnd() ? "expected '}'" : "expected a comma or '}'");
        }
        if (!isAtEnd()) {
            throw fault(sees("}") ? "'}' without '{'" : "expected a comma");
        }
        return all;
    }

    private LabelMatcher matcher() {
        String name = word("a name");
        LabelMatcher.Operator operator = operator();
        String value = word("a value (\"\" for none)");
        return new LabelMatcher(name, operator, value);
    }

    private LabelMatcher.Operator operator() {
        if (take("=~")) {
            return LabelMatcher.Operator.MATCHES;
        } else if (take("!~")) {
            return LabelMatcher.Operator.NOT_MATCHES;
        } else if (take("!=")) {
            return LabelMatcher.Operator.NOT_EQUAL;
        } else if (take("=")) {
            return LabelMatcher.Operator.EQUAL;
        }
        throw fault("expected =, !=, =~ or !~");
    }

    private String word(String what) {
        skipBlanks();
        if (sees("\"")) {
            return quoted();
        }
        int from = at;
        while (at < text.length() && !isReserved(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == from) {
            throw fault("expected " + what);
        }
        return text.substring(from, at);
    }

    /** Returns whether a text can be written without quotes. */
    static boolean isBare(String text) {
        return !text.isEmpty() && text.codePoints().noneMatch(LabelMatcherParser::isReserved);
    }

    private static boolean isReserved(int c) {
        return RESERVED.indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Escapes may denote single bytes, so the text is decoded as UTF-8 only when it is complete. */
    private String quoted() {
        int from = at++;
        List<Byte> bytes = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '"') {
            int c = text.codePointAt(at);
            if (c == '\n') {
                throw fault("write a line break in quotes as \\n");
            } else if (c == '\\') {
                escape(bytes);
            } else {
                at += Character.charCount(c);
                append(bytes, c);
            }
        }
        if (at >= text.length()) {
            at = from;
            throw fault("missing closing '\"'");
        }
        at++;
        byte[] all = new byte[bytes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.get(i);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(all))
                    .toString();
        } catch (CharacterCodingException e) {
            at = from;
            throw fault("quoted text is not UTF-8");
        }
    }

    private void escape(List<Byte> bytes) {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        String simple = "abfnrtv\\\"";
        if (simple.indexOf(kind) >= 0) {
            bytes.add((byte) "\u0007\b\f\n\r\t\u000b\\\"".charAt(simple.indexOf(kind)));
            at += 2;
            return;
        }
        switch (kind) {
            case 'x' -> bytes.add((byte) number(2, 2, 16));
            case 'u' -> append(bytes, number(2, 4, 16));
            case 'U' -> append(bytes, number(2, 8, 16));
            case '0', '1', '2', '3' -> bytes.add((byte) number(1, 3, 8));
            default -> throw fault("'\\" + kind + "' is not an escape sequence; write a backslash twice: \\\\");
        }
    }

    private int number(int skip, int digits, int radix) {
        int from = at + skip;
        try {
            String number = text.substring(from, from + digits);
            if (!number.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
                throw fault("expected " + digits + " digits");
            }
            int value = Integer.parseInt(number, radix);
            at = from + digits;
            return value;
        } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
            throw fault("expected " + digits + " digits");
        }
    }

    private void append(List<Byte> bytes, int codePoint) {
        if (!Character.isValidCodePoint(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
            throw fault("no such character");
        }
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b);
        }
    }

    private boolean take(String sign) {
        if (!sees(sign)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private boolean sees(String sign) {
        skipBlanks();
        return text.startsWith(sign, at);
    }

    private boolean isAtEnd() {
        skipBlanks();
        return at >= text.length();
    }

    private void skipBlanks() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00a0')) {
            at++;
        }
    }

    private IllegalArgumentException fault(String what) {
        String found = at < text.length()
                ? " at character " + (at + 1) + " ('" + Character.toString(text.codePointAt(at)) + "')"
                : " at the end";
        boolean unquoted = at < text.length() && RESERVED.indexOf(text.charAt(at)) >= 0 && text.charAt(at) != '"';
        return new IllegalArgumentException("'" + text + "': " + what + found
                + (unquoted ? "; put values with {}!=~,\\\"'` or blanks in double quotes" : ""));
    }
}
