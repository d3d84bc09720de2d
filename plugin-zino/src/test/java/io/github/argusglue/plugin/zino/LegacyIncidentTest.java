package io.github.argusglue.plugin.zino;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.argusglue.plugin.zino.CaseDisplayConfig.IncidentIdFormat;
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

/**
 * Matching of incidents of zino-argus-glue to cases. Incidents of an older case with the same number must not match.
 */
class LegacyIncidentTest {

    private static OpenIncident incident(String id, Instant start, String... tags) {
        List<Tag> parsed = new ArrayList<>();
        for (String tag : tags) {
            String[] both = tag.split("=", 2);
            parsed.add(Tag.of(both[0], both[1]));
        }
        return OpenIncident.of(id, start, "text", parsed, Map.of(), null);
    }

    @Test
    void matchesByNumberHostTypeAndTime() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.defaultDomain = Optional.of("example.org"))) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            AlertId id = fixture.singleAlert().id();
            String of = String.valueOf(number);
            String[] tags = {"host=gw1.example.org", "event_type=portstate", "interface=ge-0/0/1", "priority=100"};
            assertEquals(Optional.of(id), fixture.adapter().adopt(incident(of, ZinoFixture.BEGIN, tags)));
            // zino-argus-glue used the offset of the time zone at its start.
            for (int hours : new int[] {-1, 1}) {
                Instant start = ZinoFixture.BEGIN.plus(Duration.ofHours(hours));
                assertEquals(Optional.of(id), fixture.adapter().adopt(incident(of, start, tags)));
            }
            // Created with another default_domain, or with none.
            for (String host : new String[] {"host=gw1", "host=gw1.example.net"}) {
                OpenIncident other = incident(of, ZinoFixture.BEGIN, host, "event_type=portstate");
                assertEquals(Optional.of(id), fixture.adapter().adopt(other));
            }
        }
    }

    @Test
    void incidentIdCanBeTheCaseNumber() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture(config -> config.incidentIds = IncidentIdFormat.NUMBER)) {
            long number = fixture.port("gw1", "ge-0/0/1", "down");
            AlertId id = fixture.singleAlert().id();
            assertEquals(String.valueOf(number), id.value());
            assertEquals(CaseIds.of(number, ZinoFixture.BEGIN), id);
            assertEquals(
                    Optional.of(id),
                    fixture.adapter()
                            .adopt(incident(id.value(), ZinoFixture.BEGIN, "host=gw1", "event_type=portstate")));
        }
    }

    @Test
    void incidentOfAnOlderCaseWithTheNumberIsOver() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.port("gw1", "ge-0/0/1", "down");
            AlertId id = fixture.singleAlert().id();
            Instant earlier = ZinoFixture.BEGIN.minus(Duration.ofDays(3));
            assertOver(fixture, id, incident("1", earlier, "host=gw1", "event_type=portstate"));
            assertOver(fixture, id, incident("1", earlier, "host=gw9", "event_type=portstate"));
            assertOver(fixture, id, incident("77", ZinoFixture.BEGIN, "host=gw1", "event_type=portstate"));
        }
    }

    private static void assertOver(ZinoFixture fixture, AlertId open, OpenIncident incident) {
        AlertId named = fixture.adapter().adopt(incident).orElseThrow();
        assertNotEquals(open, named);
        assertEquals(CaseIds.of(Long.parseLong(incident.sourceIncidentId()), incident.startedAt()), named);
    }

    @Test
    void ignoresIncidentsOfOtherPrograms() throws Exception {
        try (ZinoFixture fixture = new ZinoFixture()) {
            fixture.port("gw1", "ge-0/0/1", "down");
            fixture.singleAlert();
            assertEquals(
                    Optional.empty(),
                    fixture.adapter().adopt(incident("abc", ZinoFixture.BEGIN, "host=gw1", "event_type=portstate")));
            assertEquals(Optional.empty(), fixture.adapter().adopt(incident("1", ZinoFixture.BEGIN, "host=gw1")));
            assertEquals(Optional.empty(), fixture.adapter().adopt(incident("", ZinoFixture.BEGIN)));
        }
    }
}
