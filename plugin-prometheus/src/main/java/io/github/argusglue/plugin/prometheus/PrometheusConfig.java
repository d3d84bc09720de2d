package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.NotSecret;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Configuration of a source of type {@code prometheus}.
 *
 * @param urls servers; their alerts are merged
 * @param access how to access them
 * @param filter matchers of the reported alerts
 * @param externalLabels labels that are added to each alert
 * @param identityExclude labels that do not identify an alert
 * @param display how alerts are shown in Argus
 * @param watchdog the alert that always fires
 * @param warmUp how long after a start absence means nothing
 * @param holdMax how long an alert in an unknown state stays open
 */
@CommonKeys({"username", "password", "filter"})
record PrometheusConfig(
        @Doc("URLs of the servers that evaluate the rules, each with its path prefix if it has one; the"
                + " alerts of all servers are merged")
        List<URI> urls,

        @Inline HttpAccess access,

        @Doc("Only alerts that match all of these matchers, in Alertmanager's syntax: `severity!=\"none\"`")
        List<String> filter,

        @NotSecret
        @Doc("Labels that the servers add for Alertmanager (`external_labels`), so that an alert has the"
                + " same identity as in Alertmanager")
        Map<String, String> externalLabels,

        @Doc("Labels that do not identify an alert, such as `replica`: alerts that differ only in these"
                + " labels become one incident")
        List<String> identityExclude,

        @Inline AlertDisplayConfig display,
        @Inline WatchdogConfig watchdog,

        @Doc("How long after the start of a server a missing alert means nothing, since its targets have to"
                + " be scraped and its rules evaluated first")
        @Default("2m")
        @Range(min = "0s", max = "1d")
        Duration warmUp,

        @Doc("How long an incident stays open after its alert disappeared from a rule that cannot be evaluated")
        @Default("30m")
        @Range(min = "1s", max = "30d")
        Duration holdMax) {

    /**
     * Checks URLs and matchers.
     *
     * @throws IllegalArgumentException if there is no URL, one is given twice, one is not an HTTP URL, or a matcher is
     *     not well-formed
     */
    PrometheusConfig {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("'urls' is missing: urls = [\"http://prometheus.example.org:9090\"]");
        }
        urls.forEach(url -> HttpEndpoint.requireHttp("urls", url));
        if (new HashSet<>(urls).size() < urls.size()) {
            throw new IllegalArgumentException("'urls' contains a duplicate");
        }
        LabelMatchers.parse("filter", filter);
        urls = List.copyOf(urls);
        filter = List.copyOf(filter);
        externalLabels = Collections.unmodifiableMap(new LinkedHashMap<>(externalLabels));
        identityExclude = List.copyOf(identityExclude);
    }
}
