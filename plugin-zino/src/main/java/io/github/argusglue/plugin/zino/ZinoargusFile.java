package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code zinoargus.toml} as zino-argus-glue 0.5.1 takes it. What that service takes although it cannot work, such as
 * port 70000, is refused here, where it can still be said which line it is in.
 */
record ZinoargusFile(
        Argus argus, Zino zino, Optional<Sync> sync, Optional<Metadata> metadata, Optional<Failover> failover) {

    /** {@code [argus]}. */
    record Argus(URI url, String token, Optional<Double> timeout) {
        Argus {
            HttpEndpoint.requireHttp("url", url);
            // As bytes of a header: what our own configuration asks of a token.
            if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("'token' must be one line of printable ASCII without spaces");
            }
            if (timeout.isPresent() && timeout.get() <= 0) {
                throw new IllegalArgumentException("'timeout' must be more than 0, is " + timeout.get());
            }
        }

        @Override
        public String toString() {
            return "Argus[url=" + url + "]";
        }
    }

    /** {@code [zino]}. */
    record Zino(
            String server,
            @Range(min = "1", max = "65535") Optional<Integer> port,
            String user,
            String secret,
            Optional<String> defaultDomain) {
        Zino {
            ZinoConfig.requireServer("server", server);
            ZinoConfig.requireUser(user);
        }

        @Override
        public String toString() {
            return "Zino[server=" + server + ", user=" + user + "]";
        }
    }

    /** {@code [sync]}. */
    record Sync(Optional<Acknowledge> acknowledge, Optional<Ticket> ticket, Optional<Severity> severity) {
        private static final Sync NOTHING = new Sync(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** {@code [sync.acknowledge]}. */
    record Acknowledge(Optional<Writing.Acknowledge> setstate) {}

    /** {@code [sync.ticket]}. */
    record Ticket(Optional<Boolean> enable) {}

    /** {@code [sync.severity]}. */
    record Severity(@Range(min = "1", max = "5") Optional<Integer> default_, List<Threshold> thresholds) {}

    /** {@code [[sync.severity.thresholds]]}. */
    record Threshold(
            @Range(min = "0") int minPriority,
            @Range(min = "1", max = "5") int level) {}

    /** {@code [metadata]}. */
    record Metadata(Optional<URI> portsUrl) {
        Metadata {
            if (portsUrl.isPresent() && !isHttp(portsUrl.get())) {
                throw new IllegalArgumentException("'ports_url' must be an address that begins with http or https");
            }
        }

        private static boolean isHttp(URI url) {
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
        }
    }

    /** {@code [failover]}. */
    record Failover(
            String primaryServer,
            @Range(min = "1", max = "65535") Optional<Integer> primarySnmpPort,
            Optional<String> snmpCommunity,
            @Range(min = "1", max = "300") Optional<Integer> pingTimeout,
            @Range(min = "1", max = "10000") Optional<Integer> threshold) {
        Failover {
            ZinoConfig.requireServer("primary_server", primaryServer);
            if (snmpCommunity.isPresent() && snmpCommunity.get().isEmpty()) {
                throw new IllegalArgumentException("'snmp_community' must not be empty");
            }
        }

        @Override
        public String toString() {
            return "Failover[primaryServer=" + primaryServer + "]";
        }
    }

    Sync syncOrNothing() {
        return sync.orElse(Sync.NOTHING);
    }
}
