package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of a source of type {@code prometheus}.
 *
 * @param urls servers; their alerts are united
 * @param access how to talk to them
 * @param filter matchers of the alerts to take
 * @param externalLabels what is added to each alert
 * @param identityExclude labels that do not tell one problem from another
 * @param presentation what an alert looks like in Argus
 * @param signOfLife which alert always fires
 * @param warmUp how long after a start absence means nothing
 * @param holdMax how long an alert stays open of which nobody can say
 */
public record PrometheusConfig(
        @Doc("Addresses of the servers that evaluate the rules, each with its path prefix if it has one; the alerts of"
                + " all of them are united")
        List<URI> urls,

        @Inline HttpAccess access,

        @Doc("Only alerts that all of these match, in Alertmanager's syntax: `severity!=\"none\"`")
        List<String> filter,

        @Doc("Labels that the servers add for Alertmanager (`external_labels`): with them an alert has the same"
                + " identity here as there")
        Map<String, String> externalLabels,

        @Doc("Labels that do not tell one problem from another, such as `replica`: alerts that differ in nothing else"
                + " become one incident")
        List<String> identityExclude,

        @Inline Presentation presentation,
        @Inline SignOfLife signOfLife,

        @Doc("How long after the start of a server its not having an alert means nothing: its targets have to be"
                + " scraped and its rules evaluated first")
        @Default("2m")
        @Range(min = "0s", max = "1d")
        Duration warmUp,

        @Doc("How long an incident stays open after its alert vanished from a rule that cannot be evaluated")
        @Default("30m")
        @Range(min = "1s", max = "30d")
        Duration holdMax) {

    /**
     * Checks addresses and matchers.
     *
     * @throws IllegalArgumentException if there is no address, one twice, or one that is not of an HTTP server; or if a
     *     matcher is not well-formed
     */
    public PrometheusConfig {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("'urls' is missing: urls = [\"http://prometheus.example.org:9090\"]");
        }
        urls.forEach(url -> HttpEndpoint.requireHttp("urls", url));
        if (new HashSet<>(urls).size() < urls.size()) {
            throw new IllegalArgumentException("'urls' names one address twice");
        }
        Matchers.parse("filter", filter);
        urls = List.copyOf(urls);
        filter = List.copyOf(filter);
        externalLabels = Collections.unmodifiableMap(new LinkedHashMap<>(externalLabels));
        identityExclude = List.copyOf(identityExclude);
    }
}
