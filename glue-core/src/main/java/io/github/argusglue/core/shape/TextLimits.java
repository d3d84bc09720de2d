package io.github.argusglue.core.shape;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Removes from a text what Argus rejects and limits its length. */
final class TextLimits {
    private static final String ELLIPSIS = "…";

    private final Consumer<String> warn;

    TextLimits(Consumer<String> warn) {
        this.warn = warn;
    }

    /** Returns a text as Argus stores it: trimmed, without NUL and unpaired surrogates, with a maximum length. */
    String fit(String what, String value, int maxChars) {
        return trim(fitUntrimmed(what, value, maxChars));
    }

    String fitUntrimmed(String what, String value, int maxChars) {
        String clean = clean(what, value);
        if (clean.length() <= maxChars) {
            return clean;
        }
        warn.accept(what + " is shortened to " + maxChars + " characters");
        return truncate(clean, maxChars - ELLIPSIS.length()).stripTrailing() + ELLIPSIS;
    }

    String fitBytes(String what, String value, int maxBytes) {
        String clean = clean(what, value);
        if (bytes(clean) <= maxBytes) {
            return trim(clean);
        }
        warn.accept(what + " is shortened to " + maxBytes + " bytes");
        int chars = Math.min(clean.length(), maxBytes);
        while (bytes(clean.substring(0, chars)) > maxBytes - 3) {
            chars -= Math.max(1, (bytes(clean.substring(0, chars)) - maxBytes + 3) / 4);
        }
        return trim(truncate(clean, chars)) + ELLIPSIS;
    }

    /** Returns the beginning of a text, for messages. */
    static String excerpt(String value) {
        return value.length() <= 100 ? value : truncate(value, 100) + ELLIPSIS;
    }

    /** Trims as the server does: Python also strips no-break spaces and U+0085, which {@link String#strip} does not. */
    static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    static boolean isTrimmed(String value) {
        return value.isEmpty() || (!isBlank(value.charAt(0)) && !isBlank(value.charAt(value.length() - 1)));
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean isClean(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\0') {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(value, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private String clean(String what, String value) {
        if (isClean(value)) {
            return value;
        }
        warn.accept(what + " contains NUL or invalid characters, which are removed");
        StringBuilder clean = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPair(value, i)) {
                clean.append(c).append(value.charAt(++i));
            } else if (c != '\0' && !Character.isSurrogate(c)) {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static boolean isPair(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
    }

    private static String truncate(String value, int chars) {
        int end = chars > 0 && Character.isHighSurrogate(value.charAt(chars - 1)) ? chars - 1 : chars;
        return value.substring(0, end);
    }
}
