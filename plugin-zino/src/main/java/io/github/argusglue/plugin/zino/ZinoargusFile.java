package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code zinoargus.toml} as zino-argus-glue 0.5.1 reads it. Values that it accepts although they cannot work, such as
 * port 70000, are refused here, where the line number can be reported.
 */
record ZinoargusFile(
        ArgusTable argus,
        ZinoTable zino,
        Optional<SyncTable> sync,
        Optional<MetadataTable> metadata,
        Optional<FailoverTable> failover) {

    /** {@code [argus]}. */
    record ArgusTable(URI url, String token, Optional<Double> timeout) {
        ArgusTable {
            HttpEndpoint.requireHttp("url", url);
            // The token is sent as a header; argus-glue's own configuration has the same rule.
            if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("'token' must be one line of printable ASCII without spaces");
            }
            if (timeout.isPresent() && timeout.get() <= 0) {
                throw new IllegalArgumentException("'timeout' must be greater than 0, not " + timeout.get());
            }
        }

        @Override
        public String toString() {
            return "ArgusTable[url=" + url + "]";
        }
    }

    /** {@code [zino]}. */
    record ZinoTable(
            String server,
            @Range(min = "1", max = "65535") Optional<Integer> port,
            String user,
            String secret,
            Optional<String> defaultDomain) {
        ZinoTable {
            ZinoConfig.requireServer("server", server);
            ZinoConfig.requireUser(user);
        }

        @Override
        public String toString() {
            return "ZinoTable[server=" + server + ", user=" + user + "]";
        }
    }

    /** {@code [sync]}. */
    record SyncTable(
            Optional<AcknowledgeTable> acknowledge, Optional<TicketTable> ticket, Optional<SeverityTable> severity) {
        private static final SyncTable NONE = new SyncTable(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** {@code [sync.acknowledge]}. */
    record AcknowledgeTable(Optional<FeedbackConfig.AcknowledgeState> setstate) {}

    /** {@code [sync.ticket]}. */
    record TicketTable(Optional<Boolean> enable) {}

    /** {@code [sync.severity]}. */
    record SeverityTable(@Range(min = "1", max = "5") Optional<Integer> default_, List<ThresholdTable> thresholds) {}

    /** {@code [[sync.severity.thresholds]]}. */
    record ThresholdTable(
            @Range(min = "0") int minPriority,
            @Range(min = "1", max = "5") int level) {}

    /** {@code [metadata]}. */
    record MetadataTable(Optional<URI> portsUrl) {
        MetadataTable {
            if (portsUrl.isPresent() && !isHttp(portsUrl.get())) {
                throw new IllegalArgumentException("'ports_url' must be an http or https address");
            }
        }

        private static boolean isHttp(URI url) {
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
        }
    }

    /** {@code [failover]}. */
    record FailoverTable(
            String primaryServer,
            @Range(min = "1", max = "65535") Optional<Integer> primarySnmpPort,
            Optional<String> snmpCommunity,
            @Range(min = "1", max = "300") Optional<Integer> pingTimeout,
            @Range(min = "1", max = "10000") Optional<Integer> threshold) {
        FailoverTable {
            ZinoConfig.requireServer("primary_server", primaryServer);
            if (snmpCommunity.isPresent() && snmpCommunity.get().isEmpty()) {
                throw new IllegalArgumentException("'snmp_community' must not be empty");
            }
        }

        @Override
        public String toString() {
            return "FailoverTable[primaryServer=" + primaryServer + "]";
        }
    }

    SyncTable syncOrDefault() {
        return sync.orElse(SyncTable.NONE);
    }
}
