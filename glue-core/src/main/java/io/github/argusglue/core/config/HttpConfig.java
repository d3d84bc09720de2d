package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The HTTP endpoint: the keys of {@code [http]}.
 *
 * @param listen {@code host:port}, or {@code off}
 * @param hosts names and addresses to answer to, in addition to the machine's own
 * @param connectionsPerAddress open connections that one client address may have
 * @param hookMaxBytes maximum size of a webhook body, both as sent and after decompression
 * @param hookTimeout maximum time to receive a webhook completely
 * @param hookRate sustained webhooks per second and source
 * @param hooksAtOnce concurrent webhooks per source
 */
@CommonKeys("listen")
public record HttpConfig(
        @Doc("Address to listen on: `host:port`, an IPv6 address in brackets, port 0 for any free port;"
                + " `off` to disable the endpoint. "
                + "Everyone who can reach it can read the status page and the metrics")
        @Default("127.0.0.1:9680")
        String listen,

        @Doc("Names and addresses that clients may use for the endpoint in addition to `localhost`, the names of this"
                + " machine, that of `listen` and the address that was connected to. A request with another name in"
                + " its header `Host` is answered with 421, so that a page in a browser cannot read the endpoint"
                + " through a name of its own. A web server in front often passes on its own name: add it")
        List<String> hosts,

        @Doc("Maximum number of open connections per client address. A further one closes the connection from there"
                + " that has been without a request the longest")
        @Default("128")
        @Range(min = "8", max = "512")
        int connectionsPerAddress,

        @Doc("Maximum size of a webhook body in bytes, both as sent and after decompression")
        @Default("4194304")
        @Range(min = "1024", max = "67108864")
        int hookMaxBytes,

        @Doc("Maximum time to receive a webhook completely; otherwise it is rejected")
        @Default("10s")
        @Range(min = "1s", max = "2m")
        Duration hookTimeout,

        @Doc("Webhooks per second that a source accepts continuously; bursts may be ten times as large")
        @Default("50")
        @Range(min = "1", max = "10000")
        int hookRate,

        @Doc("Maximum number of concurrent webhooks per source") @Default("32") @Range(min = "1", max = "1000")
        int hooksAtOnce) {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** The defaults. */
    public static final HttpConfig DEFAULT =
            new HttpConfig("127.0.0.1:9680", List.of(), 128, 4_194_304, Duration.ofSeconds(10), 50, 32);

    /**
     * Validates the address and the hosts.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public HttpConfig {
        if (!listen.equals(ListenAddress.OFF)) {
            ListenAddress.parse(listen);
        }
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("'hosts' must contain names like \"glue.example.org\" or addresses"
                        + " like \"192.0.2.7\" and \"2001:db8::7\", without scheme, port and brackets, got \"" + host
                        + "\"");
            }
        }
        hosts = List.copyOf(hosts);
    }

    /**
     * Returns the same configuration for another address.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public HttpConfig listeningOn(String address) {
        return new HttpConfig(address, hosts, connectionsPerAddress, hookMaxBytes, hookTimeout, hookRate, hooksAtOnce);
    }

    /** Returns whether the endpoint is enabled. */
    public boolean isOn() {
        return !listen.equals(ListenAddress.OFF);
    }

    /** Returns the address to listen on; only if it {@linkplain #isOn() is on}. */
    public ListenAddress address() {
        return ListenAddress.parse(listen);
    }
}
