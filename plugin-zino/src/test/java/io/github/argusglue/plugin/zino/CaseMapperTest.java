package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.argusglue.plugin.zino.CaseFilter.ReportAs;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions and tags of cases, and which cases are reported. */
class CaseMapperTest {
    private final ZinoConfigBuilder config = new ZinoConfigBuilder();

    /** @param attributes as {@code name: value; name: value} */
    private static ZinoCase zinoCase(String attributes) {
        List<String> body = new ArrayList<>(List.of("id: 7", "router: gw1", "state: open", "opened: 1795210432"));
        body.addAll(List.of(attributes.split("; ", -1)));
        return ZinoCase.parse(body).orElseThrow();
    }

    private Alert alert(String attributes) {
        ZinoCase zinoCase = zinoCase(attributes);
        CaseFilter filter = new CaseFilter(config.selection());
        return new CaseMapper(config.display(), filter, "zino.example.org")
                .alert(CaseIds.of(zinoCase), zinoCase)
                .build();
    }

    private static String tags(Alert alert) {
        return alert.tags().stream().map(Tag::toString).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: reachability; reachability: no-response | gw1 is not reachable",
                "type: reachability; reachability: reachable | gw1 is reachable again",
                "type: reachability | gw1: reachability not known yet",
                "type: bgp; remote-AS: 5; remote-addr: 192.0.2.1; bgpOS: down | gw1 BGP Neighbor AS5/192.0.2.1 is DOWN",
                "type: bgp; remote-AS: 5; remote-addr: ::1; bgpOS: idle; bgpAS: halted"
                        + " | gw1 BGP Neighbor AS5/::1 is DOWN (turned off: halted)",
                "type: bgp; remote-AS: 5; remote-addr: ::1; bgpOS: established | gw1 BGP Neighbor AS5/::1 is up again",
                "type: portstate; port: e1; portstate: down; descr: a, b | gw1 port e1 changed state to DOWN (a, b)",
                "type: portstate; port: e1; portstate: adminDown | gw1 port e1 changed state to ADMINDOWN",
                "type: portstate; port:; ifindex: 3; portstate: flapping | gw1 port with index 3 is flapping",
                "type: portstate; port: e1; portstate: up; descr: x; flapstate: flapping | gw1 port e1 is flapping (x)",
                "type: portstate; port: e1; portstate: down; descr: x; flapstate: stable"
                        + " | gw1 port e1 changed state to DOWN (x)",
                "type: portstate; port: e1; portstate: up; descr: x | gw1 port e1 is up again (x)",
                "type: alarm; alarm-type: red; alarm-count: 2 | gw1 has 2 active red alarms",
                "type: alarm; alarm-type: yellow; alarm-count: 1 | gw1 has 1 active yellow alarm",
                "type: alarm; alarm-type: yellow; alarm-count: 0 | gw1 has no yellow alarms any more",
                "type: alarm; alarm-type: red | gw1 red alarms: number not known yet",
                "type: bfd; bfdState: down; bfdAddr: 203.0.113.1; Neigh-rDNS: peer | "
                        + "gw1 BFD session with 203.0.113.1 (peer) is down",
                "type: weather; lastevent: it rains | gw1 weather: it rains",
            })
    void descriptionReflectsTheCurrentState(String attributes, String text) {
        assertEquals(text, alert(attributes).description());
    }

    @Test
    void tagsAreThoseOfZinoArgusGlue() {
        config.defaultDomain = Optional.of("example.org");
        assertEquals(
                "host=gw1.example.org event_type=portstate priority=300 interface=e1 description=a, b",
                tags(alert("type: portstate; priority: 300; port: e1; portstate: down; descr: a, b")));
        assertEquals(
                "host=gw1.example.org event_type=bgp priority=100 remote_as=5 remote_addr=::1",
                tags(alert("type: bgp; remote-AS: 5; remote-addr: ::1")));
        assertEquals(
                "host=gw1.example.org event_type=alarm priority=100 alarm_type=red",
                tags(alert("type: alarm; alarm-type: red; alarm-count: 2")));
    }

    @Test
    void countersAndTimesDoNotChangeTheAlert() {
        String port = "type: portstate; port: e1; portstate: down; descr: a, b; ";
        assertEquals(
                alert(port + "flaps: 1; updated: 1; ac-down: 3"), alert(port + "flaps: 9; updated: 77; ac-down: 99"));
    }

    @Test
    void detailsUrlUsesAttributes() {
        config.detailsUrl = Optional.of("https://z.example.org/{case}?r={router}&p={port}");
        assertEquals(
                Optional.of(URI.create("https://z.example.org/7?r=gw1&p=e%201%2F2")),
                alert("type: portstate; port: e 1/2; portstate: down").detailsUrl());
        assertFalse(alert("type: bgp").detailsUrl().isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: portstate; portstate: down; descr: core, link | OPEN",
                "type: portstate; portstate: down; descr: no comma | NONE",
                "type: portstate; portstate: lowerLayerDown; descr: core, link | OPEN",
                "type: portstate; portstate: notPresent; descr: core, link | OPEN",
                "type: portstate; portstate: adminDown; descr: core, link | HELD",
                "type: portstate; portstate: adminDown; descr: core, link; ac-down: 9 | OPEN",
                "type: portstate; portstate: up; descr: core, link | HELD",
                "type: portstate; portstate: up; descr: core, link; flapstate: flapping | OPEN",
                "type: bfd; bfdState: down | NONE",
                "type: bgp; bgpOS: established; ac-down: 0 | HELD",
                "type: bgp; bgpOS: established; ac-down: 5 | OPEN",
                "type: bgp; bgpOS: some new word | OPEN",
                "type: alarm; alarm-count: 0 | HELD",
                "type: weather | OPEN",
                "type: reachability; reachability: no-response; state: some new word | OPEN",
            })
    void decidesByConditionAndDescription(String attributes, ReportAs expected) {
        assertEquals(
                expected,
                new CaseFilter(config.selection())
                        .decide(zinoCase(attributes), false)
                        .reportAs());
    }
}
