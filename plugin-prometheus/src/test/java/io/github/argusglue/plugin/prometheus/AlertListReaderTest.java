package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads lists of Alertmanager, of older and newer versions, and of compatible servers. */
class AlertListReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final AlertListReader reader = new AlertListReader(new JsonFactory());

    private AlertListReader.AlertList read(String json) throws IOException {
        return reader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @Test
    void skipsUnknownFields() throws IOException {
        ListedAlert alert = read("""
                        [{"annotations":{"summary":"x","new":{"deep":[1,2]}},"endsAt":"2026-11-20T12:03:00.000Z",
                          "fingerprint":"02ef0d6a0cf6a0c6","receivers":[{"name":"a"},{"name":"b"}],
                          "startsAt":"2026-11-20T12:00:00.503+01:00","futureField":[[{}]],
                          "status":{"inhibitedBy":[],"mutedBy":["nights"],"silencedBy":["b","a"],"state":"suppressed"},
                          "updatedAt":"2026-11-20T11:59:00Z","generatorURL":"http://p/g",
                          "labels":{"alertname":"X","empty":"","number":5}}]
                        """).alerts().get(0);
        assertEquals(
                new ListedAlert(
                        "02ef0d6a0cf6a0c6",
                        Instant.parse("2026-11-20T11:00:00.503Z"),
                        Instant.parse("2026-11-20T11:59:00Z"),
                        Instant.parse("2026-11-20T12:03:00Z"),
                        Map.of("alertname", "X", "number", "5"),
                        Map.of("summary", "x"),
                        "http://p/g",
                        List.of("a", "b"),
                        List.of()),
                alert);
    }

    @Test
    void acceptsAnAlertWithFewFields() throws IOException {
        AlertListReader.AlertList listing =
                read("[{\"labels\":{\"alertname\":\"X\"},\"startsAt\":\"yesterday\",\"status\":null}]");
        ListedAlert alert = listing.alerts().get(0);
        assertEquals(Fingerprint.of(Map.of("alertname", "X"), Set.of()), alert.fingerprint());
        assertEquals(NOW, alert.startsAt());
        assertEquals(NOW, alert.endsAt());
        assertEquals("", alert.generatorUrl());
    }

    @Test
    void countsUnidentifiedAlerts() throws IOException {
        AlertListReader.AlertList listing =
                read("[null, 5, {\"startsAt\":\"2026-11-20T12:00:00Z\"}, {\"fingerprint\":\"0123456789abcdef\"}]");
        assertEquals(3, listing.unidentified());
        assertEquals(1, listing.alerts().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "{}",
                "null",
                "[",
                "[{\"labels\":{\"a\":\"b\"}}",
                "[{\"labels\":{\"a\":\"b\"}},",
                "[{\"labels\":{\"a\":",
                "[] []",
                "\"unauthorized\""
            })
    void invalidListIsAnError(String body) {
        assertThrows(JsonProcessingException.class, () -> read(body));
    }

    @Test
    void readsTenThousandAlertsFast() throws IOException {
        StringJoiner all = new StringJoiner(",", "[", "]");
        for (int i = 0; i < 10_000; i++) {
            all.add("{\"annotations\":{\"description\":\"Device sw-" + i + ".example.org at oslo reports LinkDown\","
                    + "\"runbook_url\":\"https://wiki.example.org/runbooks/LinkDown\",\"summary\":\"LinkDown on sw-" + i
                    + "\"},\"endsAt\":\"2026-11-20T12:03:00.000Z\",\"fingerprint\":\""
                    + String.format(Locale.ROOT, "%016x", i)
                    + "\",\"receivers\":[{\"name\":\"argus-glue\"}],\"startsAt\":\"2026-11-20T11:00:00.503Z\","
                    + "\"status\":{\"inhibitedBy\":[],\"silencedBy\":[],\"state\":\"active\"},"
                    + "\"updatedAt\":\"2026-11-20T11:59:00.000Z\",\"generatorURL\":\"http://prom.example.org:9090/graph"
                    + "?g0.expr=lab_alert%7Bkind%3D%22LinkDown%22%7D+%3D%3D+1&g0.tab=1\",\"labels\":{\"alertname\":"
                    + "\"LinkDown\",\"cluster\":\"lab\",\"device\":\"sw-" + i + ".example.org\",\"idx\":\"" + i
                    + "\",\"ifName\":\"xe-0/0/" + i % 48 + "\",\"instance\":\"127.0.0.1:9100\",\"job\":\"lab\","
                    + "\"kind\":\"LinkDown\",\"severity\":\"critical\",\"site\":\"oslo\",\"team\":\"noc\"}}");
        }
        byte[] body = all.toString().getBytes(StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        AlertListReader.AlertList listing = reader.read(new ByteArrayInputStream(body), NOW);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertEquals(10_000, listing.alerts().size());
        System.out.println(body.length + " bytes with 10000 alerts read in " + took.toMillis() + " ms");
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took.toString());
    }
}
