package io.github.argusglue.core.http.page;

import io.github.argusglue.core.text.SafeText;

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
        String safe = SafeText.line(text);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /** Adds escaped text in which addresses of web pages are links. */
    Html linked(String text) {
        Links.write(this, SafeText.line(text));
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

    @Override
    public String toString() {
        return out.toString();
    }
}
