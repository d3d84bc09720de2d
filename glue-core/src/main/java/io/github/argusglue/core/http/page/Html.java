package io.github.argusglue.core.http.page;

/** HTML in the making. Whatever comes from outside goes in as text and comes out escaped. Owned by one thread. */
final class Html {
    private final StringBuilder out = new StringBuilder(16_384);

    /** Adds markup of our own, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds text, for content and quoted attributes alike. */
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

    /** Adds an element with nothing but text in it; the tag may have attributes. */
    Html element(String tag, String text) {
        int blank = tag.indexOf(' ');
        raw("<").raw(tag).raw(">").text(text);
        return raw("</").raw(blank < 0 ? tag : tag.substring(0, blank)).raw(">");
    }

    /** Control characters are no HTML, and those that turn the direction of writing can make a text lie. */
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
