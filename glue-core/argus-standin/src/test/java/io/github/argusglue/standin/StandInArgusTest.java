package io.github.argusglue.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the stand-in beyond the contract of argus-glue's client: its defects, page, faults and test methods. */
final class StandInArgusTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String INCIDENTS = "/api/v2/incidents/";
    private static final String OPEN = "/api/v2/incidents/mine/?open=true&count=true";
    private static final String NO_BODY = "";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final StandInArgus server = StandInArgus.start(0, now::get);
    private final String token = server.addSource("oslo");
    private final ApiClient api = new ApiClient(server.url(), token);

    StandInArgusTest() throws IOException {
        // The server could not be started otherwise.
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyRequestExceptAuthIsASignOfLife() throws Exception {
        assertEquals(Optional.empty(), server.lastSeen("oslo"));
        api.get("/api/v2/auth/user/");
        api.get("/api/");
        assertEquals(Optional.empty(), server.lastSeen("oslo"));

        countOpen();
        assertEquals(Optional.of(NOW), server.lastSeen("oslo"));

        now.set(NOW.plusSeconds(5));
        assertEquals(
                204,
                api.send("POST", "/api/v2/incidents/sources/heartbeat/", NO_BODY)
                        .status());
        assertEquals(Optional.of(NOW.plusSeconds(5)), server.lastSeen("oslo"));
        now.set(NOW.plusSeconds(10));
        new ApiClient(server.url(), server.adminToken()).get(INCIDENTS);
        assertEquals(Optional.of(NOW.plusSeconds(5)), server.lastSeen("oslo"), "people are no sources");
    }

    @Test
    void followingNextLosesIncidentsWithOneStart() throws Exception {
        Set<Long> made = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            made.add(create("i" + i, NOW.minusSeconds(i / 30), "x"));
        }
        Set<Long> seen = new HashSet<>();
        String next = "/api/v2/incidents/mine/?page_size=10";
        int pages = 0;
        while (!next.isEmpty() && pages < 50) {
            JsonNode page = api.get(next);
            page.path("results").forEach(row -> seen.add(row.path("pk").asLong()));
            next = page.path("next").asText("");
            next = "null".equals(next) ? "" : next;
            pages++;
        }
        assertTrue(seen.size() < made.size(), seen.size() + " seen in " + pages + " pages");
        assertEquals(60, countOpen());
    }

    @Test
    void followingNextIsRightWhereStartsDiffer() throws Exception {
        for (int i = 0; i < 25; i++) {
            create("i" + i, NOW.minusSeconds(i), "x");
        }
        JsonNode first = api.get("/api/v2/incidents/mine/?page_size=10");
        JsonNode second = api.get(first.path("next").asText());
        JsonNode third = api.get(second.path("next").asText());
        assertEquals(
                "i0", first.path("results").path(0).path("source_incident_id").asText());
        assertEquals(
                "i10", second.path("results").path(0).path("source_incident_id").asText());
        assertEquals(5, third.path("results").size());
        assertTrue(third.path("next").isNull());
    }

    @Test
    void aPersonActsWithoutHttp() throws Exception {
        long pk = create("a", NOW, "x");
        StandInPerson person = server.person();
        person.acknowledge(pk, "seen", NOW.plusSeconds(60));
        person.addTag(pk, "team=night");
        person.setTicket(pk, "https://tickets.example.org/1");
        person.close(pk, "done");
        StandInIncident closed = only();
        assertTrue(closed.acked());
        assertFalse(closed.open());
        assertEquals(NOW, closed.endTime());
        assertThrows(IllegalStateException.class, () -> person.close(pk, "again"));
        person.reopen(pk, "");
        now.set(NOW.plusSeconds(61));
        assertFalse(only().acked());
        assertTrue(only().open());
        assertEquals(
                List.of("STA", "ACK", "CHI", "CLO", "REO"),
                server.events(pk).stream().map(StandInEvent::type).toList());
        StandInEvent close = server.events(pk).get(3);
        assertEquals(new StandInEvent(close.pk(), "CLO", StandInArgus.PERSON, NOW, "done"), close);
    }

    @Test
    void invalidActionsOfThePersonAreRejected() throws Exception {
        long pk = create("a", NOW, "x");
        assertThrows(IllegalStateException.class, () -> server.person().reopen(pk, ""));
        assertThrows(IllegalArgumentException.class, () -> server.person().addTag(pk, "night"));
        assertThrows(IllegalArgumentException.class, () -> server.person().close(pk + 100, ""));
        assertThrows(IllegalArgumentException.class, () -> server.events(pk + 100));
        assertEquals(List.of("host=a"), only().tags());
    }

    @Test
    void anIncidentIsShownAsTheApiShowsIt() throws Exception {
        long pk = create("a", NOW.minusSeconds(3), "x");
        server.person().addTag(pk, "team=night");
        server.person().setTicket(pk, "https://tickets.example.org/1");
        for (String end : List.of(NOW.plusSeconds(1).toString(), NOW.toString())) {
            StandInIncident shown = only();
            JsonNode answer = api.get(INCIDENTS + pk + "/");
            assertEquals(answer.path("pk").asLong(), shown.pk());
            assertEquals(answer.path("source_incident_id").asText(), shown.sourceIncidentId());
            assertEquals(Instant.parse(answer.path("start_time").asText()), shown.startTime());
            assertEquals(answer.path("level").asInt(), shown.level());
            assertEquals(answer.path("description").asText(), shown.description());
            assertEquals(List.of("host=a", "team=night"), shown.tags());
            assertEquals(answer.path("details_url").asText(), shown.detailsUrl());
            assertEquals(answer.path("ticket_url").asText(), shown.ticketUrl());
            assertEquals(Map.of("case", 7), shown.metadata());
            assertEquals(answer.path("open").asBoolean(), shown.open());
            assertEquals(answer.path("acked").asBoolean(), shown.acked());
            String ends = answer.path("end_time").asText();
            assertEquals("infinity".equals(ends) ? Instant.MAX : Instant.parse(ends), shown.endTime());
            end(pk, end, "");
        }
        assertFalse(only().open());
    }

    @Test
    void aStatelessIncidentHasNoEnd() throws Exception {
        ObjectNode body = incident("a", NOW, "x").putNull("end_time");
        assertEquals(201, api.send("POST", INCIDENTS, body.toString()).status());
        assertNull(only().endTime());
        assertFalse(only().open());
    }

    @Test
    void anExpiredTokenSaysSoOnce() throws Exception {
        String fresh = server.newToken(token);
        server.expireToken(token);
        assertTrue(refusal().contains("Token has expired."), "first");
        assertTrue(refusal().contains("Invalid token."), "then");
        assertFalse(server.accepts(token));
        assertTrue(server.accepts(fresh));
        assertEquals(
                0, new ApiClient(server.url(), fresh).get(OPEN).path("count").asInt(-1));
    }

    private String refusal() throws Exception {
        ApiClient.Answer answer = api.send("GET", OPEN, NO_BODY);
        assertEquals(401, answer.status());
        return answer.body();
    }

    @Test
    void requestsAreCounted() throws Exception {
        server.forgetRequests();
        long pk = create("a", NOW, "x");
        end(pk, NOW.toString(), "");
        assertEquals(
                400,
                api.send("POST", INCIDENTS, incident("a", NOW, "x").toString()).status());
        countOpen();
        new ApiClient(server.url(), "").send("GET", "/", NO_BODY);
        assertEquals(
                List.of(
                        new StandInRequest("POST", "/api/v2/incidents/", 201),
                        new StandInRequest("POST", "/api/v2/incidents/" + pk + "/events/", 201),
                        new StandInRequest("POST", "/api/v2/incidents/", 400),
                        new StandInRequest("GET", "/api/v2/incidents/mine/?open=true&count=true", 200)),
                server.requests());
    }

    @Test
    void faultsActOnce() throws Exception {
        String body = incident("a", NOW, "x").toString();
        server.faults().answer(1, "POST .*", 503, Duration.ofSeconds(3));
        ApiClient.Answer busy = api.send("POST", INCIDENTS, body);
        assertEquals(503, busy.status());
        assertEquals(Optional.of("3"), busy.retryAfter());
        assertEquals(List.of(), server.incidents("oslo"));

        server.faults().dropAnswers(1, "POST .*");
        assertThrows(IOException.class, () -> api.send("POST", INCIDENTS, body));
        assertEquals(1, server.incidents("oslo").size());

        server.faults().dropRequests(1, "POST .*");
        assertThrows(IOException.class, () -> create("b", NOW, "x"));
        assertEquals(1, server.incidents("oslo").size());

        server.faults().garbleAnswers(1, "POST .*");
        assertThrows(IllegalStateException.class, () -> create("c", NOW, "x"));
        assertEquals(2, server.incidents("oslo").size());

        server.faults().delayAnswers(1, "GET .*", Duration.ofMillis(1));
        assertEquals(2, countOpen());
        server.faults().dropRequests(1, "POST .*");
        server.faults().clear();
        create("b", NOW, "x");
        assertEquals(3, countOpen());
        assertEquals(
                0,
                server.requests().stream()
                        .filter(it -> it.status() == 0 && !it.isWrite())
                        .count());
    }

    @Test
    void thePageShowsIncidentsOpenFirstAndEscaped() throws Exception {
        long closed = create("closed-one", NOW.minusSeconds(10), "was bad");
        create("open-one", NOW.minusSeconds(20), "<script>alert('x')</script> & \"more\"");
        end(closed, NOW.toString(), "fixed <b>");
        String page = new ApiClient(server.url(), "").send("GET", "/", NO_BODY).body();
        assertTrue(page.contains("1 open of 2"), page);
        assertTrue(page.indexOf("open-one") < page.indexOf("closed-one"), page);
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"), page);
        assertTrue(page.contains("fixed &lt;b&gt;"), page);
        assertTrue(page.contains("host=a"), page);
        assertFalse(page.contains("http://") || page.contains("https://"), "nothing from elsewhere");
    }

    private int countOpen() throws Exception {
        return api.get(OPEN).path("count").asInt(-1);
    }

    private StandInIncident only() {
        List<StandInIncident> all = server.incidents("oslo");
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    private long create(String id, Instant start, String description) throws Exception {
        JsonNode answer = api.send(
                        "POST", INCIDENTS, incident(id, start, description).toString())
                .json();
        assertTrue(answer.path("pk").isNumber(), answer::toString);
        return answer.path("pk").asLong();
    }

    private static ObjectNode incident(String id, Instant start, String description) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("source_incident_id", id)
                .put("start_time", start.toString())
                .put("end_time", "infinity")
                .put("level", 3)
                .put("description", description);
        body.putArray("tags").addObject().put("tag", "host=a");
        body.putObject("metadata").put("case", 7);
        return body;
    }

    private void end(long pk, String timestamp, String description) throws Exception {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", timestamp)
                .put("type", "END")
                .put("description", description);
        assertEquals(
                201,
                api.send("POST", INCIDENTS + pk + "/events/", body.toString()).status());
    }
}
