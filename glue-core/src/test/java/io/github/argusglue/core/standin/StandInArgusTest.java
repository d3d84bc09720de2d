package io.github.argusglue.core.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentEvent;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.argus.RawApi;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stand-in has beyond the contract: its traps, its page, faults and what tests do to it. */
final class StandInArgusTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private StandInArgus server = start(now::get);
    private String token = "";
    private ArgusHttp http = open(server.url());
    private Argus argus = http.argus("oslo", Secret.of(""));

    @BeforeEach
    void connect() {
        token = server.addSource("oslo");
        argus = http.argus("oslo", Secret.of(token));
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @Test
    void aSourceIsAliveWhenItAsksForAnythingButWhoItIs() throws Exception {
        assertEquals(Optional.empty(), server.lastSeen("oslo"));
        new RawApi(server.url(), token).get("/api/v2/auth/user/");
        argus.server();
        assertEquals(Optional.empty(), server.lastSeen("oslo"));

        argus.countOpen();
        assertEquals(Optional.of(NOW), server.lastSeen("oslo"));

        now.set(NOW.plusSeconds(5));
        argus.heartbeat();
        assertEquals(Optional.of(NOW.plusSeconds(5)), server.lastSeen("oslo"));
        new RawApi(server.url(), server.adminToken()).get("/api/v2/incidents/");
        assertEquals(Optional.of(NOW.plusSeconds(5)), server.lastSeen("oslo"), "people are no sources");
    }

    @Test
    void followingNextLosesIncidentsWithOneStart() throws Exception {
        Set<Long> made = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            made.add(create("i" + i, NOW.minusSeconds(i / 30), "x").pk());
        }
        RawApi api = new RawApi(server.url(), token);
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
        assertEquals(60, argus.open().size());
    }

    @Test
    void followingNextIsRightWhereStartsDiffer() throws Exception {
        for (int i = 0; i < 25; i++) {
            create("i" + i, NOW.minusSeconds(i), "x");
        }
        RawApi api = new RawApi(server.url(), token);
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
    void peopleActWithoutHttp() throws Exception {
        long pk = create("a", NOW, "x").pk();
        server.ackAsPerson(pk, "seen", NOW.plusSeconds(60));
        server.addTagAsPerson(pk, "team=night");
        server.setTicketAsPerson(pk, "https://tickets.example.org/1");
        server.closeAsPerson(pk, "done");
        Incident closed = server.incidents("oslo").get(0);
        assertEquals(argus.bySourceIncidentId("a").orElseThrow(), closed);
        assertTrue(closed.acked());
        assertEquals(NOW, closed.endTime());
        assertThrows(IllegalStateException.class, () -> server.closeAsPerson(pk, "again"));
        server.reopenAsPerson(pk, "");
        now.set(NOW.plusSeconds(61));
        assertFalse(server.incidents("oslo").get(0).acked());
        assertEquals(
                List.of(EventType.STA, EventType.ACK, EventType.CHI, EventType.CLO, EventType.REO),
                server.events(pk).stream().map(IncidentEvent::type).toList());
    }

    @Test
    void anExpiredTokenSaysSoOnce() throws Exception {
        String fresh = server.newToken(token);
        server.killToken(token);
        ArgusException first = assertThrows(ArgusException.class, argus::countOpen);
        ArgusException second = assertThrows(ArgusException.class, argus::countOpen);
        assertTrue(first.getMessage().contains("Token has expired."), first.getMessage());
        assertTrue(second.getMessage().contains("Invalid token."), second.getMessage());
        assertEquals(0, http.argus("oslo", Secret.of(fresh)).countOpen());
    }

    @Test
    void requestsAreCounted() throws Exception {
        server.forgetRequests();
        Incident made = create("a", NOW, "x");
        argus.post(made.pk(), EventType.END, NOW, "");
        assertThrows(ArgusException.class, () -> create("a", NOW, "x"));
        argus.countOpen();
        assertEquals(
                List.of(
                        new RecordedRequest("POST", "/api/v2/incidents/", 201),
                        new RecordedRequest("POST", "/api/v2/incidents/" + made.pk() + "/events/", 201),
                        new RecordedRequest("POST", "/api/v2/incidents/", 400),
                        new RecordedRequest("GET", "/api/v2/incidents/mine/?open=true&count=true", 200)),
                server.requests());
    }

    @Test
    void faultsActOnce() throws Exception {
        server.faults().answer(1, "POST .*", 503, Duration.ofSeconds(3));
        ArgusException busy = assertThrows(ArgusException.class, () -> create("a", NOW, "x"));
        assertEquals(Duration.ofSeconds(3), busy.retryAfter().orElseThrow());
        assertEquals(List.of(), server.incidents("oslo"));
        server.faults().dropAnswers(1, "POST .*");
        assertThrows(ArgusException.class, () -> create("a", NOW, "x"));
        assertEquals(1, server.incidents("oslo").size());
        server.faults().dropRequests(1, "POST .*");
        assertThrows(ArgusException.class, () -> create("b", NOW, "x"));
        assertEquals(1, server.incidents("oslo").size());
        server.faults().delayAnswers(1, "GET .*", Duration.ofMillis(1));
        assertEquals(1, argus.countOpen());
        create("b", NOW, "x");
        assertEquals(2, argus.countOpen());
        assertEquals(
                0,
                server.requests().stream()
                        .filter(it -> it.status() == 0 && !it.isWrite())
                        .count());
    }

    @Test
    void thePageShowsIncidentsOpenFirstAndEscaped() throws Exception {
        Incident closed = create("closed-one", NOW.minusSeconds(10), "was bad");
        create("open-one", NOW.minusSeconds(20), "<script>alert('x')</script> & \"more\"");
        argus.post(closed.pk(), EventType.END, NOW, "fixed <b>");
        String page = new RawApi(server.url(), "").send("GET", "/", "").body();
        assertTrue(page.contains("1 open of 2"), page);
        assertTrue(page.indexOf("open-one") < page.indexOf("closed-one"), page);
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"), page);
        assertTrue(page.contains("fixed &lt;b&gt;"), page);
        assertTrue(page.contains("host=a"), page);
        assertFalse(page.contains("http://") || page.contains("https://"), "nothing from elsewhere");
    }

    private Incident create(String id, Instant start, String description) throws ArgusException, InterruptedException {
        return argus.create(
                new NewIncident(id, start, true, 3, description, List.of(new Tag("host", "a")), "", "", Map.of()));
    }

    private static StandInArgus start(InstantSource clock) {
        try {
            return StandInArgus.start(0, clock);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArgusHttp open(URI url) {
        try {
            return ArgusHttp.open(new ArgusAccess(url, Duration.ofSeconds(10), null, null), InstantSource.system());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
