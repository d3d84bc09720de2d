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

/** {@code argus-glue init --from-zinoargus}: the configuration of zino-argus-glue. */
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
        ImportedConfig.Builder made = ImportedConfig.builder();
        made.set(SOURCE, "type", "zino", "");
        argus(file.argus(), made);
        zino(file.zino(), made);
        sync(file.syncOrNothing(), made);
        metadata(file.metadata(), made);
        file.failover()
                .ifPresentOrElse(
                        failover -> failover(failover, made), () -> made.absent("failover", "no failover, as here"));
        habits(made);
        return made.build();
    }

    private static void argus(ZinoargusFile.Argus argus, ImportedConfig.Builder made) {
        Matcher api = API.matcher(argus.url().toString());
        if (api.matches()) {
            made.carry("argus.url", ARGUS, "url", URI.create(api.group(1)), "without what argus-glue appends itself");
        } else {
            made.carry("argus.url", ARGUS, "url", argus.url(), "it did not end with /api/v2, which argus-glue appends");
        }
        made.carry(
                "argus.token", SOURCE, "argus_token", Secret.of(argus.token()), "the same, or its incidents are lost");
        argus.timeout()
                .ifPresentOrElse(
                        seconds -> timeout(seconds, made),
                        () -> made.absent(
                                "argus.timeout",
                                "2 seconds there, 10 seconds here, since some answers of Argus take longer"));
    }

    private static void timeout(double seconds, ImportedConfig.Builder made) {
        // Capped first: a number of seconds may be larger than any time.
        Duration said = Duration.ofMillis(Math.round(Math.min(seconds, LONGEST_TIMEOUT.toSeconds() + 1.0) * 1000));
        Duration fit = said.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : said;
        fit = fit.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : fit;
        String remark = fit.equals(said) ? "" : "it was " + seconds + " seconds; 1s to 5m are possible here";
        made.carry("argus.timeout", ARGUS, "timeout", fit, remark);
    }

    private static void zino(ZinoargusFile.Zino zino, ImportedConfig.Builder made) {
        made.carry("zino.server", SOURCE, "server", zino.server());
        zino.port()
                .ifPresentOrElse(
                        port -> made.carry("zino.port", SOURCE, "port", port),
                        () -> made.absent("zino.port", "8001, as here"));
        made.carry("zino.user", SOURCE, "user", zino.user());
        made.carry("zino.secret", SOURCE, "secret", Secret.of(zino.secret()));
        Optional<String> domain = zino.defaultDomain();
        if (domain.isEmpty()) {
            made.absent("zino.default_domain", "none, as here");
        } else if (domain.get().isBlank()) {
            made.drop("zino.default_domain", "it was empty, which is none");
        } else {
            made.carry("zino.default_domain", SOURCE, "default_domain", domain.get());
        }
    }

    private static void sync(ZinoargusFile.Sync sync, ImportedConfig.Builder made) {
        sync.acknowledge()
                .flatMap(ZinoargusFile.Acknowledge::setstate)
                .ifPresentOrElse(
                        state -> made.carry("sync.acknowledge.setstate", SOURCE, "acknowledge", state),
                        () -> made.absent(
                                "sync.acknowledge.setstate", "acknowledgements are not carried to Zino, as here"));
        sync.ticket()
                .flatMap(ZinoargusFile.Ticket::enable)
                .ifPresentOrElse(
                        enable -> made.carry("sync.ticket.enable", SOURCE, "tickets", enable),
                        () -> made.absent("sync.ticket.enable", "false, as here"));
        sync.severity()
                .flatMap(ZinoargusFile.Severity::default_)
                .ifPresentOrElse(
                        level -> made.carry("sync.severity.default", SOURCE, "level_default", level),
                        () -> made.absent("sync.severity.default", "3, as here"));
        List<ZinoargusFile.Threshold> thresholds =
                sync.severity().map(ZinoargusFile.Severity::thresholds).orElse(List.of());
        if (thresholds.isEmpty()) {
            made.absent("sync.severity.thresholds", "none, as here");
        } else {
            levels(thresholds, made);
        }
    }

    /** Of several with one priority the first counts there; here that is a fault. */
    private static void levels(List<ZinoargusFile.Threshold> thresholds, ImportedConfig.Builder made) {
        List<Map<String, Object>> levels = new ArrayList<>();
        Set<Integer> once = new HashSet<>();
        for (ZinoargusFile.Threshold threshold : thresholds) {
            if (once.add(threshold.minPriority())) {
                Map<String, Object> level = new LinkedHashMap<>();
                level.put("min_priority", threshold.minPriority());
                level.put("level", threshold.level());
                levels.add(level);
            }
        }
        int left = thresholds.size() - levels.size();
        String remark = left == 0 ? "" : "without " + left + " that had a min_priority for the second time";
        made.carry("sync.severity.thresholds", SOURCE, "levels", levels, remark);
    }

    private static void metadata(Optional<ZinoargusFile.Metadata> metadata, ImportedConfig.Builder made) {
        if (metadata.flatMap(ZinoargusFile.Metadata::portsUrl).isPresent()) {
            made.drop("metadata.ports_url", "it was fetched and nothing was done with it");
        } else {
            made.absent("metadata.ports_url", "there is no such thing here");
        }
    }

    private static void failover(ZinoargusFile.Failover failover, ImportedConfig.Builder made) {
        made.set(SOURCE, "failover", "zino", "On standby as long as the primary Zino answers: [failover.zino].");
        made.set(FAILOVER, "probe", "snmp", "The uptime of the primary Zino, as zino-argus-glue asks for it.");
        String server = failover.primaryServer();
        int port = failover.primarySnmpPort().orElse(DEFAULT_SNMP_PORT);
        String address = (server.contains(":") ? "[" + server + "]" : server) + ":" + port;
        made.carry("failover.primary_server", FAILOVER, "address", address);
        if (failover.primarySnmpPort().isPresent()) {
            made.merged("failover.primary_snmp_port", FAILOVER, "address");
        } else {
            made.absent("failover.primary_snmp_port", "8000, which is in address of [failover.zino]");
        }
        String community = failover.snmpCommunity().orElse("");
        if (community.isEmpty()) {
            made.absent("failover.snmp_community", "public, as here");
        } else if (community.equals("public")) {
            made.drop("failover.snmp_community", "it was public, which holds here anyway");
        } else {
            made.carry("failover.snmp_community", FAILOVER, "community", Secret.of(community));
        }
        made.set(FAILOVER, "interval", Duration.ofSeconds(5), "Zino-argus-glue had no key for it.");
        failover.pingTimeout()
                .ifPresentOrElse(
                        seconds ->
                                made.carry("failover.ping_timeout", FAILOVER, "timeout", Duration.ofSeconds(seconds)),
                        () -> made.absent("failover.ping_timeout", "5 seconds, as here"));
        failover.threshold()
                .ifPresentOrElse(
                        times -> made.carry("failover.threshold", FAILOVER, "threshold", times),
                        () -> made.absent("failover.threshold", "10, as here"));
        made.note(
                FAILOVER,
                "unknown_is_down",
                "Zino-argus-glue took a name that does not resolve for a primary that is down; true does the same.");
    }

    /** What could not be changed there and can be here: said, so that it stays as it was, or why it does not. */
    private static void habits(ImportedConfig.Builder made) {
        made.set(SOURCE, "bfd", false, "Zino-argus-glue left out these cases always.");
        made.set(SOURCE, "port_description", ",", "Zino-argus-glue left out ports without a comma always.");
        made.set(
                SOURCE, "close_on", Selection.CloseOn.CASE, "As zino-argus-glue did; the text now follows recoveries.");
        made.set(SOURCE, "close_cases", true, "As zino-argus-glue did.");
        made.set(
                SOURCE,
                "incident_ids",
                Presentation.IncidentIds.NUMBER,
                "As zino-argus-glue has them, so that it can be started again; take this out once you stay.");
        made.set(SOURCE, "history", Writing.History.NOTES, "As zino-argus-glue did, without its own lines.");
        made.note(
                SOURCE,
                "port_states",
                "Zino-argus-glue looked for words in the log and missed ports that went down by way of another state.");
        made.note(
                SOURCE,
                "maintenance",
                "Zino-argus-glue opened incidents for planned maintenance, too; \"open\" does the same.");
        made.note(SOURCE, "hold_lost", "Zino-argus-glue closed them; \"0s\" does the same.");
    }
}
