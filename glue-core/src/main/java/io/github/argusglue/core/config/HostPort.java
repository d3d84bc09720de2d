package io.github.argusglue.core.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and port.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port from 1
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\[\\]:/\\s]+)):([0-9]{1,5})");

    /**
     * Parses a host and port.
     *
     * @throws IllegalArgumentException if the text is invalid; the message shows examples
     */
    static HostPort parse(String key, String text) {
        Matcher parts = FORM.matcher(text);
        int port = parts.matches() ? Integer.parseInt(parts.group(3)) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("'" + key
                    + "' must be like \"zino1.example.org:8000\" or \"[2001:db8::1]:8000\", got \"" + text + "\"");
        }
        return new HostPort(parts.group(1) == null ? parts.group(2) : parts.group(1), port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
