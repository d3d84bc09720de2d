package io.github.argusglue.plugin.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GenericAdapterTest {
    private GenericSource source;

    @BeforeEach
    void start() throws Exception {
        source = GenericSource.plain();
    }

    @Test
    void aCompletePictureReplacesTheOneBefore() throws Exception {
        assertTrue(source.snapshot().partialReason().isPresent(), "nothing is known yet");
        source.post(
                "{'complete': true, 'alerts': [" + alert("disk-a", "09:00") + "," + alert("disk-b", "09:30") + "]}");
        assertEquals(List.of("disk-a@20261121T090000Z", "disk-b@20261121T093000Z"), source.open());
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'complete': true, 'alerts': [" + alert("disk-b", "09:30") + "]}");
        Snapshot snapshot = source.snapshot();
        assertEquals(Optional.empty(), snapshot.partialReason());
        assertEquals(List.of("disk-b@20261121T093000Z"), source.open());
        assertEquals(
                Instant.parse("2026-11-21T12:01:00Z"), snapshot.endings().get(0).endedAt());
        assertEquals(Ending.Evidence.INFERRED, snapshot.endings().get(0).evidence());
    }

    @Test
    void openAndCloseChangeThePicture() throws Exception {
        source.post("{'open': " + alert("disk-a", "10:00") + ", 'ttl': '1h'}");
        assertEquals(List.of("disk-a@20261121T100000Z"), source.open());
        source.post("{'close': {'key': 'disk-a', 'end': '2026-11-21T11:59:00Z', 'reason': 'cleaned up'}}");
        Snapshot snapshot = source.snapshot();
        assertEquals(List.of(), snapshot.alerts());
        Ending ending = snapshot.endings().get(0);
        assertEquals("disk-a", ending.alertId().key());
        assertEquals(Instant.parse("2026-11-21T11:59:00Z"), ending.endedAt());
        assertEquals("cleaned up", ending.reason());
        assertEquals(Ending.Evidence.REPORTED, ending.evidence());
    }

    @Test
    void whatIsNotSentAgainEnds() throws Exception {
        source.post("{'open': " + alert("disk-a", "10:00") + ", 'ttl': '1h'}");
        source.clock.advance(Duration.ofMinutes(60));
        assertEquals(1, source.open().size());
        source.clock.advance(Duration.ofSeconds(1));
        Snapshot snapshot = source.snapshot();
        assertEquals(List.of(), snapshot.alerts());
        assertEquals(
                GenericSource.NOW.plus(Duration.ofHours(1)),
                snapshot.endings().get(0).endedAt());
    }

    @Test
    void nothingOfARequestIsTakenIfAPartIsNotValid() throws Exception {
        var answer = source.answer(
                ("[{'open': " + alert("disk-a", "10:00") + "}, {'close': {'key': 5}}]").replace('\'', '"'));
        assertEquals(400, answer.status());
        assertEquals("POST: /1/close/key: expected a text, got 5\n", answer.body());
        assertEquals(List.of(), source.open());
    }

    @Test
    void aListOfAScopeTouchesNoOther() throws Exception {
        source.post("{'complete': true, 'scope': 'oslo', 'alerts': [" + alert("disk-a", "09:00") + "]}");
        source.post("{'complete': true, 'scope': 'bergen', 'alerts': [" + alert("disk-b", "09:00") + "]}");
        assertEquals(2, source.open().size());
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'complete': true, 'scope': 'bergen', 'alerts': []}");
        Snapshot snapshot = source.snapshot();
        assertEquals(List.of("disk-a@20261121T090000Z"), source.open());
        assertEquals(Optional.of("oslo"), snapshot.alerts().get(0).scope());
        assertTrue(snapshot.partialReason().isPresent(), "other scopes may exist");
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'complete': true, 'alerts': []}");
        assertEquals(List.of(), source.open());
    }

    @Test
    void aPartialListOnlyAdds() throws Exception {
        source.post("{'complete': true, 'alerts': [" + alert("disk-a", "09:00") + "]}");
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'complete': false, 'alerts': [" + alert("disk-b", "09:00") + "]}");
        assertEquals(2, source.open().size());
    }

    @Test
    void numberThatWasClosedAndIsReportedAgainIsLeftOut() throws Exception {
        source.post("{'complete': true, 'alerts': [{'id': '17', 'description': 'x'}]}");
        assertEquals(1, source.open().size());
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'close': {'id': '17'}}");
        assertEquals("0", source.snapshot().leftOut().summary());
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'complete': true, 'alerts': [{'id': '17', 'description': 'x'}]}");
        Snapshot again = source.snapshot();
        assertEquals(List.of(), again.alerts());
        assertEquals("1 (reopen_ids 1)", again.leftOut().summary());
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'complete': true, 'alerts': []}");
        assertEquals("0", source.snapshot().leftOut().summary());
    }

    /** Otherwise a sender with a wrong clock would win over all others until then. */
    @Test
    void aTimeInTheFutureCountsAsTheTimeOfArrival() throws Exception {
        source.post("{'complete': true, 'at': '2026-11-21T20:00:00Z', 'alerts': []}");
        source.clock.advance(Duration.ofSeconds(1));
        source.post("{'open': " + alert("disk-a", "12:00") + "}");
        assertEquals(1, source.open().size());
        assertEquals(
                400,
                source.answer(("{'open': " + alert("disk-b", "14:00") + "}").replace('\'', '"'))
                        .status());
    }

    /** The core compares identity first. */
    @Test
    void anAlertThatIsSentAgainUnchangedIsTheSameObject() throws Exception {
        source.post("{'open': " + alert("disk-a", "09:00") + "}");
        Alert before = source.snapshot().alerts().get(0);
        source.clock.advance(Duration.ofMinutes(1));
        source.post("{'open': " + alert("disk-a", "09:00") + "}");
        assertSame(before, source.snapshot().alerts().get(0));
    }

    @Test
    void everythingOfAnAlertIsShown() throws Exception {
        source.post("{'open': {'id': '17', 'start': '2026-11-21T10:00:00Z', 'level': 1, 'description': 'power',"
                + " 'tags': {'host': 'a', 'port': ['1', '2']}, 'details_url': '/a', 'ticket_url': 'https://t.example/1',"
                + " 'metadata': {'n': 1, 'none': null}, 'acknowledgement': {'by': 'kari', 'at': '2026-11-21T11:00:00Z',"
                + " 'text': 'on it', 'until': '2026-11-21T13:00:00Z'}, 'suppressed': {'reason': 'work', 'by': 'per'},"
                + " 'scope': 'oslo', 'incident_id': '7'}}");
        Alert alert = source.snapshot().alerts().get(0);
        assertEquals("17", alert.id().key());
        assertEquals("7", alert.id().value());
        assertEquals(Severity.CRITICAL, alert.severity());
        assertEquals("[host=a, port=1, port=2]", alert.tags().toString());
        assertEquals("/a", alert.detailsUrl().orElseThrow().toString());
        assertEquals("https://t.example/1", alert.ticketUrl().orElseThrow().toString());
        assertEquals("{n=1, none=null}", alert.metadata().toString());
        assertEquals(
                Acknowledgement.of("kari", Instant.parse("2026-11-21T11:00:00Z"), "on it")
                        .until(Instant.parse("2026-11-21T13:00:00Z")),
                alert.acknowledgement().orElseThrow());
        assertEquals(Suppression.of("work").by("per"), alert.suppression().orElseThrow());
        assertEquals(Optional.of("oslo"), alert.scope());
    }

    static String alert(String key, String start) {
        return "{'key': '" + key + "', 'start': '2026-11-21T" + start + ":00Z', 'level': 2, 'description': 'full',"
                + " 'tags': {'host': ['a']}}";
    }
}
