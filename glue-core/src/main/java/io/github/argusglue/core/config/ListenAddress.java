package io.github.argusglue.core.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 0 for any free port
 */
public record ListenAddress(String host, int port) {
    static final String OFF = "off";

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\[\\]:/\\s]+)):([0-9]{1,5})");
    private static final Pattern IPV4 = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if the text is invalid; the message shows examples
     */
    static ListenAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
            throw new IllegalArgumentException(
                    "'listen' must be like \"127.0.0.1:9680\", \"[::1]:9680\" or \"off\", got \"" + text + "\"");
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        if (host.equals("*")) {
            throw new IllegalArgumentException("'listen' must name an address: for all addresses of this machine, write"
                    + " \"[::]:" + parts.group(3) + "\", or \"0.0.0.0:" + parts.group(3) + "\" for IPv4 alone");
        }
        return new ListenAddress(host, Integer.parseInt(parts.group(3)));
    }

    /**
     * Returns whether only this machine can reach it. Names are not resolved: an unknown name is not considered local.
     */
    public boolean isLoopback() {
        if (host.equals("localhost") || IPV4.matcher(host).matches()) {
            return true;
        }
        try {
            // A literal address with a colon is not resolved.
            return host.contains(":") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
