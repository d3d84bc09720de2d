package io.github.argusglue.core.argus;

import static io.github.argusglue.core.argus.ContractSubject.incident;
import static io.github.argusglue.core.argus.ContractSubject.newId;
import static io.github.argusglue.core.argus.ContractSubject.now;
import static io.github.argusglue.core.argus.ContractSubject.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException.Kind;
import io.github.argusglue.core.argus.http.ArgusAccess;
import io.github.argusglue.core.argus.http.ArgusHttp;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Argus rejects, and what the server reports about itself. */
public interface RefusalContract extends ContractPart {

    @Test
    default void serverReportsItsVersion() throws Exception {
        ServerInfo server = on().client("not-a-token").server();
        assertTrue(server.version().startsWith("2."), server.toString());
        assertTrue(server.canRestart(), server.toString());
        assertTrue(server.canHeartbeat(), server.toString());
    }

    @Test
    default void heartbeatsAreAccepted() throws Exception {
        on().argus.heartbeat();
        assertEquals(
                405,
                on().raw.send("GET", "/api/v2/incidents/sources/heartbeat/", "").status());
    }

    @Test
    default void onlySourcesCanSendHeartbeats() {
        refused(Kind.FORBIDDEN, on().client(on().people.token())::heartbeat);
    }

    @Test
    default void invalidTokenIsReportedForEveryCall() {
        Argus argus = on().client("0123456789abcdef");
        for (ArgusException e : List.of(
                refused(Kind.BAD_TOKEN, argus::listOpen),
                refused(Kind.BAD_TOKEN, argus::userPk),
                refused(Kind.BAD_TOKEN, argus::heartbeat),
                refused(Kind.BAD_TOKEN, argus::checkToken),
                refused(Kind.BAD_TOKEN, () -> argus.create(incident(newId()))),
                refused(Kind.BAD_TOKEN, () -> argus.change(1, ContractSubject.level(1))),
                refused(Kind.BAD_TOKEN, () -> argus.postEvent(1, EventType.END, now(), "")),
                refused(Kind.BAD_TOKEN, () -> argus.feed(1, null)))) {
            assertFalse(e.getMessage().contains("0123456789abcdef"), e.getMessage());
            assertTrue(e.getMessage().contains("argus_token"), e.getMessage());
        }
    }

    @Test
    default void rejectedFieldIsNamed() throws Exception {
        NewIncident it = incident(newId());
        ArgusException level = refused(
                Kind.REJECTED,
                () -> on().argus
                        .create(new NewIncident(
                                it.sourceIncidentId(), it.startTime(), true, 7, "", List.of(), "", "", Map.of())));
        assertTrue(level.getMessage().contains("level"), level.getMessage());
        ArgusException text = refused(
                Kind.REJECTED,
                () -> on().argus
                        .create(new NewIncident(
                                it.sourceIncidentId(), it.startTime(), true, 3, "a\0b", List.of(), "", "", Map.of())));
        assertTrue(text.getMessage().contains("description"), text.getMessage());
        for (String url : List.of("nonsense", "http://ticket/1")) {
            ArgusException ticket = refused(
                    Kind.REJECTED,
                    () -> on().argus
                            .create(new NewIncident(
                                    it.sourceIncidentId(), it.startTime(), true, 3, "", List.of(), "", url, Map.of())));
            assertTrue(ticket.getMessage().contains("ticket_url"), ticket.getMessage());
        }
        assertEquals(Optional.empty(), on().argus.findBySourceIncidentId(it.sourceIncidentId()));
    }

    @Test
    default void invalidTagKeyIsRejected() {
        for (String tag : List.of("Host=a", "if-name=a", "a b=c", "nothing", "=x")) {
            RawApi.RawReply reply = on().raw
                    .send(
                            "POST",
                            "/api/v2/incidents/",
                            "{\"start_time\":\"" + now() + "\",\"tags\":[{\"tag\":\"" + tag + "\"}]}");
            assertEquals(400, reply.status(), tag);
            assertTrue(reply.json().has("tags"), reply.body());
        }
    }

    /**
     * Argus answers with an internal error instead of rejecting these: the reason why texts are adapted before sending.
     */
    @Test
    default void nulInTagOrMetadataIsAnInternalError() throws Exception {
        NewIncident it = incident(newId());
        refused(
                Kind.OUTCOME_UNKNOWN,
                () -> on().argus
                        .create(incident(it.sourceIncidentId(), it.startTime(), List.of(new Tag("a", "b\0c")))));
        refused(
                Kind.OUTCOME_UNKNOWN,
                () -> on().argus
                        .create(new NewIncident(
                                it.sourceIncidentId(),
                                it.startTime(),
                                true,
                                3,
                                "",
                                List.of(),
                                "",
                                "",
                                Map.of("a", "b\0c"))));
        assertEquals(Optional.empty(), on().argus.findBySourceIncidentId(it.sourceIncidentId()));
    }

    /** Also an internal error; repetitive text may be accepted. */
    @Test
    default void largeTagsAndIdsAreAnInternalError() throws Exception {
        String noise = new Random(1)
                .ints(3_000, 'A', 'z')
                .mapToObj(letter -> Character.toString(Character.isLetter(letter) ? letter : 'x'))
                .collect(Collectors.joining());
        Instant start = now().minusSeconds(60);
        refused(Kind.OUTCOME_UNKNOWN, () -> on().argus.create(incident(newId(), start, List.of(new Tag("a", noise)))));
        refused(Kind.OUTCOME_UNKNOWN, () -> on().argus.create(incident(newId() + noise)));
        List<Tag> longest = List.of(new Tag("a", noise.substring(0, 1_000)));
        String id = newId() + noise.substring(0, 900);
        Incident made = on().argus.create(incident(id, start, longest));
        assertEquals(longest.get(0), made.tags().get(0).tag());
        assertEquals(Optional.of(made), on().argus.findBySourceIncidentId(id));
        ArgusException e = refused(Kind.REJECTED, () -> on().argus.findBySourceIncidentId("ü".repeat(1_000)));
        assertTrue(e.getMessage().contains("too long"), e.getMessage());
    }

    @Test
    default void unpairedSurrogatesAreNotSent() throws Exception {
        NewIncident it = incident(newId());
        Incident made = on().argus
                .create(new NewIncident(
                        it.sourceIncidentId(),
                        it.startTime(),
                        true,
                        3,
                        "a\ud83d",
                        List.of(new Tag("a", "\ud83d")),
                        "",
                        "",
                        Map.of("a", "\ud83d")));
        assertEquals("a\ufffd", made.description());
        assertEquals(new Tag("a", "\ufffd"), made.tags().get(0).tag());
        assertEquals(Map.of("a", "\ufffd"), made.metadata());
    }

    @Test
    default void rejectedChangeChangesNothing() throws Exception {
        Incident made = on().create();
        ArgusException e = refused(
                Kind.REJECTED,
                () -> on().argus.change(made.pk(), new IncidentChange(2, "b\0", null, null, null, null)));
        assertTrue(e.getMessage().contains("description"), e.getMessage());
        assertEquals(made, on().get(made.pk()));
    }

    @Test
    default void wrongAddressIsDetected() throws Exception {
        for (String path : List.of("/nothing/here", "/api/v1", "/admin")) {
            URI wrong = URI.create(on().url + path);
            try (ArgusHttp http =
                    ArgusHttp.open(new ArgusAccess(wrong, Duration.ofSeconds(10)), InstantSource.system())) {
                Argus argus = http.argus("wrong", Secret.of(on().token));
                ArgusException e = refused(Kind.BAD_ANSWER, argus::listOpen);
                assertTrue(e.getMessage().contains("'url'"), e.getMessage());
            }
        }
    }

    @Test
    default void incidentsAreNotDeleted() throws Exception {
        Incident made = on().create();
        assertEquals(
                405,
                on().raw
                        .send("DELETE", "/api/v2/incidents/" + made.pk() + "/", "")
                        .status());
        assertEquals(made, on().get(made.pk()));
    }
}
