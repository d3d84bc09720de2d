package io.github.argusglue.core.argus.http;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error response of the server.
 *
 * @param status HTTP status
 * @param contentType empty if the answer has none
 * @param body beginning of the body
 * @param retryAfter header; null if absent
 * @param location header; null if absent
 */
record ErrorResponse(
        int status,
        String contentType,
        String body,
        @Nullable String retryAfter,
        @Nullable String location) {
    /** Maximum number of bytes of the body that are read. */
    static final int READ_LIMIT = 16_384;

    private static final int EXCERPT = 200;
    private static final Pattern TAGS = Pattern.compile("(?s)<(script|style)\\b.*?</\\1>|<[^>]*>");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");

    /** Returns whether this can be from Argus: a proxy may put its own page into an answer and keep the type. */
    boolean isJson() {
        return isJson(contentType) && !body.stripLeading().startsWith("<");
    }

    static boolean isJson(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    /** Returns the readable text of the body as one short line, without the given secret. */
    String excerpt(String secret) {
        String text = isJson() ? body : TAGS.matcher(body).replaceAll(" ");
        text = BLANK.matcher(text).replaceAll(" ").strip();
        if (!secret.isEmpty()) {
            text = text.replace(secret, "****");
        }
        return shorten(text, EXCERPT);
    }

    /** Shortens a text, but never cuts a character in half. */
    static String shorten(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "…";
    }
}
