package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import java.time.Duration;

/**
 * The HTTP endpoint: the keys of {@code [http]}.
 *
 * @param listen {@code host:port}, or {@code off}
 * @param hookMaxBytes longest body of a webhook, as sent and as inflated
 * @param hookTimeout longest time until a webhook has arrived whole
 * @param hookRate webhooks a second that one source takes for long
 * @param hooksAtOnce webhooks of one source that may be under way
 */
public record HttpConfig(
        @Doc(
                "Where to listen: `host:port`, an IPv6 address in brackets, port 0 for any that is free; `off` for not at all. "
                        + "Whoever can reach it can read the status page and the metrics")
        @Default("127.0.0.1:9680")
        String listen,

        @Doc("Longest body of a webhook, in bytes, as it is sent and after it was inflated")
        @Default("4194304")
        @Range(min = "1024", max = "67108864")
        int hookMaxBytes,

        @Doc("A webhook that has not arrived whole by then is refused") @Default("10s") @Range(min = "1s", max = "2m")
        Duration hookTimeout,

        @Doc("So many webhooks a second one source takes for long; ten times as many may come at once")
        @Default("50")
        @Range(min = "1", max = "10000")
        int hookRate,

        @Doc("So many webhooks of one source may be under way at the same time")
        @Default("32")
        @Range(min = "1", max = "1000")
        int hooksAtOnce) {

    /** What holds when the file says nothing. */
    public static final HttpConfig DEFAULT =
            new HttpConfig("127.0.0.1:9680", 4_194_304, Duration.ofSeconds(10), 50, 32);

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if it is none
     */
    public HttpConfig {
        if (!listen.equals(ListenAddress.OFF)) {
            ListenAddress.parse(listen);
        }
    }

    /** Tells whether there is an endpoint at all. */
    public boolean isOn() {
        return !listen.equals(ListenAddress.OFF);
    }

    /** Returns where to listen; only if it {@linkplain #isOn() is on}. */
    public ListenAddress address() {
        return ListenAddress.parse(listen);
    }
}
