package org.example.zabbix;

import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code zabbixargus.toml} as zabbix-argus-glue 0.1.2 reads it. */
record ZabbixargusFile(
        ArgusTable argus,
        ZabbixTable zabbix,
        Optional<WebhookTable> webhook,
        Optional<ReconciliationTable> reconciliation,
        Optional<SyncTable> sync,
        Optional<SeverityTable> severity,
        Optional<FilterTable> filter,
        Optional<TagsTable> tags) {

    record ArgusTable(
            URI url,
            Optional<Secret> token,
            @Range(min = "1") Optional<Integer> timeout) {
        ArgusTable {
            HttpEndpoint.requireHttp("url", url);
        }
    }

    record ZabbixTable(URI url, Optional<Secret> token) {
        ZabbixTable {
            HttpEndpoint.requireHttp("url", url);
        }
    }

    record WebhookTable(
            Optional<Boolean> enabled,
            Optional<String> listen,
            @Range(min = "1", max = "65535") Optional<Integer> port,
            Optional<Secret> secret,
            List<String> allowedIps,
            Optional<String> realIpHeader) {}

    record ReconciliationTable(
            Optional<Boolean> enabled, @Range(min = "1") Optional<Integer> interval) {}

    record SyncTable(Optional<Boolean> ackEnabled, Optional<Boolean> closeEnabled, Optional<Boolean> prefixHostname) {}

    record SeverityTable(
            Map<String, Integer> mapping,
            @Range(min = "0", max = "5") Optional<Integer> minimumSeverity) {
        SeverityTable {
            mapping.forEach((severity, level) -> {
                if (!severity.matches("[0-5]") || level < 1 || level > 5) {
                    throw new IllegalArgumentException("'mapping' has " + severity + " = " + level
                            + ": severities of Zabbix are 0 to 5, levels of Argus 1 to 5");
                }
            });
        }
    }

    record FilterTable(List<String> hostgroups) {}

    /** The name {@code static} is a word of Java. */
    record TagsTable(
            List<String> static_,
            Optional<Boolean> includeHost,
            Optional<Boolean> includeHostgroups,
            Optional<Boolean> includeTrigger,
            Optional<Boolean> includeZabbixTags,
            List<String> zabbixTagAllow,
            List<String> zabbixTagBlock) {}
}
