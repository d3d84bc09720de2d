package org.example.zabbix;

import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.example.zabbix.ZabbixConfig.Severity;
import org.example.zabbix.ZabbixConfig.TagKind;

/** Converts the configuration of zabbix-argus-glue, for {@code argus-glue init --from-zabbixargus}. */
public final class ZabbixargusImport implements ConfigImport<ZabbixargusFile> {
    private static final String ARGUS = "argus";
    private static final String HTTP = "http";
    private static final String SOURCE = "sources.zabbix";
    private static final int LONGEST_TIMEOUT = 300;
    private static final int LONGEST_INTERVAL = 3600;

    /** For {@link java.util.ServiceLoader}. */
    public ZabbixargusImport() {}

    @Override
    public String name() {
        return "zabbixargus";
    }

    @Override
    public String program() {
        return "zabbix-argus-glue";
    }

    @Override
    public Class<ZabbixargusFile> fileType() {
        return ZabbixargusFile.class;
    }

    @Override
    public ImportedConfig convert(ZabbixargusFile file) {
        ImportedConfig.Builder made = ImportedConfig.builder().set(SOURCE, "type", "zabbix", "");
        servers(file.argus(), file.zabbix(), made);
        file.webhook()
                .ifPresentOrElse(
                        table -> webhook(table, made),
                        () -> webhook(
                                new ZabbixargusFile.WebhookTable(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        Optional.empty()),
                                made));
        file.reconciliation().ifPresent(table -> reconciliation(table, made));
        file.sync().ifPresent(table -> sync(table, made));
        file.severity().ifPresent(table -> severity(table, made));
        file.filter()
                .filter(filter -> !filter.hostgroups().isEmpty())
                .ifPresent(filter -> made.carry("filter.hostgroups", SOURCE, "host_groups", filter.hostgroups()));
        file.tags().ifPresent(table -> tags(table, made));
        if (file.reconciliation()
                .flatMap(ZabbixargusFile.ReconciliationTable::interval)
                .isEmpty()) {
            made.absent("reconciliation.interval", "60 seconds there, 30 here");
        }
        return made.note(SOURCE, "suppressed", "As in zabbix-argus-glue, suppressed problems are shown; see also hold.")
                .build();
    }

    private static void servers(
            ZabbixargusFile.ArgusTable argus, ZabbixargusFile.ZabbixTable zabbix, ImportedConfig.Builder made) {
        String url = argus.url().toString().replaceFirst("/+api(/+v[0-9]+)?/*$", "");
        made.carry("argus.url", ARGUS, "url", URI.create(url), "without the path of the API");
        secret("argus.token", "argus_token", argus.token(), "ARGUS_TOKEN", made);
        argus.timeout()
                .ifPresent(seconds -> made.carry(
                        "argus.timeout", ARGUS, "timeout", Duration.ofSeconds(Math.min(seconds, LONGEST_TIMEOUT))));
        made.carry("zabbix.url", SOURCE, "url", zabbix.url());
        secret("zabbix.token", "token", zabbix.token(), "ZABBIX_TOKEN", made);
    }

    /** zabbix-argus-glue takes a secret that is not in the file, or empty there, from the environment. */
    private static void secret(
            String oldKey, String key, Optional<Secret> value, String variable, ImportedConfig.Builder made) {
        if (value.isPresent() && !value.get().reveal().isEmpty()) {
            made.carry(oldKey, SOURCE, key, value.get());
        } else {
            made.set(SOURCE, key, Map.of("env", variable), "From the environment, as before.");
            made.absent(oldKey, key + " is in the environment variable " + variable);
        }
    }

    private static void webhook(ZabbixargusFile.WebhookTable webhook, ImportedConfig.Builder made) {
        boolean enabled = webhook.enabled().orElse(true);
        webhook.enabled()
                .ifPresent(set -> made.drop(
                        "webhook.enabled",
                        set ? "webhooks are accepted with the secret" : "without webhook_secret there are none"));
        String host = webhook.listen().orElse("0.0.0.0");
        String address = (host.contains(":") ? "[" + host + "]" : host) + ":"
                + webhook.port().orElse(8080);
        if (enabled) {
            made.set(HTTP, "listen", address, "As before; the status page and the metrics are there, too.");
        }
        String outcome = enabled ? "in listen of [http]" : "webhooks were off";
        webhook.listen().ifPresent(set -> made.drop("webhook.listen", outcome));
        webhook.port().ifPresent(set -> made.drop("webhook.port", outcome));
        Optional<Secret> secret = webhook.secret().filter(set -> !set.reveal().isEmpty());
        if (enabled && secret.isPresent()) {
            made.carry(
                    "webhook.secret",
                    SOURCE,
                    "webhook_secret",
                    secret.get(),
                    "in Zabbix, change the URL of the media type to that of /hooks/zabbix");
        } else if (webhook.secret().isPresent()) {
            made.drop("webhook.secret", enabled ? "it was empty" : "webhooks were off");
        }
        if (enabled && secret.isEmpty()) {
            made.note(SOURCE, "webhook_secret", "Webhooks are not accepted without it, or hook_token.");
        }
        if (!webhook.allowedIps().isEmpty()) {
            made.drop("webhook.allowed_ips", "senders are known by the secret; addresses are a firewall's business");
        }
        webhook.realIpHeader()
                .ifPresent(set -> made.drop("webhook.real_ip_header", "single webhooks are not in the log"));
    }

    private static void reconciliation(ZabbixargusFile.ReconciliationTable table, ImportedConfig.Builder made) {
        table.enabled().ifPresent(set -> made.drop("reconciliation.enabled", "the API is always read"));
        table.interval()
                .ifPresent(seconds -> made.carry(
                        "reconciliation.interval",
                        SOURCE,
                        "interval",
                        Duration.ofSeconds(Math.min(seconds, LONGEST_INTERVAL))));
    }

    private static void sync(ZabbixargusFile.SyncTable sync, ImportedConfig.Builder made) {
        sync.ackEnabled().ifPresent(set -> made.drop("sync.ack_enabled", "it did nothing; send_acks does it"));
        sync.closeEnabled()
                .ifPresent(set -> made.drop("sync.close_enabled", "it did nothing, and there is no such key"));
        sync.prefixHostname().ifPresent(set -> made.carry("sync.prefix_hostname", SOURCE, "prefix_hostname", set));
    }

    private static void severity(ZabbixargusFile.SeverityTable severity, ImportedConfig.Builder made) {
        Map<String, Integer> levels = new LinkedHashMap<>();
        new TreeMap<>(severity.mapping())
                .forEach((number, level) ->
                        levels.put(Severity.of(Integer.parseInt(number)).key(), level));
        if (!levels.isEmpty()) {
            made.carry("severity.mapping", SOURCE, "levels", levels);
        }
        severity.minimumSeverity()
                .ifPresent(number ->
                        made.carry("severity.minimum_severity", SOURCE, "minimum_severity", Severity.of(number)));
    }

    private static void tags(ZabbixargusFile.TagsTable tags, ImportedConfig.Builder made) {
        Map<String, String> fixed = new LinkedHashMap<>();
        for (String tag : tags.static_()) {
            String[] parts = tag.split("=", 2);
            if (parts.length == 2) {
                fixed.put(parts[0], parts[1]);
            }
        }
        if (!tags.static_().isEmpty()) {
            made.carry("tags.static", SOURCE, "tags", fixed);
        }
        kinds(tags, made);
        if (!tags.zabbixTagAllow().isEmpty()) {
            made.carry("tags.zabbix_tag_allow", SOURCE, "tag_allow", tags.zabbixTagAllow());
        }
        if (!tags.zabbixTagBlock().isEmpty() && tags.zabbixTagAllow().isEmpty()) {
            made.carry("tags.zabbix_tag_block", SOURCE, "tag_block", tags.zabbixTagBlock());
        } else if (!tags.zabbixTagBlock().isEmpty()) {
            made.drop("tags.zabbix_tag_block", "zabbix_tag_allow made it irrelevant");
        }
    }

    private static void kinds(ZabbixargusFile.TagsTable tags, ImportedConfig.Builder made) {
        Map<TagKind, Optional<Boolean>> kinds = new LinkedHashMap<>();
        kinds.put(TagKind.HOST, tags.includeHost());
        kinds.put(TagKind.HOSTGROUP, tags.includeHostgroups());
        kinds.put(TagKind.TRIGGER, tags.includeTrigger());
        kinds.put(TagKind.ZABBIX, tags.includeZabbixTags());
        List<TagKind> wanted = Stream.of(TagKind.values())
                .filter(kind -> kinds.get(kind).orElse(true))
                .toList();
        // An empty list means all.
        boolean none = wanted.isEmpty();
        if (wanted.size() < kinds.size()) {
            made.set(
                    SOURCE,
                    "tag_kinds",
                    none ? List.of(TagKind.HOST) : wanted,
                    none ? "There has to be one." : "From include_... in [tags].");
        }
        Map.of(
                        "host", tags.includeHost(),
                        "hostgroups", tags.includeHostgroups(),
                        "trigger", tags.includeTrigger(),
                        "zabbix_tags", tags.includeZabbixTags())
                .forEach((name, set) ->
                        set.ifPresent(value -> made.merged("tags.include_" + name, SOURCE, "tag_kinds")));
    }
}
