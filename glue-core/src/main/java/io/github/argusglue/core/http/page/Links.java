package io.github.argusglue.core.http.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the addresses of web pages in a text from outside, and makes links of them. */
final class Links {
    /** Not within another word, such as {@code git+http://}; ends where an address in a sentence can end. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![A-Za-z0-9+.-])https?://[A-Za-z0-9\\[][^\\s\"'`<>|\\\\^{}…]*");

    private static final String AFTER_A_SENTENCE = ".,;:!?*";
    private static final String BREAK_AFTER = "/?&";

    private Links() {}

    static void write(Html html, String text) {
        Matcher found = ADDRESS.matcher(text);
        int done = 0;
        while (found.find()) {
            int end = end(text, found.start(), found.end());
            // A text that was shortened in the middle of an address: the rest of it would be another page.
            boolean isCut = found.end() < text.length() && text.charAt(found.end()) == '…';
            String address = text.substring(found.start(), end);
            if (!isCut && !hidesItsHost(address)) {
                html.text(text.substring(done, found.start()));
                html.raw("<a rel=\"noreferrer\" href=\"").text(address).raw("\">");
                breakable(html, address);
                html.raw("</a>");
                done = end;
            }
        }
        html.text(text.substring(done));
    }

    /** Leaves out what belongs to the sentence around an address, and a bracket that was opened before it. */
    private static int end(String text, int start, int end) {
        int last = end;
        while (last > start) {
            char c = text.charAt(last - 1);
            String before = text.substring(start, last);
            boolean isOutside = AFTER_A_SENTENCE.indexOf(c) >= 0
                    || (c == ')' && count(before, ')') > count(before, '('))
                    || (c == ']' && count(before, ']') > count(before, '['));
            if (!isOutside) {
                return last;
            }
            last--;
        }
        return last;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    /** In {@code http://known.example.org@evil}, the host is evil. */
    private static boolean hidesItsHost(String address) {
        String authority = address.split("[/?#]", 4)[2];
        return authority.contains("@");
    }

    /** Long addresses are broken between their parts. */
    private static void breakable(Html html, String address) {
        int from = 0;
        for (int i = address.indexOf("//") + 2; i < address.length(); i++) {
            if (BREAK_AFTER.indexOf(address.charAt(i)) >= 0) {
                html.text(address.substring(from, i + 1)).raw("<wbr>");
                from = i + 1;
            }
        }
        html.text(address.substring(from));
    }
}
