package io.github.argusglue.plugin.zino;

import io.github.argusglue.spi.config.ConfigImport;
import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts the configuration of zino-argus-glue, for {@code argus-glue init --from-zinoargus}. */
public final class ZinoargusImport implements ConfigImport<ZinoargusFile> {
    private static final String ARGUS = "argus";
    private static final String SOURCE = "sources.zino";
    private static final String FAILOVER = "failover.zino";
    private static final Pattern API = Pattern.compile("(.*?)/+api(/+v[0-9]+)?/*");
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
    private static final int DEFAULT_SNMP_PORT = 8000;

    /** For {@link java.util.ServiceLoader}. */
    public ZinoargusImport() {}

    @Override
    public String name() {
        return "zinoargus";
    }

    @Override
    public String program() {
        return "zino-argus-glue";
    }

    @Override
    public Class<ZinoargusFile> fileType() {
        return ZinoargusFile.class;
    }

    @Override
    public ImportedConfig convert(ZinoargusFile file) {
        ImportedConfig.Builder result = ImportedConfig.builder();
        result.set(SOURCE, "type", "zino", "");
        argus(file.argus(), result);
        zino(file.zino(), result);
        sync(file.syncOrDefault(), result);
        metadata(file.metadata(), result);
        file.failover()
                .ifPresentOrElse(
                        failover -> failover(failover, result),
                        () -> result.absent("failover", "no failover, the same as here"));
        fixedBehavior(result);
        return result.build();
    }

    private static void argus(ZinoargusFile.ArgusTable argus, ImportedConfig.Builder result) {
        Matcher api = API.matcher(argus.url().toString());
        if (api.matches()) {
            result.carry(
                    "argus.url",
                    ARGUS,
                    "url",
                    URI.create(api.group(1)),
                    "without the API path, which argus-glue appends itself");
        } else {
            result.carry(
                    "argus.url",
                    ARGUS,
                    "url",
                    argus.url(),
                    "it did not end with /api/v2; argus-glue appends that path");
        }
        result.carry(
                "argus.token",
                SOURCE,
                "argus_token",
                Secret.of(argus.token()),
                "must stay the same, or existing incidents are not found");
        argus.timeout()
                .ifPresentOrElse(
                        seconds -> timeout(seconds, result),
                        () -> result.absent(
                                "argus.timeout",
                                "the default was 2 seconds; it is 10 seconds here, since some requests to"
                                        + " Argus take longer"));
    }

    private static void timeout(double seconds, ImportedConfig.Builder result) {
        // Limited first, since the number of seconds may exceed the range of a Duration.
        Duration configured =
                Duration.ofMillis(Math.round(Math.min(seconds, LONGEST_TIMEOUT.toSeconds() + 1.0) * 1000));
        Duration limited = configured.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : configured;
        limited = limited.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : limited;
        String remark =
                limited.equals(configured) ? "" : "it was " + seconds + " seconds; the allowed range is 1s to 5m";
        result.carry("argus.timeout", ARGUS, "timeout", limited, remark);
    }

    private static void zino(ZinoargusFile.ZinoTable zino, ImportedConfig.Builder result) {
        result.carry("zino.server", SOURCE, "server", zino.server());
        zino.port()
                .ifPresentOrElse(
                        port -> result.carry("zino.port", SOURCE, "port", port),
                        () -> result.absent("zino.port", "8001, the same as here"));
        result.carry("zino.user", SOURCE, "user", zino.user());
        result.carry("zino.secret", SOURCE, "secret", Secret.of(zino.secret()));
        Optional<String> domain = zino.defaultDomain();
        if (domain.isEmpty()) {
            result.absent("zino.default_domain", "none, the same as here");
        } else if (domain.get().isBlank()) {
            result.drop("zino.default_domain", "it was empty, which means none");
        } else {
            result.carry("zino.default_domain", SOURCE, "default_domain", domain.get());
        }
    }

    private static void sync(ZinoargusFile.SyncTable sync, ImportedConfig.Builder result) {
        sync.acknowledge()
                .flatMap(ZinoargusFile.AcknowledgeTable::setstate)
                .ifPresentOrElse(
                        state -> result.carry("sync.acknowledge.setstate", SOURCE, "acknowledge", state),
                        () -> result.absent(
                                "sync.acknowledge.setstate",
                                "acknowledgements are not applied to Zino, the same as here"));
        sync.ticket()
                .flatMap(ZinoargusFile.TicketTable::enable)
                .ifPresentOrElse(
                        enable -> result.carry("sync.ticket.enable", SOURCE, "tickets", enable),
                        () -> result.absent("sync.ticket.enable", "false, the same as here"));
        sync.severity()
                .flatMap(ZinoargusFile.SeverityTable::default_)
                .ifPresentOrElse(
                        level -> result.carry("sync.severity.default", SOURCE, "level_default", level),
                        () -> result.absent("sync.severity.default", "3, the same as here"));
        List<ZinoargusFile.ThresholdTable> thresholds =
                sync.severity().map(ZinoargusFile.SeverityTable::thresholds).orElse(List.of());
        if (thresholds.isEmpty()) {
            result.absent("sync.severity.thresholds", "none, the same as here");
        } else {
            levels(thresholds, result);
        }
    }

    /** zino-argus-glue uses the first of several thresholds with the same priority; here duplicates are an error. */
    private static void levels(List<ZinoargusFile.ThresholdTable> thresholds, ImportedConfig.Builder result) {
        List<Map<String, Object>> levels = new ArrayList<>();
        Set<Integer> once = new HashSet<>();
        for (ZinoargusFile.ThresholdTable threshold : thresholds) {
            if (once.add(threshold.minPriority())) {
                Map<String, Object> level = new LinkedHashMap<>();
                level.put("min_priority", threshold.minPriority());
                level.put("level", threshold.level());
                levels.add(level);
            }
        }
        int left = thresholds.size() - levels.size();
        String remark = left == 0 ? "" : "without " + left + " with a duplicate min_priority";
        result.carry("sync.severity.thresholds", SOURCE, "levels", levels, remark);
    }

    private static void metadata(Optional<ZinoargusFile.MetadataTable> metadata, ImportedConfig.Builder result) {
        if (metadata.flatMap(ZinoargusFile.MetadataTable::portsUrl).isPresent()) {
            result.drop("metadata.ports_url", "zino-argus-glue fetched it but did not use it");
        } else {
            result.absent("metadata.ports_url", "not supported");
        }
    }

    private static void failover(ZinoargusFile.FailoverTable failover, ImportedConfig.Builder result) {
        result.set(SOURCE, "failover", "zino", "Standby for as long as the primary Zino answers, see [failover.zino].");
        result.set(FAILOVER, "probe", "snmp", "Reads the uptime of the primary Zino, as zino-argus-glue did.");
        String server = failover.primaryServer();
        int port = failover.primarySnmpPort().orElse(DEFAULT_SNMP_PORT);
        String address = (server.contains(":") ? "[" + server + "]" : server) + ":" + port;
        result.carry("failover.primary_server", FAILOVER, "address", address);
        if (failover.primarySnmpPort().isPresent()) {
            result.merged("failover.primary_snmp_port", FAILOVER, "address");
        } else {
            result.absent("failover.primary_snmp_port", "8000, now part of address in [failover.zino]");
        }
        String community = failover.snmpCommunity().orElse("");
        if (community.isEmpty()) {
            result.absent("failover.snmp_community", "public, the same as here");
        } else if (community.equals("public")) {
            result.drop("failover.snmp_community", "it was public, the default here");
        } else {
            result.carry("failover.snmp_community", FAILOVER, "community", Secret.of(community));
        }
        result.set(FAILOVER, "interval", Duration.ofSeconds(5), "zino-argus-glue had no key for it.");
        failover.pingTimeout()
                .ifPresentOrElse(
                        seconds ->
                                result.carry("failover.ping_timeout", FAILOVER, "timeout", Duration.ofSeconds(seconds)),
                        () -> result.absent("failover.ping_timeout", "5 seconds, the same as here"));
        failover.threshold()
                .ifPresentOrElse(
                        times -> result.carry("failover.threshold", FAILOVER, "threshold", times),
                        () -> result.absent("failover.threshold", "10, the same as here"));
        result.note(
                FAILOVER,
                "unknown_is_down",
                "zino-argus-glue treated a name that does not resolve as a primary that is down; true does the same.");
    }

    /**
     * Sets keys for behavior that was fixed in zino-argus-glue, so that it stays the same, or notes where it differs.
     */
    private static void fixedBehavior(ImportedConfig.Builder result) {
        result.set(SOURCE, "bfd", false, "zino-argus-glue never reported BFD cases.");
        result.set(
                SOURCE,
                "port_description",
                ",",
                "zino-argus-glue never reported ports without a comma in the description.");
        result.set(
                SOURCE,
                "close_on",
                SelectionConfig.CloseOn.CASE,
                "As in zino-argus-glue; the description now shows recoveries.");
        result.set(SOURCE, "close_cases", true, "As in zino-argus-glue.");
        result.set(
                SOURCE,
                "incident_ids",
                CaseDisplayConfig.IncidentIdFormat.NUMBER,
                "As in zino-argus-glue, so that you can switch back; remove this key when you no longer need to.");
        result.set(
                SOURCE,
                "history",
                FeedbackConfig.HistoryMode.NOTES,
                "As in zino-argus-glue, without the entries that argus-glue itself writes.");
        result.note(
                SOURCE,
                "port_states",
                "zino-argus-glue searched the log for words and missed ports that went down through another state.");
        result.note(
                SOURCE,
                "maintenance",
                "zino-argus-glue also opened incidents for planned maintenance; \"open\" does the same.");
        result.note(SOURCE, "hold_lost", "zino-argus-glue closed the incidents of lost cases; \"0s\" does the same.");
    }
}
