package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a row of the search for alarms, also if it is not as described. */
class AlarmTest {
    private static final Instant SINCE = Instant.parse("2026-03-29T00:30:00.500Z");
    private static final String SECONDS = "1774744200.5";

    private static Optional<Alarm> read(String row) throws JsonProcessingException {
        return Alarm.of(new ObjectMapper().readTree(row));
    }

    /** @param more fields of the row besides those that every alarm has */
    private static Alarm with(String more) throws JsonProcessingException {
        return read("{\"id\": \"a1\", \"type\": \"bad_cable\", \"timestamp\": " + SECONDS + more + "}")
                .orElseThrow();
    }

    @Test
    void wholeRow() throws Exception {
        Alarm alarm = with("""
                , "group": "marvis", "severity": "CRITICAL", "last_seen": 1774744260, "site_id": " s1 ",
                "gateways": ["5C-5B-35-00-00-03"], "aps": ["5c:5b:35:00:00:02"], "switches": ["5C5B35000001"],
                "hostnames": ["sw-1", "ap-1"], "port_ids": ["ge-0/0/2"], "port_id": "ge-0/0/1", "peer": ["198.51.100.1"],
                "status": "resolved", "resolved_time": 1774744300,
                "acked": true, "acked_time": 1774744250, "ack_admin_name": "Kari", "note": "on it"
                """);
        assertEquals("a1", alarm.id());
        assertEquals("bad_cable", alarm.type());
        assertEquals("marvis", alarm.group());
        assertEquals("critical", alarm.severity());
        assertEquals(SINCE, alarm.since());
        assertEquals(Instant.parse("2026-03-29T00:31:00Z"), alarm.lastSeen());
        assertEquals("s1", alarm.site());
        assertEquals(List.of("5c5b35000001", "5c5b35000002", "5c5b35000003"), alarm.macs());
        assertEquals(List.of("sw-1", "ap-1"), alarm.hostnames());
        assertEquals(List.of("198.51.100.1", "ge-0/0/1", "ge-0/0/2"), alarm.parts());
        assertEquals(Alarm.State.RESOLVED, alarm.state());
        assertEquals(Instant.parse("2026-03-29T00:31:40Z"), alarm.resolvedAt());
        assertEquals(Instant.parse("2026-03-29T00:30:50Z"), alarm.acknowledgedAt());
        assertEquals("Kari", alarm.acknowledgedBy());
        assertEquals("on it", alarm.note());
    }

    @Test
    void shortRow() throws Exception {
        Alarm alarm = with("");
        assertEquals(SINCE, alarm.lastSeen());
        assertEquals(List.of(), alarm.macs());
        assertEquals(Alarm.State.NONE, alarm.state());
        assertNull(alarm.resolvedAt());
        assertNull(alarm.acknowledgedAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'bad_cable', 'timestamp': 1774744200}",
                "{'id': 'a1', 'timestamp': 1774744200}",
                "{'id': 'a1', 'type': 'bad_cable'}",
                "{'id': 7, 'type': 'bad_cable', 'timestamp': 1774744200}",
                "{'id': 'a1', 'type': 'bad_cable', 'timestamp': -1.8e308}",
                "{'id': 'a1', 'type': 'bad_cable', 'timestamp': 1774744200000}",
                "[]"
            })
    void rowThatIsNoAlarm(String row) throws Exception {
        assertEquals(Optional.empty(), read(row.replace('\'', '"')));
    }

    @Test
    void clockThatWasSetBack() throws Exception {
        assertEquals(SINCE, with(", \"last_seen\": 1774744100").lastSeen());
    }

    @Test
    void acknowledgementWithoutATime() throws Exception {
        assertEquals(SINCE, with(", \"acked\": true").acknowledgedAt());
        assertNull(with(", \"acked\": false, \"acked_time\": 1774744250").acknowledgedAt(), "it was taken back");
    }

    @ParameterizedTest
    @CsvSource({
        "Resolved, '', RESOLVED",
        "open, resolved, OPEN",
        "'', resolved, RESOLVED",
        "'', Validated, RESOLVED",
        "'', open, OPEN",
        "reopened, '', OPEN",
    })
    void stateIsTheStatusOrThatOfTheDetails(String status, String details, Alarm.State state) throws Exception {
        Alarm alarm = with(", \"status\": \"" + status + "\", \"details\": {\"state\": \"" + details + "\"}");
        assertEquals(state, alarm.state());
    }

    @Test
    void listsOfOddValues() throws Exception {
        assertEquals(List.of("sw-1"), with(", \"hostnames\": \"sw-1\"").hostnames());
        assertEquals(
                List.of("7", "ge-0"),
                with(", \"port_ids\": [\" ge-0 \", \"\", 7, {\"port\": 1}, [\"x\"], \"ge-0\"]")
                        .parts());
    }

    /** Mist may send more than it was asked for. */
    @ParameterizedTest
    @CsvSource({"marvis, true, false", "security, false, true", "infrastructure, false, false"})
    void groupDecidesWhatAnAlarmIs(String group, boolean marvis, boolean notice) throws Exception {
        AlarmsConfig everything = new AlarmsConfig(List.of("*"), List.of("*"), List.of("*"), false);
        Alarm alarm = with(", \"group\": \"" + group + "\"");
        assertEquals(marvis, everything.isMarvis(alarm));
        assertEquals(notice, everything.isNotice(alarm));
    }
}
