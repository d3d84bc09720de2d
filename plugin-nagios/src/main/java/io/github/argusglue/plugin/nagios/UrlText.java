package io.github.argusglue.plugin.nagios;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as a part of a URL. */
final class UrlText {
    private UrlText() {}

    /** Returns a text percent-encoded, for a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
