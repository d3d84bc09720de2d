package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.plugin.zino.SelectionConfig.CloseOn;
import io.github.argusglue.plugin.zino.SelectionConfig.Maintenance;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Open cases that are not reported: each is counted, with the key that decides and the text of the case. */
final class LeftOutCasesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final ZinoConfigBuilder config = new ZinoConfigBuilder();
    private int number;

    private Snapshot snapshot(String... cases) {
        ZinoConfig made = config.build();
        CaseRegistry registry = new CaseRegistry(made.selection(), made.display(), "zino1");
        for (String attributes : cases) {
            registry.update(zinoCase(attributes), false, false, NOW);
        }
        return registry.snapshot(List.of(), NOW);
    }

    private ZinoCase zinoCase(String attributes) {
        List<String> body = new ArrayList<>(List.of("id: " + ++number, "router: gw1"));
        body.add("opened: " + NOW.getEpochSecond());
        body.addAll(List.of(attributes.split("; ", -1)));
        if (!attributes.contains(" state: ")) {
            body.add("state: open");
        }
        return ZinoCase.parse(body).orElseThrow();
    }

    private static List<String> lines(Snapshot snapshot) {
        return snapshot.leftOut().groups().stream()
                .flatMap(group -> group.examples().stream()
                        .map(one -> group.reason() + " " + group.count() + " " + one.key() + " " + one.text()))
                .toList();
    }

    @Test
    void defaultsLeaveOutPortsWithoutACommaAndBfd() {
        Snapshot snapshot = snapshot(
                "type: portstate; port: e1; portstate: down; descr: bastion host",
                "type: portstate; port: e2; portstate: down; descr: core, link",
                "type: portstate; port: e3; portstate: down",
                "type: bfd; bfdState: down; bfdAddr: 192.0.2.1");
        assertEquals(1, snapshot.alerts().size());
        assertEquals("3 (port_description 2, bfd 1)", snapshot.leftOut().summary());
        assertEquals(
                "port_description 2 1@20261121T120000Z gw1 port e1 changed state to DOWN (bastion host):"
                        + " the description of the port does not match ','",
                lines(snapshot).get(0));
        assertEquals(
                "bfd 1 4@20261121T120000Z gw1 BFD session with 192.0.2.1 is down: BFD cases are not reported",
                lines(snapshot).get(2));
    }

    @Test
    void otherKeysThatLeaveOutCases() {
        config.skipStates = List.of("waiting");
        config.maintenance = Maintenance.CLOSE;
        config.closeOn = CloseOn.RECOVERY;
        Snapshot snapshot = snapshot(
                "type: reachability; reachability: no-response; state: waiting",
                "type: reachability; reachability: no-response; state: ignored",
                "type: reachability; reachability: reachable");
        assertEquals(
                "3 (skip_states 1, maintenance 1, recovered 1)",
                snapshot.leftOut().summary());
    }

    /** Held cases are alerts: the core counts those that have no incident. */
    @Test
    void heldCasesAreNotLeftOut() {
        Snapshot snapshot = snapshot("type: reachability; reachability: no-response; state: ignored");
        assertEquals(1, snapshot.alerts().size());
        assertEquals(LeftOut.nothing(), snapshot.leftOut());
    }

    @Test
    void caseIsNoLongerLeftOutOnceItIsReportedOrClosed() {
        ZinoConfig made = config.build();
        CaseRegistry registry = new CaseRegistry(made.selection(), made.display(), "zino1");
        ZinoCase first = zinoCase("type: portstate; port: e1; portstate: down; descr: bastion");
        registry.update(first, false, false, NOW);
        number--;
        registry.update(zinoCase("type: portstate; port: e1; portstate: down; descr: core, link"), false, false, NOW);
        assertEquals("0", registry.snapshot(List.of(), NOW).leftOut().summary());
        number--;
        registry.update(zinoCase("type: portstate; port: e1; portstate: down; descr: bastion"), false, false, NOW);
        assertEquals(
                "1 (port_description 1)",
                registry.snapshot(List.of(), NOW).leftOut().summary());
        registry.close(first, "closed", NOW);
        assertEquals("0", registry.snapshot(List.of(), NOW).leftOut().summary());
    }
}
