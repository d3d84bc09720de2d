package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When an alert that Alertmanager no longer lists is over.
 *
 * @param holdMax how long an alert in an unknown state stays open
 * @param silentMax how long an alert stays open whose Prometheus is silent; empty for no limit
 * @param originLabels labels that distinguish Prometheus servers
 * @param expiry meaning of an expired lease
 * @param prometheus servers to ask about alerts in an unknown state
 */
record ClosingConfig(
        @Doc("How long an incident stays open after its alert is no longer sent and was not resolved,"
                + " while its Prometheus still sends other alerts")
        @Default("30m")
        @Range(min = "1s", max = "30d")
        Duration holdMax,

        @Doc("How long an incident stays open while its Prometheus is silent, that is after all alerts of"
                + " this Prometheus have expired together. If absent, until the Prometheus sends alerts"
                + " again: nothing is closed because of time alone")
        @Range(min = "1s", max = "365d")
        Optional<Duration> silentMax,

        @Doc("Labels that distinguish Prometheus servers with the same address in `generatorURL`, such"
                + " as `cluster`; use only labels that all alerts of a Prometheus have")
        List<String> originLabels,

        @Doc("Meaning of an expired alert: `hold` for Prometheus and compatible senders, which report"
                + " resolved alerts; `close` for senders that only stop sending")
        @Default("hold")
        Expiry expiry,

        @Doc("URLs of the Prometheus servers behind this Alertmanager. They are asked, with the same"
                + " credentials, whether an alert that is no longer sent is over")
        List<URI> prometheus) {

    /** Meaning of an expired lease. */
    enum Expiry {
        /** The sender is silent; the alert is not over. */
        HOLD,
        /** The alert is over. */
        CLOSE
    }

    /**
     * Checks the URLs.
     *
     * @throws IllegalArgumentException if one is not an HTTP URL
     */
    ClosingConfig {
        prometheus.forEach(url -> HttpEndpoint.requireHttp("prometheus", url));
        prometheus = List.copyOf(prometheus);
        originLabels = List.copyOf(originLabels);
    }
}
