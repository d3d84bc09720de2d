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
 * When an alert that Alertmanager no longer lists counts as over.
 *
 * @param holdMax how long one stays open of which nobody can say
 * @param silentMax how long one stays open whose Prometheus is silent; empty for as long as that lasts
 * @param originLabels labels that tell one Prometheus from another
 * @param expiry what the end of a lease means
 * @param prometheus servers that are asked about alerts of which Alertmanager cannot say
 */
public record Closing(
        @Doc(
                "How long an incident stays open after its alert stopped being repeated without having been resolved, while"
                        + " its Prometheus repeats other alerts")
        @Default("30m")
        @Range(min = "1s", max = "30d")
        Duration holdMax,

        @Doc("How long an incident stays open whose Prometheus is silent, that is when all its alerts stopped being"
                + " repeated together; absent, until it is heard again: nothing is closed by time alone")
        @Range(min = "1s", max = "365d")
        Optional<Duration> silentMax,

        @Doc(
                "Labels that tell one Prometheus from another where several have the same address in `generatorURL`, such as"
                        + " `cluster`; only labels that all alerts of a Prometheus have")
        List<String> originLabels,

        @Doc("What an alert's running out means: `hold` for Prometheus and its relatives, which say when one is over;"
                + " `close` for senders that just stop repeating it")
        @Default("hold")
        Expiry expiry,

        @Doc("Addresses of the Prometheus servers behind this Alertmanager: asked, with the same credentials, whether"
                + " an alert that stopped being repeated is really over")
        List<URI> prometheus) {

    /** What it means that an alert was not repeated in time. */
    public enum Expiry {
        /** Its sender fell silent; that is no end. */
        HOLD,
        /** It is over. */
        CLOSE
    }

    /**
     * Checks the addresses.
     *
     * @throws IllegalArgumentException if one is not of an HTTP server
     */
    public Closing {
        prometheus.forEach(url -> HttpEndpoint.requireHttp("prometheus", url));
        prometheus = List.copyOf(prometheus);
        originLabels = List.copyOf(originLabels);
    }
}
