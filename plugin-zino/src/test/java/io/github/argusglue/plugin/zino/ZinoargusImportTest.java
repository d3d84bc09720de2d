package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.ZinoargusFile.AcknowledgeTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.ArgusTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.FailoverTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.MetadataTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.SeverityTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.SyncTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.ThresholdTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.TicketTable;
import io.github.argusglue.plugin.zino.ZinoargusFile.ZinoTable;
import io.github.argusglue.spi.config.ImportedConfig;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.RecordCoverage;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversion of each key of zino-argus-glue. */
class ZinoargusImportTest {
    private static final ZinoTable ZINO =
            new ZinoTable("zino.example.org", Optional.empty(), "glue", "s3cret", Optional.empty());

    /** All keys that zino-argus-glue 0.5.1 knows. */
    private static final Set<String> KEYS = Set.of(
            "argus.url",
            "argus.token",
            "argus.timeout",
            "zino.server",
            "zino.port",
            "zino.user",
            "zino.secret",
            "zino.default_domain",
            "sync.acknowledge.setstate",
            "sync.ticket.enable",
            "sync.severity.default",
            "sync.severity.thresholds",
            "metadata.ports_url",
            "failover.primary_server",
            "failover.primary_snmp_port",
            "failover.snmp_community",
            "failover.ping_timeout",
            "failover.threshold");

    @Test
    void readsAllKeysOfZinoArgusGlue() {
        Set<String> all = new HashSet<>(KEYS);
        all.addAll(Set.of("argus", "zino", "sync", "sync.acknowledge", "sync.ticket", "sync.severity", "metadata"));
        all.addAll(Set.of("failover", "sync.severity.thresholds.min_priority", "sync.severity.thresholds.level"));
        RecordCoverage.assertAllKeys(ZinoargusFile.class, all);
    }

    @Test
    void convertsEveryKey() {
        ImportedConfig result = new ZinoargusImport().convert(full());
        assertEquals(KEYS, outcomes(result).keySet());
        Map<String, Object> values = values(result);
        assertEquals(URI.create("https://argus.example.org/base"), values.get("argus.url"));
        assertEquals(Duration.ofMillis(2500), values.get("argus.timeout"));
        assertEquals("token", reveal(values, "sources.zino.argus_token"));
        assertEquals("zino", values.get("sources.zino.type"));
        assertEquals("zino.example.org", values.get("sources.zino.server"));
        assertEquals(9001, values.get("sources.zino.port"));
        assertEquals("glue", values.get("sources.zino.user"));
        assertEquals("s3cret", reveal(values, "sources.zino.secret"));
        assertEquals("example.org", values.get("sources.zino.default_domain"));
        assertEquals(FeedbackConfig.AcknowledgeState.WAITING, values.get("sources.zino.acknowledge"));
        assertEquals(true, values.get("sources.zino.tickets"));
        assertEquals(4, values.get("sources.zino.level_default"));
        assertEquals(
                List.of(Map.of("min_priority", 500, "level", 1), Map.of("min_priority", 300, "level", 2)),
                values.get("sources.zino.levels"));
        assertEquals(
                "dropped: zino-argus-glue fetched it but did not use it",
                outcomes(result).get("metadata.ports_url"));
        assertEquals("zino", values.get("sources.zino.failover"));
        assertEquals("snmp", values.get("failover.zino.probe"));
        assertEquals("[2001:db8::1]:8161", values.get("failover.zino.address"));
        assertEquals("in address of [failover.zino]", outcomes(result).get("failover.primary_snmp_port"));
        assertEquals("hush", reveal(values, "failover.zino.community"));
        assertEquals(Duration.ofSeconds(5), values.get("failover.zino.interval"));
        assertEquals(Duration.ofSeconds(3), values.get("failover.zino.timeout"));
        assertEquals(7, values.get("failover.zino.threshold"));
    }

    private static ZinoargusFile full() {
        SyncTable sync = new SyncTable(
                Optional.of(new AcknowledgeTable(Optional.of(FeedbackConfig.AcknowledgeState.WAITING))),
                Optional.of(new TicketTable(Optional.of(true))),
                Optional.of(new SeverityTable(
                        Optional.of(4), List.of(new ThresholdTable(500, 1), new ThresholdTable(300, 2)))));
        return new ZinoargusFile(
                argus("https://argus.example.org/base/api/v2/", 2.5),
                new ZinoTable("zino.example.org", Optional.of(9001), "glue", "s3cret", Optional.of("example.org")),
                Optional.of(sync),
                Optional.of(new MetadataTable(Optional.of(URI.create("https://x.example.org/ports?all=1")))),
                Optional.of(new FailoverTable(
                        "2001:db8::1", Optional.of(8161), Optional.of("hush"), Optional.of(3), Optional.of(7))));
    }

    @Test
    void explainsAbsentKeys() {
        ImportedConfig result = new ZinoargusImport().convert(minimal("https://argus.example.org"));
        Map<String, String> outcomes = outcomes(result);
        for (String key : KEYS) {
            String table = key.substring(0, key.indexOf('.'));
            assertTrue(outcomes.containsKey(key) || (table.equals("failover") && outcomes.containsKey(table)), key);
        }
        assertTrue(outcomes.getOrDefault("argus.timeout", "")
                .startsWith("was not set: the default was 2 seconds; it is 10 seconds here"));
        assertFalse(values(result).containsKey("argus.timeout"));
        assertFalse(values(result).containsKey("sources.zino.failover"));
    }

    @Test
    void keepsTheFixedBehaviorOfZinoArgusGlue() {
        Map<String, Object> values = values(new ZinoargusImport().convert(minimal("https://argus.example.org")));
        assertEquals(false, values.get("sources.zino.bfd"));
        assertEquals(",", values.get("sources.zino.port_description"));
        assertEquals(SelectionConfig.CloseOn.CASE, values.get("sources.zino.close_on"));
        assertEquals(true, values.get("sources.zino.close_cases"));
        assertEquals(FeedbackConfig.HistoryMode.NOTES, values.get("sources.zino.history"));
        assertEquals(CaseDisplayConfig.IncidentIdFormat.NUMBER, values.get("sources.zino.incident_ids"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://argus.example.org/api/v2, https://argus.example.org",
        "https://argus.example.org/api/v1/, https://argus.example.org",
        "https://argus.example.org//api//v2//, https://argus.example.org",
        "http://argus.example.org:8000/sub/api, http://argus.example.org:8000/sub",
        "https://api.example.org/, https://api.example.org/",
        "https://argus.example.org/apis, https://argus.example.org/apis",
    })
    void removesTheApiPathFromTheUrl(String old, String expected) {
        assertEquals(
                URI.create(expected),
                values(new ZinoargusImport().convert(minimal(old))).get("argus.url"));
    }

    @ParameterizedTest
    @CsvSource({"0.2, PT1S", "1, PT1S", "2.5, PT2.5S", "300, PT5M", "301, PT5M", "1e300, PT5M"})
    void limitsTheTimeout(double seconds, Duration expected) {
        ZinoargusFile file = new ZinoargusFile(
                argus("https://argus.example.org", seconds),
                ZINO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertEquals(expected, values(new ZinoargusImport().convert(file)).get("argus.timeout"));
    }

    @Test
    void firstOfDuplicateThresholdsApplies() {
        SeverityTable severity = new SeverityTable(
                Optional.empty(),
                List.of(new ThresholdTable(500, 1), new ThresholdTable(500, 5), new ThresholdTable(100, 2)));
        ImportedConfig result = new ZinoargusImport()
                .convert(new ZinoargusFile(
                        argus("https://argus.example.org", 2),
                        ZINO,
                        Optional.of(new SyncTable(Optional.empty(), Optional.empty(), Optional.of(severity))),
                        Optional.empty(),
                        Optional.empty()));
        assertEquals(
                List.of(Map.of("min_priority", 500, "level", 1), Map.of("min_priority", 100, "level", 2)),
                values(result).get("sources.zino.levels"));
        assertTrue(outcomes(result)
                .getOrDefault("sync.severity.thresholds", "")
                .endsWith("without 1 with a duplicate min_priority"));
    }

    @Test
    void defaultCommunityIsDropped() {
        FailoverTable failover =
                new FailoverTable("zino1", Optional.empty(), Optional.of("public"), Optional.empty(), Optional.empty());
        ImportedConfig result = new ZinoargusImport()
                .convert(new ZinoargusFile(
                        argus("https://argus.example.org", 2),
                        ZINO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(failover)));
        assertFalse(values(result).containsKey("failover.zino.community"));
        assertEquals("zino1:8000", values(result).get("failover.zino.address"));
    }

    @Test
    void masksSecrets() {
        assertFalse(full().toString().matches(".*(token|s3cret|hush).*"), () -> full().toString());
    }

    @Test
    void refusesInvalidValues() {
        assertRefused("'url' must be like", () -> argus("ftp://argus.example.org", 2));
        assertRefused("'timeout' must be greater than 0, not -1", () -> argus("https://argus.example.org", -1));
        assertRefused(
                "'token' must be one line", () -> new ArgusTable(URI.create("http://x"), "a b", Optional.empty()));
        assertRefused(
                "'server' must be a host name", () -> new ZinoTable(" ", Optional.empty(), "u", "s", Optional.empty()));
        assertRefused(
                "'user' must be one word", () -> new ZinoTable("z", Optional.empty(), "u v", "s", Optional.empty()));
        assertRefused("'ports_url' must be an http", () -> new MetadataTable(Optional.of(URI.create("ftp://x"))));
        assertRefused("'primary_server' must be a host", () -> failover("http://x", "public"));
        assertRefused("'snmp_community' must not be empty", () -> failover("zino1", ""));
    }

    private static void assertRefused(String start, Runnable action) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
        assertTrue(message.startsWith(start), message);
    }

    private static FailoverTable failover(String server, String community) {
        return new FailoverTable(server, Optional.empty(), Optional.of(community), Optional.empty(), Optional.empty());
    }

    private static ZinoargusFile minimal(String url) {
        return new ZinoargusFile(
                new ArgusTable(URI.create(url), "token", Optional.empty()),
                ZINO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ArgusTable argus(String url, double timeout) {
        return new ArgusTable(URI.create(url), "token", Optional.of(timeout));
    }

    private static Map<String, Object> values(ImportedConfig result) {
        Map<String, Object> values = new HashMap<>();
        result.settings()
                .forEach(setting ->
                        setting.value().ifPresent(value -> values.put(setting.table() + "." + setting.key(), value)));
        return values;
    }

    private static Map<String, String> outcomes(ImportedConfig result) {
        Map<String, String> outcomes = new HashMap<>();
        result.outcomes().forEach(fate -> outcomes.put(fate.oldKey(), fate.text()));
        return outcomes;
    }

    private static String reveal(Map<String, Object> values, String key) {
        return values.get(key) instanceof Secret secret ? secret.reveal() : "no secret";
    }
}
