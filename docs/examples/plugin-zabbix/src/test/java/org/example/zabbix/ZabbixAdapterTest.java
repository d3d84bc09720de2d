package org.example.zabbix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the adapter shows of a problem, and how it signs in. */
class ZabbixAdapterTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final FakeZabbix zabbix = new FakeZabbix(clock);
    private final TestContext context = new TestContext("zabbix", clock);
    private SourceAdapter adapter;

    @AfterEach
    void close() throws Exception {
        if (adapter != null) {
            adapter.close();
        }
        context.close();
        zabbix.close();
    }

    private Snapshot snapshot() throws Exception {
        if (adapter == null) {
            adapter = new ZabbixAdapter(ZabbixContractTest.config(zabbix, true, List.of()), context);
        }
        return adapter.snapshot();
    }

    private Alert only() throws Exception {
        List<Alert> alerts = snapshot().alerts();
        assertEquals(1, alerts.size(), alerts::toString);
        return alerts.get(0);
    }

    @ParameterizedTest
    @CsvSource({"6.0.14, true", "6.0.14, false", "7.2.0rc1, true", "7.2.0rc1, false"})
    void problemIsShown(String version, boolean withToken) throws Exception {
        adapter = new ZabbixAdapter(ZabbixContractTest.config(zabbix, withToken, List.of("Linux")), context);
        zabbix.upgrade(version);
        zabbix.open("disk");
        zabbix.trigger("disk").withArray("hosts").addObject().put("host", "web2");
        zabbix.problem("disk")
                .withArray("tags")
                .addObject()
                .put("tag", "operating-system")
                .put("value", "Linux");
        zabbix.problem("disk")
                .withArray("tags")
                .addObject()
                .put("tag", "component")
                .put("value", "raid");
        Alert alert = only();
        assertEquals("web1: disk has a fault", alert.description());
        assertEquals("102", alert.id().value());
        assertEquals(Severity.HIGH, alert.severity());
        assertEquals(
                "[host=web1, host=web2, hostgroup=Linux, trigger=disk has a fault, component=disk, component=raid]",
                alert.tags().toString());
        assertEquals(
                zabbix.url() + "/tr_events.php?triggerid=103&eventid=102",
                alert.detailsUrl().orElseThrow().toString());
    }

    @Test
    void hostThatTheNameHasIsNotPrefixed() throws Exception {
        zabbix.open("disk");
        zabbix.problem("disk").put("name", "disk of web1 is full");
        assertEquals("disk of web1 is full", only().description());
    }

    @Test
    void levelsAreConfigurable() throws Exception {
        zabbix.open("disk");
        zabbix.problem("disk").put("severity", "3");
        assertEquals(Severity.CRITICAL, only().severity());
    }

    @Test
    void endedSessionIsRenewed() throws Exception {
        adapter = new ZabbixAdapter(ZabbixContractTest.config(zabbix, false, List.of()), context);
        zabbix.open("disk");
        only();
        zabbix.endSessions();
        only();
    }

    @Test
    void upgradeIsNoticed() throws Exception {
        zabbix.open("disk");
        only();
        zabbix.upgrade("7.2.0");
        assertThrows(SourceException.class, this::snapshot);
        only();
    }

    @Test
    void lostPermissionIsNotEmpty() throws Exception {
        zabbix.open("disk");
        only();
        zabbix.hideHosts();
        SourceException e = assertThrows(SourceException.class, this::snapshot);
        assertEquals(SourceException.Kind.UNAUTHORIZED, e.kind());
        assertTrue(e.getMessage().contains("read permission"), e::getMessage);
    }

    @Test
    void unknownHostGroupIsNotEmpty() {
        adapter = new ZabbixAdapter(ZabbixContractTest.config(zabbix, true, List.of("Linux", "Lnux")), context);
        SourceException e = assertThrows(SourceException.class, this::snapshot);
        assertTrue(e.getMessage().contains("'Lnux': check 'host_groups'"), e::getMessage);
    }

    @Test
    void problemOfADisabledTriggerIsOver() throws Exception {
        zabbix.open("disk");
        only();
        zabbix.trigger("disk").put("monitored", false);
        Snapshot found = snapshot();
        assertEquals(List.of(), found.alerts());
        assertEquals(List.of(), found.endings());
    }

    @Test
    void endOfAnIncidentOfTheOtherProgramIsFound() throws Exception {
        zabbix.open("other");
        zabbix.open("disk");
        zabbix.end("disk");
        Instant end = clock.instant();
        Alert other = only();
        clock.advance(Duration.ofHours(2));
        assertTrue(adapter.adopt(incident("104")).isPresent());
        assertEquals(
                List.of(Ending.reported(AlertId.unique("104"), end, "resolved in Zabbix")),
                snapshot().endings());
        assertEquals(List.of(other), snapshot().alerts());
    }

    @Test
    void problemThatAPersonClosedSaysSo() throws Exception {
        zabbix.open("disk");
        only();
        zabbix.problem("disk").put("userid", "1");
        zabbix.end("disk");
        assertEquals("closed by a person in Zabbix", snapshot().endings().get(0).reason());
    }

    private static OpenIncident incident(String id) {
        return OpenIncident.of(id, Instant.EPOCH, "", List.of(), Map.of(), null);
    }

    @Test
    void suppressionWithoutAnEndHasNone() throws Exception {
        zabbix.open("disk");
        zabbix.suppress("disk");
        Suppression first = only().suppression().orElseThrow();
        assertEquals("maintenance", first.reason());
        assertEquals(clock.instant().plusSeconds(7200), first.until().orElseThrow());
        zabbix.problem("disk")
                .withArray("suppression_data")
                .addObject()
                .put("maintenanceid", "0")
                .put("suppress_until", "0");
        assertTrue(only().suppression().orElseThrow().until().isEmpty());
    }

    @Test
    void acknowledgementOfSomebodyWhoMayNotBeSeenHasNoName() throws Exception {
        zabbix.open("disk");
        zabbix.acknowledge("disk", "kari", "on it");
        assertEquals(
                Acknowledgement.of("kari", clock.instant(), "on it"),
                only().acknowledgement().orElseThrow());
        zabbix.problem("disk").withArray("acknowledges").forEach(entry -> ((ObjectNode) entry).put("userid", "hidden"));
        assertEquals("", only().acknowledgement().orElseThrow().actor());
    }
}
