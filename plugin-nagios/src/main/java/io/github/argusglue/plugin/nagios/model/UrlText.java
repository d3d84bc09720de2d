package io.github.argusglue.plugin.nagios.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as a part of a URL. */
public final class UrlText {
    private UrlText() {}

    /** Returns a text percent-encoded, for a path or a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
