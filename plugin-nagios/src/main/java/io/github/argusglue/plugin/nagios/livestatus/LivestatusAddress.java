package io.github.argusglue.plugin.nagios.livestatus;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Livestatus listens.
 *
 * @param text as configured
 * @param host host, without brackets; empty for a unix socket
 * @param port port of TCP; 0 for a unix socket
 * @param isTls whether the connection is encrypted
 */
record LivestatusAddress(String text, String host, int port, boolean isTls) {
    private static final Pattern TCP = Pattern.compile("(tls://)?(\\[[0-9a-fA-F:.%]+\\]|[^\\s:/\\[\\]]+):([0-9]{1,5})");

    static LivestatusAddress parse(String text) {
        if (text.startsWith("/")) {
            return new LivestatusAddress(text, "", 0, false);
        }
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches() || Integer.parseInt(tcp.group(3)) > 0xffff) {
            throw new IllegalArgumentException("'livestatus' must be the path of a socket, such as"
                    + " /var/cache/naemon/live, or host:6557, or tls://host:6557, not '" + text + "'");
        }
        String host = tcp.group(2).replaceAll("[\\[\\]]", "");
        return new LivestatusAddress(text, host, Integer.parseInt(tcp.group(3)), tcp.group(1) != null);
    }

    boolean isUnix() {
        return host.isEmpty();
    }

    /** Returns the address to connect to. Asks the name service. */
    SocketAddress resolve() {
        return isUnix() ? UnixDomainSocketAddress.of(Path.of(text)) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return text;
    }
}
