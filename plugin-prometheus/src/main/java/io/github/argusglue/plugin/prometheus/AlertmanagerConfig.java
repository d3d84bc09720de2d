package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of a source of type {@code alertmanager}.
 *
 * @param urls all members of one cluster; their lists are merged
 * @param access how to access them, and the servers in {@code prometheus}
 * @param filter matchers that are sent with each request
 * @param receiver regular expression for receiver names that is sent with each request
 * @param identityExclude labels that do not identify an alert
 * @param display how alerts are shown in Argus
 * @param suppression how silenced and inhibited alerts are handled
 * @param watchdog the alert that always fires
 * @param closing when an alert is over
 * @param silences how silences and acknowledgements are mirrored
 */
@CommonKeys({"username", "password", "filter", "prometheus"})
record AlertmanagerConfig(
        @Doc("URLs of all members of one Alertmanager cluster, each with its path prefix if it has one. Do"
                + " not use a load balancer: it hides the state of each member, which is needed to close"
                + " alerts reliably")
        List<URI> urls,

        @Inline HttpAccess access,

        @Doc("Only alerts that match all of these matchers, in Alertmanager's syntax: `severity!=\"none\"`")
        List<String> filter,

        @Doc("Only alerts that are routed to a receiver whose whole name matches this regular expression")
        Optional<String> receiver,

        @Doc("Labels that do not identify an alert, such as `replica`: alerts that differ only in these"
                + " labels become one incident")
        List<String> identityExclude,

        @Inline AlertDisplayConfig display,
        @Inline SuppressionConfig suppression,
        @Inline WatchdogConfig watchdog,
        @Inline ClosingConfig closing,
        @Inline SilenceConfig silences) {

    /**
     * Checks the URLs.
     *
     * @throws IllegalArgumentException if there is none, one is given twice, or one is not an HTTP URL
     */
    AlertmanagerConfig {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("'urls' is missing: urls = [\"http://alertmanager.example.org:9093\"]");
        }
        urls.forEach(url -> HttpEndpoint.requireHttp("urls", url));
        if (new HashSet<>(urls).size() < urls.size()) {
            throw new IllegalArgumentException("'urls' contains a duplicate");
        }
        urls = List.copyOf(urls);
        filter = List.copyOf(filter);
        identityExclude = List.copyOf(identityExclude);
    }
}
