package org.example.zabbix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of each key of zabbixargus.toml. ZabbixDifferentialIT binds a real file. */
class ZabbixargusImportTest {
    private static final URI ARGUS = URI.create("https://argus.example.org/api/v2/");
    private static final URI ZABBIX = URI.create("https://zabbix.example.org/zabbix");

    private static Map<String, String> settings(ImportedConfig made) {
        return made.settings().stream()
                .filter(setting -> setting.value().isPresent())
                .collect(Collectors.toMap(
                        setting -> setting.table() + "." + setting.key(),
                        setting -> setting.value().orElseThrow().toString()));
    }

    @Test
    void everythingIsCarriedOverOrDropped() {
        ImportedConfig made = new ZabbixargusImport()
                .convert(new ZabbixargusFile(
                        new ZabbixargusFile.ArgusTable(ARGUS, Optional.of(Secret.of("t1")), Optional.of(20)),
                        new ZabbixargusFile.ZabbixTable(ZABBIX, Optional.of(Secret.of("t2"))),
                        Optional.of(new ZabbixargusFile.WebhookTable(
                                Optional.of(true),
                                Optional.of("::1"),
                                Optional.of(9000),
                                Optional.of(Secret.of("s")),
                                List.of("192.0.2.1"),
                                Optional.of("X-Real-IP"))),
                        Optional.of(new ZabbixargusFile.ReconciliationTable(Optional.of(true), Optional.of(90))),
                        Optional.of(new ZabbixargusFile.SyncTable(
                                Optional.of(false), Optional.of(false), Optional.of(true))),
                        Optional.of(new ZabbixargusFile.SeverityTable(Map.of("5", 2, "0", 4), Optional.of(2))),
                        Optional.of(new ZabbixargusFile.FilterTable(List.of("Linux"))),
                        Optional.of(new ZabbixargusFile.TagsTable(
                                List.of("site=oslo", "a=b=c"),
                                Optional.of(true),
                                Optional.of(true),
                                Optional.of(false),
                                Optional.empty(),
                                List.of("component"),
                                List.of("scope")))));
        assertEquals(
                Map.ofEntries(
                        Map.entry("argus.timeout", "PT20S"),
                        Map.entry("argus.url", "https://argus.example.org"),
                        Map.entry("http.listen", "[::1]:9000"),
                        Map.entry("sources.zabbix.argus_token", "****"),
                        Map.entry("sources.zabbix.host_groups", "[Linux]"),
                        Map.entry("sources.zabbix.interval", "PT1M30S"),
                        Map.entry("sources.zabbix.levels", "{not_classified=4, disaster=2}"),
                        Map.entry("sources.zabbix.minimum_severity", "WARNING"),
                        Map.entry("sources.zabbix.prefix_hostname", "true"),
                        Map.entry("sources.zabbix.tag_allow", "[component]"),
                        Map.entry("sources.zabbix.tag_kinds", "[HOST, HOSTGROUP, ZABBIX]"),
                        Map.entry("sources.zabbix.tags", "{site=oslo, a=b=c}"),
                        Map.entry("sources.zabbix.token", "****"),
                        Map.entry("sources.zabbix.type", "zabbix"),
                        Map.entry("sources.zabbix.url", ZABBIX.toString()),
                        Map.entry("sources.zabbix.webhook_secret", "****")),
                settings(made));
    }

    @Test
    void secretsThatWereInTheEnvironmentStayThere() {
        ImportedConfig made = new ZabbixargusImport()
                .convert(new ZabbixargusFile(
                        new ZabbixargusFile.ArgusTable(ARGUS, Optional.empty(), Optional.empty()),
                        new ZabbixargusFile.ZabbixTable(ZABBIX, Optional.of(Secret.of(""))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertEquals(
                Map.of(
                        "argus.url", "https://argus.example.org",
                        "http.listen", "0.0.0.0:8080",
                        "sources.zabbix.argus_token", "{env=ARGUS_TOKEN}",
                        "sources.zabbix.token", "{env=ZABBIX_TOKEN}",
                        "sources.zabbix.type", "zabbix",
                        "sources.zabbix.url", ZABBIX.toString()),
                settings(made));
    }
}
