package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.argusglue.plugin.zino.Presentation.IncidentIds;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Incidents of zino-argus-glue are recognised, and those of an earlier case with the same number are not. */
class TakeoverTest {

    private static OpenIncident incident(String id, Instant start, String... tags) {
        List<Tag> parsed = new ArrayList<>();
        for (String tag : tags) {
            String[] both = tag.split("=", 2);
            parsed.add(Tag.of(both[0], both[1]));
        }
        return OpenIncident.of(id, start, "text", parsed, Map.of(), null);
    }

    @Test
    void sameNumberHostTypeAndTimeIsTheSameCase() throws Exception {
        try (Desk desk = new Desk(config -> config.defaultDomain = Optional.of("example.org"))) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            AlertId id = desk.only().id();
            String of = String.valueOf(number);
            String[] tags = {"host=gw1.example.org", "event_type=portstate", "interface=ge-0/0/1", "priority=100"};
            assertEquals(Optional.of(id), desk.adapter().adopt(incident(of, Desk.BEGIN, tags)));
            // The old service took the zone's offset once, at its start.
            for (int hours : new int[] {-1, 1}) {
                Instant start = Desk.BEGIN.plus(Duration.ofHours(hours));
                assertEquals(Optional.of(id), desk.adapter().adopt(incident(of, start, tags)));
            }
            // Made with another default_domain, or none.
            for (String host : new String[] {"host=gw1", "host=gw1.example.net"}) {
                OpenIncident other = incident(of, Desk.BEGIN, host, "event_type=portstate");
                assertEquals(Optional.of(id), desk.adapter().adopt(other));
            }
        }
    }

    @Test
    void incidentsAreCalledAsThatServiceCallsThemSoThatItCanComeBack() throws Exception {
        try (Desk desk = new Desk(config -> config.incidentIds = IncidentIds.NUMBER)) {
            long number = desk.port("gw1", "ge-0/0/1", "down");
            AlertId id = desk.only().id();
            assertEquals(String.valueOf(number), id.value());
            assertEquals(CaseIds.of(number, Desk.BEGIN), id);
            assertEquals(
                    Optional.of(id),
                    desk.adapter().adopt(incident(id.value(), Desk.BEGIN, "host=gw1", "event_type=portstate")));
        }
    }

    @Test
    void anotherCaseWithTheNumberIsOver() throws Exception {
        try (Desk desk = new Desk()) {
            desk.port("gw1", "ge-0/0/1", "down");
            AlertId id = desk.only().id();
            Instant earlier = Desk.BEGIN.minus(Duration.ofDays(3));
            assertOver(desk, id, incident("1", earlier, "host=gw1", "event_type=portstate"));
            assertOver(desk, id, incident("1", earlier, "host=gw9", "event_type=portstate"));
            assertOver(desk, id, incident("77", Desk.BEGIN, "host=gw1", "event_type=portstate"));
        }
    }

    private static void assertOver(Desk desk, AlertId open, OpenIncident incident) {
        AlertId named = desk.adapter().adopt(incident).orElseThrow();
        assertNotEquals(open, named);
        assertEquals(CaseIds.of(Long.parseLong(incident.sourceIncidentId()), incident.startedAt()), named);
    }

    @Test
    void whatOthersMadeIsLeftAlone() throws Exception {
        try (Desk desk = new Desk()) {
            desk.port("gw1", "ge-0/0/1", "down");
            desk.only();
            assertEquals(
                    Optional.empty(),
                    desk.adapter().adopt(incident("abc", Desk.BEGIN, "host=gw1", "event_type=portstate")));
            assertEquals(Optional.empty(), desk.adapter().adopt(incident("1", Desk.BEGIN, "host=gw1")));
            assertEquals(Optional.empty(), desk.adapter().adopt(incident("", Desk.BEGIN)));
        }
    }
}
