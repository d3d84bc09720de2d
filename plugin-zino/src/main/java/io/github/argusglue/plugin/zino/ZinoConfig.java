package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;

/**
 * Configuration of a source of type {@code zino}.
 *
 * @param server host name or address of the Zino server
 * @param port port of the command session
 * @param notifyPort port of the notification channel
 * @param user user name in Zino's secrets file
 * @param secret secret of that user
 * @param timeout maximum time for a connection and for each reply
 * @param resync how often all cases are read again
 * @param selection which cases become incidents
 * @param display how cases are shown in Argus
 * @param feedback what is applied to Zino, and which of its log entries are shown
 */
@CommonKeys({"acknowledge", "details_url"})
record ZinoConfig(
        @Doc("Host name or address (IPv4 or IPv6) of the Zino server")
        String server,

        @Doc("Port of Zino's command session (API)") @Default("8001") @Range(min = "1", max = "65535")
        int port,

        @Doc("Port of Zino's notification channel") @Default("8002") @Range(min = "1", max = "65535")
        int notifyPort,

        @Doc("User name in Zino's secrets file; use a separate user for argus-glue")
        String user,

        @Doc("Secret of that user") Secret secret,

        @Doc("Maximum time for a connection and for each reply") @Default("10s") @Range(min = "100ms", max = "5m")
        Duration timeout,

        @Doc("How often all cases are read again, since Zino does not announce every change")
        @Default("5m")
        @Range(min = "1s", max = "1d")
        Duration resync,

        @Inline SelectionConfig selection,
        @Inline CaseDisplayConfig display,
        @Inline FeedbackConfig feedback) {

    /**
     * Checks server and user.
     *
     * @throws IllegalArgumentException if server or user is not valid
     */
    ZinoConfig {
        requireServer("server", server);
        requireUser(user);
    }

    /** @throws IllegalArgumentException if this cannot be a host name or address */
    static void requireServer(String key, String server) {
        if (server.isBlank() || !server.equals(server.strip()) || server.contains("/")) {
            throw new IllegalArgumentException("'" + key + "' must be a host name or an address, not '" + server + "'");
        }
    }

    /** @throws IllegalArgumentException if this cannot be a user name */
    static void requireUser(String user) {
        if (!user.matches("[^\\s\\p{Cntrl}]+")) {
            throw new IllegalArgumentException(
                    "'user' must be one word, as in Zino's secrets file, not '" + user + "'");
        }
    }

    /** Returns the address of the command session, for messages. */
    String address() {
        return address(port);
    }

    /** Returns an address on this server, for messages. */
    String address(int at) {
        return (server.contains(":") ? "[" + server + "]" : server) + ":" + at;
    }
}
