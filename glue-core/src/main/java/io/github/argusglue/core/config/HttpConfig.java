package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * The HTTP endpoint: the keys of {@code [http]}.
 *
 * @param listen {@code host:port}, or {@code off}
 * @param hookMaxBytes maximum size of a webhook body, both as sent and after decompression
 * @param hookTimeout maximum time to receive a webhook completely
 * @param hookRate sustained webhooks per second and source
 * @param hooksAtOnce concurrent webhooks per source
 */
public record HttpConfig(
        @Doc("Address to listen on: `host:port`, an IPv6 address in brackets, port 0 for any free port;"
                + " `off` to disable the endpoint. "
                + "Everyone who can reach it can read the status page and the metrics")
        @Default("127.0.0.1:9680")
        String listen,

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

    /** The defaults. */
    public static final HttpConfig DEFAULT =
            new HttpConfig("127.0.0.1:9680", 4_194_304, Duration.ofSeconds(10), 50, 32);

    /**
     * Validates the address.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public HttpConfig {
        if (!listen.equals(ListenAddress.OFF)) {
            ListenAddress.parse(listen);
        }
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
