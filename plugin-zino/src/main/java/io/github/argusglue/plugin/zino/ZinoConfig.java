package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;

/**
 * Keys of a source of type {@code zino}.
 *
 * @param server where Zino runs
 * @param port of the command session
 * @param notifyPort of the notification channel
 * @param user in Zino's secrets file
 * @param secret of that user
 * @param timeout for a connection and for each reply
 * @param resync how often all cases are read again
 * @param selection which cases become incidents
 * @param presentation what they look like
 * @param writing what is carried back to Zino, and which of its lines are shown
 */
public record ZinoConfig(
        @Doc("Host name or address, IPv4 or IPv6, of the machine that Zino runs on")
        String server,

        @Doc("Port of Zino's command session") @Default("8001") @Range(min = "1", max = "65535")
        int port,

        @Doc("Port of Zino's notification channel") @Default("8002") @Range(min = "1", max = "65535")
        int notifyPort,

        @Doc("User name in Zino's secrets file; give argus-glue one of its own")
        String user,

        @Doc("Secret of that user") Secret secret,

        @Doc("Longest wait for a connection and for each answer") @Default("10s") @Range(min = "100ms", max = "5m")
        Duration timeout,

        @Doc("How often all cases are read again, whatever Zino has announced: some changes it never announces")
        @Default("5m")
        @Range(min = "1s", max = "1d")
        Duration resync,

        @Inline Selection selection,
        @Inline Presentation presentation,
        @Inline Writing writing) {

    /**
     * Checks what the types do not.
     *
     * @throws IllegalArgumentException if server or user cannot be ones
     */
    public ZinoConfig {
        requireServer("server", server);
        requireUser(user);
    }

    /** @throws IllegalArgumentException if no machine can be called so */
    static void requireServer(String key, String server) {
        if (server.isBlank() || !server.equals(server.strip()) || server.contains("/")) {
            throw new IllegalArgumentException("'" + key + "' must be a host name or an address, not '" + server + "'");
        }
    }

    /** @throws IllegalArgumentException if no user can be called so */
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
