package io.github.argusglue.core.http.page;

/** An HTML builder. All external text is escaped. Owned by one thread. */
final class Html {
    private final StringBuilder out = new StringBuilder(16_384);

    /** Adds trusted markup unchanged. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds escaped text, for content and for quoted attributes. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isShown(c) ? c : ' ');
            }
        }
        return this;
    }

    Html text(long number) {
        out.append(number);
        return this;
    }

    /** Adds an element that only contains text; the tag may have attributes. */
    Html element(String tag, String text) {
        int blank = tag.indexOf(' ');
        raw("<").raw(tag).raw(">").text(text);
        return raw("</").raw(blank < 0 ? tag : tag.substring(0, blank)).raw(">");
    }

    /**
     * Control characters are invalid in HTML, and those that change the writing direction can make a text misleading.
     */
    private static boolean isShown(char c) {
        return c >= ' '
                && c != 0x7f
                && !(c >= 0x80 && c < 0xa0)
                && !(c >= 0x202a && c <= 0x202e)
                && !(c >= 0x2066 && c <= 0x2069);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
