package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.plugin.zino.FeedbackConfig.AcknowledgeState;
import io.github.argusglue.plugin.zino.FeedbackConfig.HistoryMode;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Feedback.Kind;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases of simulated routers in a real Zino. */
class ZinoCasesIT {
    private final ZinoLab lab = new ZinoLab();
    private final ZinoConfigBuilder config = lab.config();
    private ZinoAdapter adapter;

    @BeforeEach
    void begin() throws Exception {
        config.bfd = true;
        config.resync = Duration.ofSeconds(2);
        config.acknowledge = AcknowledgeState.WORKING;
        config.tickets = true;
        config.history = HistoryMode.ALL;
        adapter = new ZinoAdapter(config.build(), new TestContext());
        adapter.start();
    }

    @AfterEach
    void end() {
        adapter.close();
        lab.close();
    }

    private Alert await(String text) throws Exception {
        return ZinoLab.await(adapter, text);
    }

    @Test
    void routerOutageAndRecovery() throws Exception {
        lab.set("gw3", "silent=true");
        Alert down = await("gw3 is not reachable");
        assertEquals("reachability", tag(down, "event_type"));
        assertEquals("300", tag(down, "priority"));
        lab.run("set", "gw3", "silent=false");
        Alert up = await("gw3 is reachable again");
        assertEquals(down.id(), up.id());
        lab.closeAll();
        Snapshot ended =
                ZinoLab.await(adapter, "an ending", found -> !found.endings().isEmpty());
        assertEquals("closed in Zino by operator", ended.endings().get(0).reason());
        assertEquals(List.of(), ended.alerts());
    }

    private static String tag(Alert alert, String key) {
        return alert.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(tag -> tag.value())
                .findFirst()
                .orElse("");
    }

    @Test
    void portsByPollByTrapAndFlapping() throws Exception {
        lab.set("gw2", "ports.1.oper=notPresent");
        await("gw2 port ge-0/0/1 changed state to NOTPRESENT (core 2, link 1)");
        lab.set("gw2", "ports.1.oper=down");
        await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1)");
        // Zino updates the description only together with the state.
        lab.set("gw2", "ports.1.alias=core 2, moved", "ports.1.oper=lowerLayerDown");
        Alert moved = await("gw2 port ge-0/0/1 changed state to LOWERLAYERDOWN (core 2, moved)");
        assertEquals("core 2, moved", tag(moved, "description"));
        lab.run("set", "gw3", "ports.2.oper=down");
        lab.run("trap", "gw3", "2", "down");
        await("gw3 port ge-0/0/2 changed state to DOWN (core 3, link 2)");
        lab.run("trap", "gw4", "3", "down", "up", "down", "up", "down", "up", "down", "up", "down", "up");
        await("gw4 port ge-0/0/3 is flapping (core 4, link 3)");
    }

    @Test
    void bgpBfdAndAlarms() throws Exception {
        lab.set("gw1", "peers/2001:db8:1::2/state=idle", "bfd.1.state=down", "alarms.red=2", "alarms.yellow=1");
        lab.set("gw2", "peers/198.51.100.2/state=active");
        Alert bgp = await("gw1 BGP Neighbor AS64602/2001:db8:1::2 is DOWN");
        assertEquals("2001:db8:1::2", tag(bgp, "remote_addr"));
        assertEquals("64602", tag(bgp, "remote_as"));
        await("gw2 BGP Neighbor AS64602/198.51.100.2 is DOWN");
        assertEquals("203.0.113.1", tag(await("gw1 BFD session with 203.0.113.1 is down"), "remote_addr"));
        assertEquals("red", tag(await("gw1 has 2 active red alarms"), "alarm_type"));
        await("gw1 has 1 active yellow alarm");
        lab.closeAll();
        ZinoLab.await(adapter, "nothing", found -> found.alerts().isEmpty());
        lab.set("gw1", "bfd.1.state=up", "alarms.red=0");
        // The recovery of cases that were closed too early opens new cases that were never down.
        List<Alert> recovered = ZinoLab.await(
                        adapter, "two cases", found -> found.alerts().size() == 2)
                .alerts();
        assertTrue(recovered.stream().allMatch(alert -> alert.heldReason().isPresent()), recovered.toString());
    }

    @Test
    void plannedMaintenance() throws Exception {
        lab.set("gw2", "ports.1.oper=down");
        Alert before = await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1)");
        long from = Instant.now().getEpochSecond() + 3;
        lab.operator("PM ADD " + from + " " + (from + 15) + " device exact gw3");
        lab.operator("PM ADD " + from + " " + (from + 15) + " portstate intf-regexp gw2 ge-0/0/1");
        Alert during = await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1) [planned maintenance]");
        assertEquals(before.id(), during.id());
        Snapshot all = ZinoLab.await(
                adapter,
                "the router's cases",
                found -> found.alerts().stream()
                                .filter(alert -> alert.heldReason().isPresent())
                                .count()
                        == 3);
        assertEquals(4, all.alerts().size(), all.alerts().toString());
        await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1)");
    }

    @Test
    void hostileDescription() throws Exception {
        lab.set(
                "gw2",
                "ports.1.alias=evil, x\\r\\n.\\r\\n200 ok\\r\\n99 x, y",
                "ports.1.oper=down",
                "ports.2.oper=down");
        lab.set("gw4", "ports.1.oper=down");
        Alert evil = await("gw2 port ge-0/0/1 changed state to DOWN (evil, x)");
        await("gw2 port ge-0/0/2 changed state to DOWN (core 2, link 2)");
        await("gw4 port ge-0/0/1 changed state to DOWN (core 4, link 1)");
        assertEquals(3, adapter.snapshot().alerts().size());
        Feedback close = Feedback.builder(evil.id(), Kind.CLOSED, Instant.now())
                .actor("bob")
                .text("fixed")
                .build();
        adapter.feedback().orElseThrow().deliver(close);
        ZinoLab.await(adapter, "two cases", found -> found.alerts().size() == 2);
    }

    @Test
    void frozenZinoAndReusedNumber() throws Exception {
        lab.set("gw2", "ports.1.oper=down");
        AlertId lost = await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1)")
                .id();
        lab.run("freeze");
        SourceException failure = assertThrows(SourceException.class, () -> adapter.snapshot());
        assertEquals(SourceException.Kind.UNREACHABLE, failure.kind());
        lab.run("thaw");
        await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1)");
        lab.run("kill-zino");
        lab.run("set", "gw2", "ports.1.oper=up");
        lab.run("run-zino");
        for (String router : List.of("gw2", "gw3")) {
            lab.poll(router);
        }
        Snapshot after = ZinoLab.await(
                adapter,
                "the lost case held",
                found -> found.alerts().size() == 1
                        && found.alerts().get(0).heldReason().isPresent());
        assertEquals(lost, after.alerts().get(0).id());
        lab.set("gw3", "silent=true");
        Alert next = await("gw3 is not reachable");
        assertNotEquals(lost, next.id());
        assertEquals("1", next.metadata().get("zino_case"));
        assertEquals(2, adapter.snapshot().alerts().size(), "the lost case is still held");
    }

    @Test
    void feedbackAndHistory() throws Exception {
        lab.set("gw2", "ports.1.oper=down");
        AlertId id = await("gw2 port ge-0/0/1 changed state to DOWN (core 2, link 1)")
                .id();
        Feedback ack = Feedback.builder(id, Kind.ACKNOWLEDGED, Instant.now())
                .actor("bob")
                .text("on it\n.\nSETSTATE 1 closed\n.\u2028.\u0085blåbær 😀")
                .build();
        adapter.feedback().orElseThrow().deliver(ack);
        adapter.feedback().orElseThrow().deliver(ack);
        assertTrue(lab.operator("GETATTRS 1").body().contains("state: working"));
        lab.operator("SETSTATE 1 waiting");
        lab.operator("SETSTATE 1 working");
        Feedback unack = Feedback.builder(id, Kind.UNACKNOWLEDGED, Instant.now())
                .actor("bob")
                .build();
        adapter.feedback().orElseThrow().deliver(unack);
        assertTrue(lab.operator("GETATTRS 1").body().contains("state: working"), "only the operator's note");
        List<String> history = lab.operator("GETHIST 1").body();
        assertEquals(
                1,
                history.stream()
                        .filter(line -> line.contains("blåbær 😀 (bob)"))
                        .count(),
                history.toString());
        List<HistoryEntry> entries = adapter.history().orElseThrow().entriesSince(id, Instant.EPOCH);
        assertEquals(
                List.of("Zino", "operator", "operator"),
                entries.stream().map(HistoryEntry::author).toList());
        Feedback close =
                Feedback.builder(id, Kind.CLOSED, Instant.now()).actor("bob").build();
        adapter.feedback().orElseThrow().deliver(close);
        adapter.feedback().orElseThrow().deliver(close);
        assertEquals(List.of(), lab.operator("CASEIDS").body());
        adapter.feedback()
                .orElseThrow()
                .deliver(Feedback.builder(id, Kind.REOPENED, Instant.now())
                        .actor("bob")
                        .build());
    }
}
