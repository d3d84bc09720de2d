package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.HttpAccess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Livestatus is reached.
 *
 * @param livestatus path of its unix socket, {@code host:port}, or {@code tls://host:port}
 * @param access the timeout of each query and, for {@code tls://}, {@code ca_file} and {@code server_name}; its other
 *     keys mean nothing here
 */
record LivestatusConfig(String livestatus, HttpAccess access) {
    private static final Pattern TCP =
            Pattern.compile("(?:tls://)?(?:\\[[0-9a-fA-F:.%]+]|[^\\s:/\\[\\]]+):([0-9]{1,5})");

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is not one; the message says what to write
     */
    LivestatusConfig {
        Matcher tcp = TCP.matcher(livestatus);
        if (!livestatus.startsWith("/") && (!tcp.matches() || Integer.parseInt(tcp.group(1)) > 0xffff)) {
            throw new IllegalArgumentException("'livestatus' must be the path of a socket, such as"
                    + " /var/cache/naemon/live, or host:6557, or tls://host:6557, not '" + livestatus + "'");
        }
    }

    boolean isUnix() {
        return livestatus.startsWith("/");
    }

    boolean isTls() {
        return livestatus.startsWith("tls://");
    }

    String host() {
        return livestatus.substring(isTls() ? "tls://".length() : 0, livestatus.lastIndexOf(':'));
    }

    /** Returns the address to connect to. Asks the name service. */
    SocketAddress resolve() throws UnknownHostException {
        return isUnix()
                ? UnixDomainSocketAddress.of(livestatus)
                : new InetSocketAddress(
                        InetAddress.getByName(host()),
                        Integer.parseInt(livestatus.substring(livestatus.lastIndexOf(':') + 1)));
    }
}
