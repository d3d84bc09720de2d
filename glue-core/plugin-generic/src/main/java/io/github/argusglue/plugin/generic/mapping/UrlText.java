package io.github.argusglue.plugin.generic.mapping;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What may be inserted at which place of a URL. */
final class UrlText {
    private static final Pattern IN_HOST = Pattern.compile("[^/?#]*://[^/?#]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]*");

    private UrlText() {}

    /**
     * Returns a value in the form in which it can follow the beginning of a URL.
     *
     * @throws MappingException if it would be part of the host's name and cannot be
     */
    static String encoded(String value, CharSequence before) {
        if (before.length() == 0) {
            return value;
        } else if (IN_HOST.matcher(before).matches()) {
            if (!HOST.matcher(value).matches()) {
                throw new MappingException("'" + value + "' cannot be part of the host name of a URL");
            }
            return value;
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }
}
