package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Inline;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Keys of a source of type {@code alertmanager}.
 *
 * @param urls every member of one cluster; their answers are united
 * @param access how to talk to them, and to the servers in {@code prometheus}
 * @param filter matchers sent with each request
 * @param receiver regular expression on receiver names, sent with each request
 * @param identityExclude labels that do not tell one problem from another
 * @param presentation what an alert looks like in Argus
 * @param suppression what silences and inhibitions do
 * @param signOfLife which alert always fires
 * @param closing when an alert counts as over
 * @param silences what silences and acknowledgements have to do with one another
 */
public record AlertmanagerConfig(
        @Doc("Addresses of all members of one Alertmanager cluster, each with its path prefix if it has one;"
                + " a load balancer in front of them hides what is needed to close reliably")
        List<URI> urls,

        @Inline HttpAccess access,

        @Doc("Only alerts that all of these match, in Alertmanager's syntax: `severity!=\"none\"`")
        List<String> filter,

        @Doc("Only alerts routed to a receiver whose whole name this regular expression matches")
        Optional<String> receiver,

        @Doc("Labels that do not tell one problem from another, such as `replica`: alerts that differ in nothing else"
                + " become one incident")
        List<String> identityExclude,

        @Inline Presentation presentation,
        @Inline Suppression suppression,
        @Inline SignOfLife signOfLife,
        @Inline Closing closing,
        @Inline SilenceKeys silences) {

    /**
     * Checks the addresses.
     *
     * @throws IllegalArgumentException if there is none, one twice, or one that is not of an HTTP server
     */
    public AlertmanagerConfig {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("'urls' is missing: urls = [\"http://alertmanager.example.org:9093\"]");
        }
        urls.forEach(url -> HttpEndpoint.requireHttp("urls", url));
        if (new HashSet<>(urls).size() < urls.size()) {
            throw new IllegalArgumentException("'urls' names one address twice");
        }
        urls = List.copyOf(urls);
        filter = List.copyOf(filter);
        identityExclude = List.copyOf(identityExclude);
    }
}
